import { freeSlots } from '../../../shared/api/scheduler';
import { call } from '../types';

/** Free slots, one item an account. */
export const getAvailable = call({
	page: 'GET scheduler/available',
	option: {
		name: 'Get Free Slots',
		value: 'getAvailable',
		action: 'Get free slots',
		description: 'Show how many more jobs each account can run now',
	},
	fields: [],
	run: async (api) => await freeSlots(api),
});
