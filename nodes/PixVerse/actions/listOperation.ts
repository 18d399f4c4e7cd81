import type { INodeProperties } from 'n8n-workflow';
import type { OfferList } from '../../shared/api/optionLists';
import { readOffers } from '../../shared/api/optionLists';
import { returnAllOrLimit } from '../descriptions/lists';
import type { Call, OperationOption } from './types';
import { call } from './types';
import type { Item } from './itemParameters';

/** An operation that lists what PixVerse offers, one item an entry. */
export function offers(definition: {
	option: OperationOption;
	list: OfferList;
	fields: INodeProperties[];
	query: (item: Item) => Record<string, string | undefined>;
}): Call {
	const { option, list, fields, query } = definition;
	return call({
		page: `GET ${list.path}`,
		option,
		fields: [...fields, ...returnAllOrLimit],
		run: async (api, item) => (await readOffers(api, list, query(item))).slice(0, item.limit()),
	});
}
