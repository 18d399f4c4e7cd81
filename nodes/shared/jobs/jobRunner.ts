import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../api/client';
import { getClock, throwIfCanceled } from '../api/clock';
import { untrackJobOnCancel } from '../api/scheduler';
import { type CostEstimate, estimateCost } from '../catalog/prices';
import type { ValidationIssue } from '../catalog/validationIssues';
import { shouldContinueOnFail } from './aiTool';
import { addChargeHint, addValidationWarnings } from './hints';
import { attachJobIds } from './jobErrors';
import { toNodeError } from '../api/errors';
import { RunOutput } from './output/runOutput';
import { JobPoller } from './poll/jobPoller';
import { RetryState } from './retryState';
import { buildDryRunResult, CreditBudget } from './submit/creditBudget';
import { getFingerprint } from './submit/jobReference';
import { JobSubmitter } from './submit/jobSubmitter';
import { PriceReader } from './submit/priceReader';
import { SlotQueue } from './submit/slotQueue';
import { Uploader } from './submit/uploader';
import { toValidationError, validateRequest } from './submit/validateRequest';
import { resumeOnce } from './suspend/resumption';
import { suspend, type SuspendedRun } from './suspend/suspendedRun';
import type { GenerationRequest, Job } from './types';

/**
 * The job lifecycle of a run: validate, submit everything before the first wait, poll all jobs in one loop, and build the
 * output as results arrive.
 */
export class JobRunner {
	private readonly budget;
	private readonly clock;
	private readonly start;
	private readonly retryState;
	private readonly output;
	private readonly poller;
	private submitter?: JobSubmitter;
	/** Aborted by an error that ends the run, or by a cancel: no more creates are sent. */
	private readonly stop = new AbortController();
	private isCanceled = false;
	/** Cleanup of jobs that are reported after a cancel. */
	private readonly pendingCleanups: Array<Promise<void>> = [];
	private readonly endedJobs = new Set<Job>();
	/** Epoch milliseconds. */
	private startedAt;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
	) {
		this.budget = new CreditBudget(context);
		this.clock = getClock(context);
		this.startedAt = this.clock.wallTime();
		this.start = this.clock.now();
		this.retryState = new RetryState(context);
		const continueOnFail = shouldContinueOnFail(context);
		this.output = new RunOutput(context, api, continueOnFail, () => this.stop.abort());
		this.poller = new JobPoller(
			api,
			this.clock,
			{
				onFinished: (result) => {
					if (result.outcome === 'completed') this.endedJobs.add(result.job);
					this.output.addResult(result);
				},
				onFailed: (job, error, isTerminal) => {
					if (isTerminal) {
						this.endedJobs.add(job);
						this.retryState.clearJobs(job.itemIndex);
					}
					this.output.addError(job.itemIndex, error);
				},
			},
			this.stop.signal,
			!continueOnFail,
		);
	}

	/** Records an item whose parameters couldn't be read. */
	failItem(itemIndex: number, thrown: unknown): void {
		this.output.addError(itemIndex, toNodeError(this.api, itemIndex, thrown));
	}

	/** Creates the jobs of all requests and waits for them. Everything is validated before anything is sent. */
	async submitAndWait(requests: GenerationRequest[]): Promise<INodeExecutionData[]> {
		const { context, api, clock, retryState, stop } = this;
		for (const request of requests)
			retryState.bindRequest(request.itemIndex, getFingerprint(request));
		const uploader = new Uploader(context, api);
		const node = context.getNode();
		const valid = new Map<GenerationRequest, ValidationIssue[]>();
		for (const request of requests) {
			try {
				valid.set(request, await validateRequest(node, request, uploader));
			} catch (thrown) {
				this.failItem(request.itemIndex, thrown);
			}
		}
		if (stop.signal.aborted) return await this.waitForAll();
		addValidationWarnings(context, valid);
		const admitted = await this.runPreflight([...valid.keys()], uploader);
		if (stop.signal.aborted) return await this.waitForAll();
		const slots = new SlotQueue(api, clock, stop.signal);
		const submitter = new JobSubmitter(context, api, clock, slots, uploader, retryState);
		this.submitter = submitter;
		if (admitted.length > 1) await slots.refresh();
		let pendingCount = admitted.length;
		const submissions = Promise.all(
			admitted.map(async (request) => {
				const { itemIndex, jobOptions } = request;
				try {
					const jobs = await submitter.submit(request, this.start + jobOptions.timeoutMs);
					if (jobs.length > 0) this.budget.commit(request, retryState.get(itemIndex).credits);
					this.trackJobs(jobs);
				} catch (thrown) {
					this.failItem(itemIndex, thrown);
				} finally {
					// A create whose response was lost may have been paid for, so its reservation stays.
					const { ids, unconfirmedReference } = retryState.get(itemIndex);
					if (ids.length === 0 && unconfirmedReference === undefined) this.budget.release(request);
					pendingCount--;
				}
			}),
		);
		return await this.waitForAll(submissions, () => pendingCount > 0);
	}

	/** Pre-flight checks, dry runs, and the credit limit. @returns the requests that may be sent */
	private async runPreflight(
		requests: GenerationRequest[],
		uploader: Uploader,
	): Promise<GenerationRequest[]> {
		const prices = new PriceReader(this.api, uploader, this.retryState);
		const isLimited = requests.some(({ jobOptions }) => jobOptions.creditLimit !== undefined);
		const results = await Promise.all(
			requests.map(async (request) => {
				try {
					return { price: await this.checkAndPrice(request, prices, isLimited) };
				} catch (thrown) {
					throwIfCanceled(this.context);
					return { error: toNodeError(this.api, request.itemIndex, thrown) };
				}
			}),
		);
		return requests.filter((request, index) => {
			const { itemIndex, jobOptions } = request;
			const { price, error: failure } = results[index] ?? {};
			const isCreated = price !== undefined && !jobOptions.dryRun;
			const error = failure ?? (isCreated ? this.budget.reserve(request, price) : undefined);
			if (error) this.output.addError(itemIndex, error);
			else if (jobOptions.dryRun && price) {
				const json = buildDryRunResult(request, price);
				const item = { json, pairedItem: { item: itemIndex } };
				this.output.entries.push({ itemIndex, position: 0, item });
			}
			return !error && !jobOptions.dryRun;
		});
	}

	/** @returns undefined for an item that has its jobs already */
	private async checkAndPrice(
		request: GenerationRequest,
		prices: PriceReader,
		isLimited: boolean,
	): Promise<CostEstimate | undefined> {
		const { preflight, body, jobOptions, itemIndex, endpoint } = request;
		const { issues = [], credits } = (await preflight?.(this.api, body)) ?? {};
		if (issues.length > 0) throw toValidationError(this.context.getNode(), request, issues);
		const { dryRun } = jobOptions;
		if (!dryRun && this.retryState.get(itemIndex).ids.length > 0) return undefined;
		if (credits !== undefined)
			return { credits, basis: 'Price of the effect', source: 'effectList' };
		return dryRun || isLimited ? await prices.read(request) : estimateCost(endpoint, body);
	}

	async waitForExisting(jobs: Array<Omit<Job, 'deadline'>>): Promise<INodeExecutionData[]> {
		if (this.stop.signal.aborted) return await this.waitForAll();
		const now = this.clock.now();
		this.trackJobs(jobs.map((job) => ({ ...job, deadline: now + job.jobOptions.timeoutMs })));
		return await this.waitForAll();
	}

	/** Continues the run of an execution that was suspended. */
	async resume(run: SuspendedRun): Promise<INodeExecutionData[]> {
		this.startedAt = run.startedAt;
		this.output.jobs.push(...run.jobs);
		this.output.entries.push(...run.finishedItems);
		for (const job of run.pendingJobs) this.poller.add(job);
		return await resumeOnce(this.context, async () => await this.waitForAll());
	}

	private trackJobs(jobs: Job[]): void {
		for (const job of jobs) {
			this.output.jobs.push(job);
			if (this.isCanceled) this.pendingCleanups.push(this.untrackOnCancel(job));
			if (this.stop.signal.aborted) continue;
			if (job.jobOptions.waitMode === 'none') this.output.addResult({ job, outcome: 'submitted' });
			else this.poller.add(job);
		}
	}

	/** Waits for everything that was sent. @throws the first error if it ends the run, even before anything was sent */
	private async waitForAll(
		submissions: Promise<unknown> = Promise.resolve(),
		hasPendingSubmissions = () => false,
	): Promise<INodeExecutionData[]> {
		const { output, poller } = this;
		try {
			await poller.run(
				() => hasPendingSubmissions() || (output.isDownloading && poller.jobs.length > 0),
			);
			await submissions;
			// Jobs may have ended during the downloads. n8n can't receive their callbacks before it has suspended the execution.
			do await output.finishDownloads();
			while (await poller.pollAll());
		} catch (canceled) {
			throw await this.buildCancelError(canceled, submissions);
		}
		const isSuspended = poller.jobs.length > 0;
		if (!isSuspended) poller.reportTimeouts();
		const finishedItems = await output.getOutput(this.retryState);
		if (!isSuspended) {
			addChargeHint(this.context, output.jobs, this.clock.now() - this.start);
			return finishedItems.map(({ item }) => item);
		}
		return await suspend(this.context, {
			jobs: output.jobs,
			finishedItems,
			pendingJobs: [...poller.jobs, ...poller.overdueJobs],
			startedAt: this.startedAt,
		});
	}

	/** The error that ends a canceled execution. It contains everything that is known of its jobs. */
	private async buildCancelError(canceled: unknown, submissions: Promise<unknown>) {
		const { api, output, retryState } = this;
		const removals = output.jobs.map(async (job) => await this.untrackOnCancel(job));
		this.isCanceled = true;
		this.stop.abort();
		// Creates in flight survive the cancel for a moment.
		await Promise.all([submissions, this.submitter?.searchOnCancel(), ...removals]);
		await Promise.all(this.pendingCleanups);
		return attachJobIds(toNodeError(api, 0, canceled), output.jobs, retryState.unconfirmedCreates);
	}

	private async untrackOnCancel(job: Job): Promise<void> {
		if (job.jobOptions.onCancel !== 'remove' || this.endedJobs.has(job)) return;
		await untrackJobOnCancel(this.api, job.id);
	}
}
