import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../api/client';
import type { CostEstimate } from '../catalog/prices';
import { CreditBudget, estimateRequest, buildDryRunResult } from './submit/creditBudget';
import { toValidationError, validateRequest } from './submit/validateRequest';
import { getClock } from '../api/clock';
import { getFingerprint } from './submit/requestFingerprint';
import { toNodeError } from './jobErrors';
import { RunOutput } from './output/runOutput';
import { attachJobIds } from './output/attachJobIds';
import { addValidationWarnings } from './hints';
import { untrackJobOnCancel } from '../api/scheduler';
import { RetryState } from './retryState';
import type { Job, GenerationRequest } from './types';
import { SlotQueue } from './submit/slotQueue';
import { JobSubmitter } from './submit/jobSubmitter';
import { suspend } from './suspend/suspendedRun';
import { shouldContinueOnFail } from './aiTool';
import { Uploader } from './submit/uploader';
import { JobPoller } from './poll/jobPoller';

/**
 * The life of all generations of a run: everything is submitted before the first wait, one loop waits for all, results
 * are collected as they come.
 */
export class JobRunner {
	private readonly budget;
	private readonly clock;
	private readonly retryState;
	private readonly output;
	private readonly poller;
	private submitter?: JobSubmitter;
	private stopped = false;
	/** Set when the execution was canceled. */
	private canceled = false;
	/** What is done about jobs that are heard of after that. */
	private readonly pendingCleanups: Array<Promise<void>> = [];
	private readonly finishedJobs = new Set<Job>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
	) {
		this.budget = new CreditBudget(context);
		this.clock = getClock(context);
		this.retryState = new RetryState(context);
		this.output = new RunOutput(context, api, this.clock, shouldContinueOnFail(context), () =>
			this.stop(),
		);
		this.poller = new JobPoller(api, this.clock, {
			finished: (finished) => {
				if (finished.outcome === 'completed') this.finishedJobs.add(finished.job);
				this.output.addResult(finished);
			},
			failed: (job, error, over) => {
				if (over) this.finishedJobs.add(job);
				if (over) this.retryState.clearJobs(job.itemIndex);
				this.output.addError(job.itemIndex, error);
			},
		});
	}

	/** An item that never became an order. */
	failItem(itemIndex: number, thrown: unknown): void {
		this.output.addError(itemIndex, toNodeError(this.api, itemIndex, thrown));
	}

	/** Makes what was ordered. Everything is checked before anything is sent. */
	async submitAndWait(orders: GenerationRequest[]): Promise<INodeExecutionData[]> {
		const { context, api, clock, retryState } = this;
		for (const order of orders) retryState.bindRequest(order.itemIndex, getFingerprint(order));
		const uploads = new Uploader(context, api);
		const valid = orders.filter((order) => {
			const issue = validateRequest(context.getNode(), order, uploads);
			if (issue) this.output.addError(order.itemIndex, issue);
			return !issue;
		});
		if (this.stopped) return await this.collectItems();
		addValidationWarnings(context, valid);
		const admitted = await this.runPreflight(valid);
		if (this.stopped) return await this.collectItems();
		const slots = new SlotQueue(api, clock);
		const submitter = new JobSubmitter(context, api, clock, slots, uploads, retryState);
		this.submitter = submitter;
		if (admitted.length > 1) await slots.refresh();
		let remaining = admitted.length;
		const start = clock.now();
		const submitting = Promise.all(
			admitted.map(async (order) => {
				try {
					const jobs = await submitter.submit(order, start + order.jobOptions.timeoutMs);
					if (jobs.length > 0) this.budget.commit(order, sumCredits(jobs));
					this.trackJobs(jobs);
				} catch (thrown) {
					this.output.addError(order.itemIndex, toNodeError(api, order.itemIndex, thrown));
				} finally {
					// A create whose answer is lost may have been paid for, and stays counted.
					const { ids, unconfirmedReference: unanswered } = retryState.get(order.itemIndex);
					if (ids.length === 0 && unanswered === undefined) this.budget.release(order);
					remaining--;
				}
			}),
		);
		return await this.waitForAll(() => remaining > 0, submitting);
	}

	/** What is left to be made after the checks that read something, dry runs and the credit limit. */
	private async runPreflight(orders: GenerationRequest[]): Promise<GenerationRequest[]> {
		const examined = await Promise.all(
			orders.map(async (order) => await order.preflight?.(this.api, order.body)),
		);
		return orders.filter((order, index) => {
			const { issues = [], credits } = examined[index] ?? {};
			const price = estimateRequest(order, credits);
			const issue =
				issues.length > 0
					? toValidationError(this.context.getNode(), order, issues)
					: order.jobOptions.dryRun || this.retryState.get(order.itemIndex).ids.length > 0
						? undefined
						: this.budget.reserve(order, price);
			if (issue) this.output.addError(order.itemIndex, issue);
			else if (order.jobOptions.dryRun) this.addDryRunItem(order, price);
			return !issue && !order.jobOptions.dryRun;
		});
	}

	private addDryRunItem(order: GenerationRequest, price: CostEstimate): void {
		const { itemIndex } = order;
		const item = { json: buildDryRunResult(order, price), pairedItem: { item: itemIndex } };
		this.output.addEntry({ itemIndex, position: 0, item });
	}

	/** Waits for jobs that exist already. */
	async waitForExisting(jobs: Job[]): Promise<INodeExecutionData[]> {
		if (this.stopped) return await this.collectItems();
		this.trackJobs(jobs);
		return await this.waitForAll(() => false, Promise.resolve());
	}

	/** Clock time of a deadline that starts now. */
	deadlineIn(ms: number): number {
		return this.clock.now() + ms;
	}

	private trackJobs(jobs: Job[]): void {
		for (const job of jobs) {
			this.output.jobs.push(job);
			if (this.canceled) this.pendingCleanups.push(this.untrackOnCancel(job));
			if (this.stopped || this.canceled) continue;
			if (job.jobOptions.waitMode === 'none') this.output.addResult({ job, outcome: 'submitted' });
			else this.poller.add(job);
		}
	}

	private async waitForAll(
		moreComing: () => boolean,
		submitting: Promise<unknown>,
	): Promise<INodeExecutionData[]> {
		try {
			await this.poller.run(moreComing);
			await submitting;
			// A job that is finished by now may have said so before n8n can hear it.
			await this.poller.pollAll();
		} catch (canceled) {
			throw await this.buildCancelError(canceled, submitting);
		}
		const settled = await this.output.getOutput(() => this.retryState.unconfirmedCreates);
		const pendingJobs = this.poller.jobs;
		if (pendingJobs.length > 0) {
			const now = this.clock.now();
			return await suspend(this.context, {
				gathering: this.output,
				settled,
				left: pendingJobs,
				now,
			});
		}
		return settled.map(({ item }) => item);
	}

	/** Everything that is known when the execution is canceled, as the error that ends it. */
	private async buildCancelError(canceled: unknown, submitting: Promise<unknown>) {
		this.submitter?.stop();
		const { api, output: gathering, retryState } = this;
		const removals = gathering.jobs.map(async (job) => await this.untrackOnCancel(job));
		this.canceled = true;
		// Creates on their way outlive the cancel by a moment.
		await Promise.all([submitting, this.submitter?.searchOnCancel(), ...removals]);
		await Promise.all(this.pendingCleanups);
		return attachJobIds(
			toNodeError(api, 0, canceled),
			gathering.jobs,
			retryState.unconfirmedCreates,
		);
	}

	private async untrackOnCancel(job: Job): Promise<void> {
		if (job.jobOptions.onCancel !== 'remove' || this.finishedJobs.has(job)) return;
		await untrackJobOnCancel(this.api, job.id);
	}

	private async collectItems(): Promise<INodeExecutionData[]> {
		return (await this.output.getOutput(() => this.retryState.unconfirmedCreates)).map(
			({ item }) => item,
		);
	}

	/** Nothing more is made; what is on its way is seen through, and everything's ID goes into the error. */
	private stop(): void {
		this.stopped = true;
		this.submitter?.stop();
		this.poller.stop();
	}
}

/** Credits the API charged for an order, where it says so. */
function sumCredits(jobs: Job[]): number | undefined {
	const known = jobs.map(({ credits }) => credits).filter((credits) => credits !== undefined);
	return known.length > 0 ? known.reduce((sum, credits) => sum + credits, 0) : undefined;
}
