import { getAccount } from '../../../shared/api/accounts';
import { accountRequired } from '../../descriptions/account';
import { defineRequest } from '../types';

/** Reads one configured account. */
export const get = defineRequest({
	apiEndpoint: 'GET accounts/{email}',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get an account',
		description: 'Get the configuration of an account and whether it works',
	},
	fields: [accountRequired],
	run: async (api, item) => await getAccount(api, item.getRequiredAccount()),
});
