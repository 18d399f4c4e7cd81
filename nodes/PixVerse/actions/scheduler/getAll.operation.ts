import { listScheduledJobs } from '../../../shared/api/scheduler';
import { parseExecutionId } from '../../../shared/jobs/submit/jobReference';
import { defineRequest } from '../types';

/** Lists the jobs the API is tracking now, and which execution of n8n has made them, where one has. */
export const getAll = defineRequest({
	apiEndpoint: 'GET scheduler',
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many running jobs',
		description: 'List the jobs that are running now, on all accounts',
	},
	fields: [],
	run: async (api) =>
		(await listScheduledJobs(api)).map((job) => {
			const executionId = parseExecutionId(job.replyRef);
			return executionId === undefined ? job : { ...job, executionId };
		}),
});
