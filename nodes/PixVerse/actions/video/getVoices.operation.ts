import { lipSyncVoiceList } from '../../../shared/api/optionLists';
import { accountForReading } from '../../descriptions/account';
import { createListOperation } from '../listOperation';

/** Lists the voices of lip sync. */
export const getVoices = createListOperation({
	list: lipSyncVoiceList,
	option: {
		name: 'Get Lip Sync Voices',
		value: 'getVoices',
		action: 'Get lip sync voices',
		description: 'List the voices that lip sync can speak with',
	},
	fields: [accountForReading],
	query: (item) => ({ email: item.account() }),
});
