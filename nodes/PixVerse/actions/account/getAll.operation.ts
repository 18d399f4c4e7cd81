import { listAccounts } from '../../../shared/api/accounts';
import { returnAllOrLimit } from '../../descriptions/lists';
import { defineRequest } from '../types';

/** Lists the PixVerse accounts configured at useapi.net. */
export const getAll = defineRequest({
	apiEndpoint: 'GET accounts',
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many accounts',
		description: 'List the PixVerse accounts configured at useapi.net',
	},
	fields: returnAllOrLimit,
	run: async (api, item) => (await listAccounts(api)).slice(0, item.getLimit()),
});
