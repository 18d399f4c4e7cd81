import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import { parseGeneration } from '../../api/generations';
import { parseStatus } from '../jobStatus';
import { StatusReader } from '../poll/statusReader';
import type { Job } from '../types';
import { resumeExecution } from './resumption';
import { loadSuspendedRun, type SuspendedRun } from './suspendedRun';

/** Milliseconds before each recheck if the API can't be read, or doesn't show yet what PixVerse reported. */
const RECHECK_DELAYS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** n8n answers 200, and the execution stays suspended. */
const KEEP_WAITING: IWebhookResponseData = {};

/** IDs that were reported while a check is in progress, by execution and node. */
const activeChecks = new Map<string, Set<string>>();

/**
 * Handles a callback from PixVerse for a suspended execution. Its content isn't trusted: the statuses are read from the
 * API. When all jobs have ended, the execution resumes; until then it stays suspended.
 */
export async function handleCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const run = loadSuspendedRun(context);
		const job = run && findReportedJob(context.getBodyData(), run.pendingJobs);
		const executionId = context.getExecutionId();
		if (run && job && (await checkSerially(context, executionId, run, job.id.raw)))
			return resumeExecution(context, executionId);
	} catch {
		// If rethrown, n8n would run the rest of the workflow with an empty item.
	}
	return KEEP_WAITING;
}

/** @returns the job that the callback reports as ended; undefined for other jobs and for progress */
function findReportedJob(body: IDataObject, jobs: Job[]): Job | undefined {
	return jobs.find(({ generationType, id }) => {
		const reported = parseGeneration(generationType, body);
		if (reported?.[generationType.idField] !== id.raw) return false;
		const { phase, name } = parseStatus(generationType, reported);
		// Its file may only be in another response.
		return phase !== 'running' || name === 'COMPLETED';
	});
}

/** Runs one check at a time per execution and node. IDs that are reported in the meantime are checked afterward. */
async function checkSerially(
	context: IWebhookFunctions,
	executionId: string,
	run: SuspendedRun,
	id: string,
): Promise<boolean> {
	const key = `${executionId} ${context.getNode().id}`;
	const activeCheck = activeChecks.get(key);
	if (activeCheck) {
		activeCheck.add(id);
		return false;
	}
	const reportedIds = new Set([id]);
	activeChecks.set(key, reportedIds);
	try {
		const check = new ResumeCheck(context, await PixVerseClient.fromContext(context), run);
		for (const reportedId of reportedIds) {
			reportedIds.delete(reportedId);
			if (await check.shouldResume(reportedId)) return true;
		}
		return false;
	} finally {
		activeChecks.delete(key);
	}
}

/** Checks whether all jobs of a suspended run have ended. */
class ResumeCheck {
	private readonly endedJobs = new Set<Job>();
	private hasFailed = false;
	private readonly reader;
	private readonly continueOnFail;

	constructor(
		private readonly context: IWebhookFunctions,
		api: PixVerseClient,
		private readonly run: SuspendedRun,
	) {
		this.reader = new StatusReader(api);
		const { onError, continueOnFail } = context.getNode();
		this.continueOnFail =
			onError === undefined ? continueOnFail === true : onError !== 'stopWorkflow';
	}

	/** Whether nothing is left to wait for: all jobs have ended, or one has failed and the execution fails with it. */
	async shouldResume(id: string): Promise<boolean> {
		const { pendingJobs } = this.run;
		const reported = pendingJobs.filter((job) => job.id.raw === id);
		if (!(await this.haveEnded(reported, { areReported: true }))) return false;
		if (this.hasFailed) return true;
		const others = pendingJobs.filter((job) => !this.endedJobs.has(job));
		// The last job is most likely the last to end: while it runs, the others needn't be read.
		if (!(await this.haveEnded(others.splice(-1)))) return false;
		return (await this.haveEnded(others)) || this.hasFailed;
	}

	/**
	 * Reads the status of jobs, repeatedly while the API can't be read.
	 * @param areReported PixVerse reported them as ended, so the API may only not show it yet
	 */
	private async haveEnded(jobs: Job[], { areReported = false } = {}): Promise<boolean> {
		let remaining = jobs.filter((job) => !this.endedJobs.has(job));
		for (const delay of [0, ...RECHECK_DELAYS_MS]) {
			if (remaining.length === 0) break;
			await getClock(this.context).sleep(delay);
			let isClear = false;
			for (const [job, read] of await this.reader.read(remaining)) {
				if (read.phase !== 'running') {
					this.endedJobs.add(job);
					this.hasFailed ||= read.phase === 'failed' && !this.continueOnFail;
				} else if (read.response || read.isHidden) isClear = true;
			}
			remaining = remaining.filter((job) => !this.endedJobs.has(job));
			if (isClear && !areReported) break;
		}
		return remaining.length === 0;
	}
}
