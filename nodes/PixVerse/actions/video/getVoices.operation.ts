import { lipSyncVoices } from '../../../shared/api/optionLists';
import { accountToRead } from '../../descriptions/account';
import { offers } from '../listOperation';

/** Lists the voices of lip sync. */
export const getVoices = offers({
	list: lipSyncVoices,
	option: {
		name: 'Get Lip Sync Voices',
		value: 'getVoices',
		action: 'Get lip sync voices',
		description: 'List the voices that lip sync can speak with',
	},
	fields: [accountToRead],
	query: (item) => ({ email: item.account() }),
});
