import { listScheduledJobs } from '../../../shared/api/scheduler';
import { parseExecutionId } from '../../../shared/jobs/submit/jobReference';
import { defineRequest } from '../types';

/** The execution ID is added to jobs that this package created. */
export const getAll = defineRequest({
	apiEndpoint: 'GET scheduler',
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many running jobs',
		description: 'List the running jobs of all accounts',
	},
	fields: [],
	run: async (api) =>
		(await listScheduledJobs(api)).map((job) => {
			const executionId = parseExecutionId(job.replyRef);
			return executionId === undefined ? job : { ...job, executionId };
		}),
});
