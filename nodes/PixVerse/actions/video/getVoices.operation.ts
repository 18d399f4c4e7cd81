import { lipSyncVoiceList } from '../../../shared/api/optionLists';
import { createListOperation } from '../operationFactories';

export const getVoices = createListOperation({
	list: lipSyncVoiceList,
	option: {
		name: 'Get Lip Sync Voices',
		value: 'getVoices',
		action: 'Get lip sync voices',
		description: 'List the voices of Lip Sync',
	},
});
