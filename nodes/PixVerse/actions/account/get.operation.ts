import { getAccount } from '../../../shared/api/accounts';
import { accountRequired } from '../../descriptions/account';
import { defineRequest } from '../types';

/** Reads one configured account. */
export const get = defineRequest({
	apiEndpoint: 'GET accounts/{email}',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get account',
		description: 'Read how an account is configured and whether it works',
	},
	fields: [accountRequired],
	run: async (api, item) => await getAccount(api, item.requiredAccount()),
});
