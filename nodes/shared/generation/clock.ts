import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

/** Time as the engine sees it. */
export interface Clock {
	/** Milliseconds from some fixed moment; never jumps with the wall clock. */
	now(): number;
	/** @throws NodeOperationError within half a second when the execution is cancelled meanwhile */
	sleep(ms: number): Promise<void>;
}

/** Longest stretch of sleep in which a cancel goes unnoticed, in milliseconds. */
const SLICE = 500;

/** The clock of an execution. Sleeps in slices: no single sleep of n8n's ends on cancel in every supported version. */
export function executionClock(context: IExecuteFunctions): Clock {
	const now = () => performance.now();
	return {
		now,
		async sleep(ms) {
			const end = now() + ms;
			for (;;) {
				if (context.getExecutionCancelSignal()?.aborted)
					throw new NodeOperationError(context.getNode(), 'The execution was cancelled');
				const left = end - now();
				if (left <= 0) return;
				await sleep(Math.min(left, SLICE));
			}
		},
	};
}
