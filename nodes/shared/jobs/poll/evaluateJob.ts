import type { ApiGeneration } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import type { NodeError } from '../jobErrors';
import { createJobFailedError, createStatusReadError } from '../jobErrors';
import type { StatusRead } from './statusReader';
import type { Job } from '../types';
import { parseStatus } from '../jobStatus';

/** What a look says about a job. */
export type JobEvaluation =
	/** @property name the API's word for its state, when it was seen */
	| { phase: 'running'; name?: string }
	| { phase: 'completed'; seen: ApiGeneration }
	/** @property over whether the job itself has come to nothing, so that nothing of it can be used any more */
	| { phase: 'failed'; error: NodeError; isTerminal: boolean };

/** @param seen the job as it was last seen, in this look or before */
export function evaluateJob(
	api: PixVerseClient,
	job: Job,
	statusRead: StatusRead,
	seen = statusRead.kind === 'found' ? statusRead.response : undefined,
): JobEvaluation {
	if (statusRead.kind === 'rejected')
		return {
			phase: 'failed',
			error: createStatusReadError(api, job, statusRead.reply),
			isTerminal: false,
		};
	if (!seen) return { phase: 'running' };
	const state = parseStatus(job.generationType, seen);
	if (state.phase === 'completed') return { phase: 'completed', seen };
	if (state.phase === 'running') return { phase: 'running', name: state.name };
	return { phase: 'failed', error: createJobFailedError(api, job, state), isTerminal: true };
}
