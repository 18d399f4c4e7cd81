import { deleteAccount } from '../../../shared/api/accounts';
import { accountRequired } from '../../descriptions/account';
import { defineRequest } from '../types';

/** Removes an account from useapi.net, not from PixVerse. */
export const deleteAccountOperation = defineRequest({
	apiEndpoint: 'DELETE accounts/{email}',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete an account',
		description:
			'Remove an account from useapi.net. The account at PixVerse itself is not deleted.',
	},
	fields: [accountRequired],
	run: async (api, item) => {
		await deleteAccount(api, item.getRequiredAccount());
		return { deleted: true };
	},
});
