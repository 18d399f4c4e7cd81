import type { JobKind } from './ids.cts';
import type { FinalStatus, Job } from './jobs.cts';

/** What becomes of a job. */
export interface Outcome {
	status?: FinalStatus | undefined;
	/** Simulated milliseconds from create to the end. */
	afterMs?: number | undefined;
	/** Size of the resulting file, for tests of large downloads. */
	bytes?: number | undefined;
}

/** A wish about jobs to come; the first that fits a job applies to it. */
export interface OutcomePlan extends Outcome {
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
export class Outcomes {
	#plans: Array<OutcomePlan & { left: number }> = [];
	readonly #decided = new Map<string, Outcome>();

	/** Lays down how a coming job ends. */
	plan(plan: OutcomePlan): void {
		this.#plans.push({ ...plan, left: plan.count ?? 1 });
	}

	/** The outcome of a job; decided once. */
	of(job: Job): Outcome {
		const known = this.#decided.get(job.id);
		if (known) return known;
		const outcome = this.#planned(job) ?? markers(job.wanted.prompt ?? '');
		this.#decided.set(job.id, outcome);
		return outcome;
	}

	clear(): void {
		this.#plans = [];
		this.#decided.clear();
	}

	#planned(job: Job): Outcome | undefined {
		const prompt = job.wanted.prompt ?? '';
		const plan = this.#plans.find(
			(candidate) =>
				(candidate.kind === undefined || candidate.kind === job.kind) &&
				(candidate.promptIncludes === undefined || prompt.includes(candidate.promptIncludes)),
		);
		if (!plan) return undefined;
		plan.left -= 1;
		if (plan.left <= 0) this.#plans = this.#plans.filter((other) => other !== plan);
		return { ...markers(prompt), ...defined(plan) };
	}
}

/** A prompt with this marker is refused at create (422). */
export const REFUSED = '[refused]';

/** `[moderated]`, `[failed]`, `[takes 90s]` in a prompt. */
function markers(prompt: string): Outcome {
	const takes = /\[takes (\d+)\s*s\]/.exec(prompt);
	const outcome: Outcome = {};
	if (prompt.includes('[moderated]')) outcome.status = 'MODERATED';
	if (prompt.includes('[failed]')) outcome.status = 'FAILED';
	if (takes) outcome.afterMs = Number(takes[1]) * 1000;
	return outcome;
}

function defined(plan: Outcome): Outcome {
	const outcome: Outcome = {};
	if (plan.status !== undefined) outcome.status = plan.status;
	if (plan.afterMs !== undefined) outcome.afterMs = plan.afterMs;
	if (plan.bytes !== undefined) outcome.bytes = plan.bytes;
	return outcome;
}
