import { getAccount } from '../../../shared/api/accounts';
import { accountMeant } from '../../descriptions/account';
import { call } from '../types';

/** Reads one configured account. */
export const get = call({
	page: 'GET accounts/{email}',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get account',
		description: 'Read how an account is configured and whether it works',
	},
	fields: [accountMeant],
	run: async (api, item) => await getAccount(api, item.requiredAccount()),
});
