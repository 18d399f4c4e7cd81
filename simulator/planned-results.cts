import type { JobKind } from './ids.cts';
import type { FinalStatus, Job } from './jobs.cts';

/** How a job ends. */
export interface PlannedResult {
	status?: FinalStatus | undefined;
	/** Simulated milliseconds from create to the end. */
	afterMs?: number | undefined;
	/** Size of the result file, for tests of large downloads. */
	bytes?: number | undefined;
}

/** A planned result for future jobs. Each job takes the first one that matches. */
export interface ResultPlan extends PlannedResult {
	/** How many jobs it applies to. Default 1. With 0, to all. */
	count?: number;
	kind?: JobKind;
	/** Path of the create endpoint, such as `music-video/create`. */
	endpoint?: string;
	/** Text that the prompt must contain. */
	promptIncludes?: string;
}

/**
 * Decides how jobs end: by a plan, otherwise by markers in the prompt (for manual testing), otherwise
 * successfully after the usual time.
 */
export class PlannedResults {
	#plans: Array<ResultPlan & { remaining: number }> = [];
	readonly #results = new Map<string, PlannedResult>();

	/** Plans the result of a future job. */
	add(plan: ResultPlan): void {
		this.#plans.push({ ...plan, remaining: plan.count === 0 ? Infinity : (plan.count ?? 1) });
	}

	/** Returns the result of a job. It doesn't change later. */
	getFor(job: Job): PlannedResult {
		const known = this.#results.get(job.id);
		if (known) return known;
		const result = this.#takePlanned(job) ?? parseMarkers(job.parameters.prompt ?? '');
		this.#results.set(job.id, result);
		return result;
	}

	clear(): void {
		this.#plans = [];
		this.#results.clear();
	}

	#takePlanned(job: Job): PlannedResult | undefined {
		const prompt = job.parameters.prompt ?? '';
		const plan = this.#plans.find(
			(candidate) =>
				(candidate.kind === undefined || candidate.kind === job.kind) &&
				(candidate.endpoint === undefined || candidate.endpoint === job.endpoint) &&
				(candidate.promptIncludes === undefined || prompt.includes(candidate.promptIncludes)),
		);
		if (!plan) return undefined;
		plan.remaining -= 1;
		if (plan.remaining <= 0) this.#plans = this.#plans.filter((other) => other !== plan);
		return { ...parseMarkers(prompt), ...pickResult(plan) };
	}
}

/** A prompt with this marker is rejected on create (422). */
export const REJECTED_MARKER = '[rejected]';

/** Parses `[moderated]`, `[failed]`, and `[takes 90s]` in a prompt. */
function parseMarkers(prompt: string): PlannedResult {
	const takes = /\[takes (\d+)\s*s\]/.exec(prompt);
	const result: PlannedResult = {};
	if (prompt.includes('[moderated]')) result.status = 'MODERATED';
	if (prompt.includes('[failed]')) result.status = 'FAILED';
	if (takes) result.afterMs = Number(takes[1]) * 1000;
	return result;
}

function pickResult(plan: PlannedResult): PlannedResult {
	const result: PlannedResult = {};
	if (plan.status !== undefined) result.status = plan.status;
	if (plan.afterMs !== undefined) result.afterMs = plan.afterMs;
	if (plan.bytes !== undefined) result.bytes = plan.bytes;
	return result;
}
