import { runningJobs } from '../../../shared/api/scheduler';
import { executionIn } from '../../../shared/jobs/submit/jobReference';
import { call } from '../types';

/** Lists the jobs the API is tracking now, and which execution of n8n has made them, where one has. */
export const getAll = call({
	page: 'GET scheduler',
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many running jobs',
		description: 'List the jobs that are running now, on all accounts',
	},
	fields: [],
	run: async (api) =>
		(await runningJobs(api)).map((job) => {
			const executionId = executionIn(job.replyRef);
			return executionId === undefined ? job : { ...job, executionId };
		}),
});
