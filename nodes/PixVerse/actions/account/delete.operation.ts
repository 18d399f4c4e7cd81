import { deleteAccount } from '../../../shared/api/accounts';
import { accountMeant } from '../../descriptions/account';
import { call } from '../types';

/** Removes an account from useapi.net; PixVerse itself keeps it. */
export const deleteAccountOperation = call({
	page: 'DELETE accounts/{email}',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete account',
		description:
			'Remove an account from useapi.net. The account at PixVerse itself is not touched.',
	},
	fields: [accountMeant],
	run: async (api, item) => {
		await deleteAccount(api, item.requiredAccount());
		return { deleted: true };
	},
});
