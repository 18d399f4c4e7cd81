import type { JobKind } from './ids.cts';
import type { FinalStatus, Job } from './jobs.cts';

/** What becomes of a job. */
export interface PlannedResult {
	status?: FinalStatus | undefined;
	/** Simulated milliseconds from create to the end. */
	afterMs?: number | undefined;
	/** Size of the resulting file, for tests of large downloads. */
	bytes?: number | undefined;
}

/** A wish about jobs to come; the first that fits a job applies to it. */
export interface ResultPlan extends PlannedResult {
	/** How many jobs it holds for; default 1. */
	count?: number;
	kind?: JobKind;
	/** The prompt contains this text. */
	promptIncludes?: string;
}

/**
 * Decides how jobs end: by plans laid down before, else by markers in the prompt (so that somebody who tries the
 * nodes by hand can steer them), else well and in the usual time.
 */
export class PlannedResults {
	#plans: Array<ResultPlan & { left: number }> = [];
	readonly #decided = new Map<string, PlannedResult>();

	/** Lays down how a coming job ends. */
	add(add: ResultPlan): void {
		this.#plans.push({ ...add, left: add.count ?? 1 });
	}

	/** The outcome of a job; decided once. */
	getFor(job: Job): PlannedResult {
		const known = this.#decided.get(job.id);
		if (known) return known;
		const result = this.#takePlanned(job) ?? parseMarkers(job.parameters.prompt ?? '');
		this.#decided.set(job.id, result);
		return result;
	}

	clear(): void {
		this.#plans = [];
		this.#decided.clear();
	}

	#takePlanned(job: Job): PlannedResult | undefined {
		const prompt = job.parameters.prompt ?? '';
		const add = this.#plans.find(
			(candidate) =>
				(candidate.kind === undefined || candidate.kind === job.kind) &&
				(candidate.promptIncludes === undefined || prompt.includes(candidate.promptIncludes)),
		);
		if (!add) return undefined;
		add.left -= 1;
		if (add.left <= 0) this.#plans = this.#plans.filter((other) => other !== add);
		return { ...parseMarkers(prompt), ...pickResult(add) };
	}
}

/** A prompt with this marker is refused at create (422). */
export const REJECTED_MARKER = '[rejected]';

/** `[moderated]`, `[failed]`, `[takes 90s]` in a prompt. */
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
