import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { generationSchema } from '../../api/responseSchemas';
import { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import type { NodeError } from '../jobErrors';
import { toNodeError } from '../jobErrors';
import { RunOutput } from '../output/runOutput';
import { StatusReader } from '../poll/statusReader';
import type { Job } from '../types';
import { parseStatus } from '../jobStatus';
import type { SuspendedRun } from './suspendedRun';
import { failResumedExecution, loadSuspendedRun } from './suspendedRun';
import type { JobEvaluation } from '../poll/evaluateJob';
import { evaluateJob } from '../poll/evaluateJob';

/** Milliseconds before each further look when PixVerse calls and cannot be read, or does not show yet what it says. */
const RECHECK_DELAYS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** n8n answers 200, and the execution sleeps on. */
const KEEP_WAITING: IWebhookResponseData = {};

/** Jobs that were called for while an execution is attended to, by execution and node. */
const activeChecks = new Map<string, Set<string>>();

/**
 * What happens when PixVerse calls a sleeping execution. The call is only a hint: the states are read from the API.
 * When all jobs have ended, the execution goes on with their results; until then it sleeps on.
 */
export async function handleCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let ending: ResumeResult | undefined;
	try {
		const sleeper = loadSuspendedRun(context);
		const job = sleeper && findReportedJob(context.getBodyData(), sleeper.pendingJobs);
		if (sleeper && job) ending = await checkSerially(context, sleeper, job.id.raw);
	} catch {
		// Thrown on, it would make n8n run the rest of the workflow with an empty item.
	}
	if (!ending) return KEEP_WAITING;
	return 'error' in ending
		? failResumedExecution(context, ending.error)
		: { workflowData: [ending.items] };
}

/** The job that a call says has ended; undefined for others, and while it makes progress. */
function findReportedJob(body: IDataObject, jobs: Job[]): Job | undefined {
	const read = generationSchema.safeParse(body);
	if (!read.success) return undefined;
	const job = jobs.find(({ generationType, id }) => read.data[generationType.idField] === id.raw);
	return job && parseStatus(job.generationType, read.data).phase !== 'running' ? job : undefined;
}

/** One call at a time looks; what is called for meanwhile is looked at when it is done. */
async function checkSerially(
	context: IWebhookFunctions,
	sleeper: SuspendedRun,
	id: string,
): Promise<ResumeResult | undefined> {
	const key = `${String(context.evaluateExpression('{{ $execution.id }}', 0))} ${context.getNode().id}`;
	const ongoing = activeChecks.get(key);
	if (ongoing) {
		ongoing.add(id);
		return undefined;
	}
	const called = new Set([id]);
	activeChecks.set(key, called);
	try {
		const attendance = new ResumeCheck(context, await PixVerseClient.fromContext(context), sleeper);
		for (const each of called) {
			called.delete(each);
			const ending = await attendance.onJobReported(each);
			if (ending) return ending;
		}
		return undefined;
	} finally {
		activeChecks.delete(key);
	}
}

/** What a woken execution goes on with. */
type ResumeResult = { items: INodeExecutionData[] } | { error: NodeError };

/** Finds out whether all jobs of a sleeping execution have ended. */
class ResumeCheck {
	/** Of the jobs that have ended. */
	private readonly verdicts = new Map<Job, Exclude<JobEvaluation, { phase: 'running' }>>();
	private readonly clock;
	private readonly looking;
	private readonly continues;

	constructor(
		private readonly context: IWebhookFunctions,
		private readonly api: PixVerseClient,
		private readonly sleeper: SuspendedRun,
	) {
		this.clock = getClock(context);
		this.looking = new StatusReader(api);
		const { onError, continueOnFail } = context.getNode();
		this.continues = onError === undefined ? continueOnFail === true : onError !== 'stopWorkflow';
	}

	/** @returns undefined while there is something to sleep for */
	async onJobReported(id: string): Promise<ResumeResult | undefined> {
		const { pendingJobs: left } = this.sleeper;
		const called = left.filter((job) => job.id.raw === id);
		if (!(await this.haveEnded(called, true))) return undefined;
		if (this.hasFailed) return await this.buildResult();
		const others = left.filter((job) => !this.verdicts.has(job));
		// Most likely the last to end: while it runs, nothing else has to be looked at.
		if (!(await this.haveEnded(others.splice(-1)))) return undefined;
		return (await this.haveEnded(others)) || this.hasFailed ? await this.buildResult() : undefined;
	}

	/** Whether the execution fails whatever becomes of the other jobs. */
	private get hasFailed(): boolean {
		return !this.continues && [...this.verdicts.values()].some(({ phase }) => phase === 'failed');
	}

	/**
	 * Looks at jobs; again after a pause when none of them surely runs and the API could not be read.
	 * @param said whether PixVerse has said that they have ended, so that they may only not be shown as such yet
	 */
	private async haveEnded(jobs: Job[], said = false): Promise<boolean> {
		let open = jobs.filter((job) => !this.verdicts.has(job));
		for (const pause of [...RECHECK_DELAYS_MS, undefined]) {
			if (open.length === 0) break;
			const statusReads = await this.looking.read(open);
			const running: Job[] = [];
			let unclear = true;
			for (const job of open) {
				const statusRead = statusReads.get(job) ?? { kind: 'unavailable' };
				const verdict = evaluateJob(this.api.forItem(job.itemIndex), job, statusRead);
				if (verdict.phase === 'running') {
					running.push(job);
					// A video that is being made answers 404.
					const shown =
						statusRead.kind === 'found' ||
						(statusRead.kind === 'unavailable' && statusRead.status === 404);
					if (shown && !said) unclear = false;
				} else this.verdicts.set(job, verdict);
			}
			open = running;
			if (!unclear || pause === undefined) break;
			if (open.length > 0) await this.clock.sleep(pause);
		}
		return open.length === 0;
	}

	private async buildResult(): Promise<ResumeResult> {
		const { context, api, clock, continues, sleeper } = this;
		const gathering = new RunOutput(context, api, clock, continues);
		gathering.jobs.push(...sleeper.jobs);
		for (const settled of sleeper.settled) gathering.addEntry(settled);
		for (const [job, verdict] of this.verdicts) {
			if (verdict.phase === 'failed') gathering.addError(job.itemIndex, verdict.error);
			else if (!this.hasFailed)
				gathering.addResult({ job, response: verdict.seen, outcome: 'completed' });
		}
		try {
			return { items: (await gathering.getOutput()).map(({ item }) => item) };
		} catch (thrown) {
			return { error: toNodeError(api, 0, thrown) };
		}
	}
}
