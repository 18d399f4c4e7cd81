import { listFreeSlots } from '../../../shared/api/scheduler';
import { defineRequest } from '../types';

/** Free slots, one item an account. */
export const getAvailable = defineRequest({
	apiEndpoint: 'GET scheduler/available',
	option: {
		name: 'Get Free Slots',
		value: 'getAvailable',
		action: 'Get free slots',
		description: 'Show how many more jobs each account can run now',
	},
	fields: [],
	run: async (api) => await listFreeSlots(api),
});
