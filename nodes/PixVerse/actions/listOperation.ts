import type { INodeProperties } from 'n8n-workflow';
import { fetchOptionList, type OptionList } from '../../shared/api/optionLists';
import { returnAllOrLimit } from '../descriptions/lists';
import { defineRequest, type OperationOption, type RequestOperation } from './types';
import type { ItemParameters } from './itemParameters';

/** An operation that lists what PixVerse offers, one item an entry. */
export function createListOperation(definition: {
	option: OperationOption;
	list: OptionList;
	fields: INodeProperties[];
	query: (item: ItemParameters) => Record<string, string | undefined>;
}): RequestOperation {
	const { option, list, fields, query } = definition;
	return defineRequest({
		apiEndpoint: `GET ${list.path}`,
		option,
		fields: [...fields, ...returnAllOrLimit],
		run: async (api, item) =>
			(await fetchOptionList(api, list, query(item))).slice(0, item.getLimit()),
	});
}
