import { listFreeSlots } from '../../../shared/api/scheduler';
import { defineRequest } from '../types';

export const getAvailable = defineRequest({
	apiEndpoint: 'GET scheduler/available',
	option: {
		name: 'Get Free Slots',
		value: 'getAvailable',
		action: 'Get free slots',
		description: 'Get the number of jobs that each account can start now',
	},
	fields: [],
	run: async (api) => await listFreeSlots(api),
});
