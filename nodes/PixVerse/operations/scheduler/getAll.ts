import { runningJobs } from '../../../shared/api/scheduler';
import { call } from '../definition';

/** Lists the jobs the API is tracking now. */
export const getAll = call({
	page: 'GET scheduler',
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many running jobs',
		description: 'List the jobs that are running now, on all accounts',
	},
	fields: [],
	run: async (api) => await runningJobs(api),
});
