import type { GenerationObject } from '../../api/responseSchemas';
import type { PixVerseApi } from '../../api/client';
import type { NodeFailure } from '../jobErrors';
import { failedJob, refusedJob } from '../jobErrors';
import type { Glance } from './statusReader';
import type { Job } from '../types';
import { stateOf } from '../jobStatus';

/** What a look says about a job. */
export type Verdict =
	/** @property name the API's word for its state, when it was seen */
	| { phase: 'running'; name?: string }
	| { phase: 'completed'; seen: GenerationObject }
	/** @property over whether the job itself has come to nothing, so that nothing of it can be used any more */
	| { phase: 'failed'; error: NodeFailure; over: boolean };

/** @param seen the job as it was last seen, in this look or before */
export function verdictOn(
	api: PixVerseApi,
	job: Job,
	glance: Glance,
	seen = glance.kind === 'seen' ? glance.seen : undefined,
): Verdict {
	if (glance.kind === 'refused')
		return { phase: 'failed', error: refusedJob(api, job, glance.reply), over: false };
	if (!seen) return { phase: 'running' };
	const state = stateOf(job.family, seen);
	if (state.phase === 'completed') return { phase: 'completed', seen };
	if (state.phase === 'running') return { phase: 'running', name: state.name };
	return { phase: 'failed', error: failedJob(api, job, state), over: true };
}
