import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseApi } from '../api/client';
import type { Estimate } from '../catalog/prices';
import { Budget, priceOf, rehearsal } from './submit/creditBudget';
import { inWords, objectionTo } from './submit/validateRequest';
import { clockOf } from '../api/clock';
import { fingerprintOf } from './submit/requestFingerprint';
import { asFailure } from './jobErrors';
import { Gathering } from './output/runOutput';
import { withIds } from './output/attachJobIds';
import { hintAt } from './hints';
import { stopTrackingAtLast } from '../api/scheduler';
import { Memory } from './retryState';
import type { Job, Order } from './types';
import { Slots } from './submit/slotQueue';
import { Submission } from './submit/jobSubmitter';
import { suspend } from './suspend/suspendedRun';
import { continues } from './aiTool';
import { Uploads } from './submit/uploader';
import { Waiting } from './poll/jobPoller';

/**
 * The life of all generations of a run: everything is submitted before the first wait, one loop waits for all, results
 * are collected as they come.
 */
export class Engine {
	private readonly budget;
	private readonly clock;
	private readonly memory;
	private readonly gathering;
	private readonly waiting;
	private submission?: Submission;
	private stopped = false;
	/** Set when the execution was canceled. */
	private parting = false;
	/** What is done about jobs that are heard of after that. */
	private readonly late: Array<Promise<void>> = [];
	private readonly ended = new Set<Job>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
	) {
		this.budget = new Budget(context);
		this.clock = clockOf(context);
		this.memory = new Memory(context);
		this.gathering = new Gathering(context, api, this.clock, continues(context), () => this.stop());
		this.waiting = new Waiting(api, this.clock, {
			finished: (finished) => {
				if (finished.ending === 'completed') this.ended.add(finished.job);
				this.gathering.collect(finished);
			},
			failed: (job, error, over) => {
				if (over) this.ended.add(job);
				if (over) this.memory.forget(job.itemIndex);
				this.gathering.fail(job.itemIndex, error);
			},
		});
	}

	/** An item that never became an order. */
	refuse(itemIndex: number, thrown: unknown): void {
		this.gathering.fail(itemIndex, asFailure(this.api, itemIndex, thrown));
	}

	/** Makes what was ordered. Everything is checked before anything is sent. */
	async make(orders: Order[]): Promise<INodeExecutionData[]> {
		const { context, api, clock, memory } = this;
		for (const order of orders) memory.asks(order.itemIndex, fingerprintOf(order));
		const uploads = new Uploads(context, api);
		const sound = orders.filter((order) => {
			const objection = objectionTo(context.getNode(), order, uploads);
			if (objection) this.gathering.fail(order.itemIndex, objection);
			return !objection;
		});
		if (this.stopped) return await this.handOver();
		hintAt(context, sound);
		const admitted = await this.admitted(sound);
		if (this.stopped) return await this.handOver();
		const slots = new Slots(api, clock);
		const submission = new Submission(context, api, clock, slots, uploads, memory);
		this.submission = submission;
		if (admitted.length > 1) await slots.count();
		let left = admitted.length;
		const start = clock.now();
		const submitting = Promise.all(
			admitted.map(async (order) => {
				try {
					const jobs = await submission.submit(order, start + order.delivery.timeout);
					if (jobs.length > 0) this.budget.settle(order, chargedFor(jobs));
					this.accept(jobs);
				} catch (thrown) {
					this.gathering.fail(order.itemIndex, asFailure(api, order.itemIndex, thrown));
				} finally {
					// A create whose answer is lost may have been paid for, and stays counted.
					const { ids, unanswered } = memory.of(order.itemIndex);
					if (ids.length === 0 && unanswered === undefined) this.budget.release(order);
					left--;
				}
			}),
		);
		return await this.finish(() => left > 0, submitting);
	}

	/** What is left to be made after the checks that read something, dry runs and the credit limit. */
	private async admitted(orders: Order[]): Promise<Order[]> {
		const examined = await Promise.all(
			orders.map(async (order) => await order.examine?.(this.api, order.body)),
		);
		return orders.filter((order, index) => {
			const { objections = [], credits } = examined[index] ?? {};
			const price = priceOf(order, credits);
			const objection =
				objections.length > 0
					? inWords(this.context.getNode(), order, objections)
					: order.delivery.dryRun || this.memory.of(order.itemIndex).ids.length > 0
						? undefined
						: this.budget.admit(order, price);
			if (objection) this.gathering.fail(order.itemIndex, objection);
			else if (order.delivery.dryRun) this.rehearse(order, price);
			return !objection && !order.delivery.dryRun;
		});
	}

	private rehearse(order: Order, price: Estimate): void {
		const { itemIndex } = order;
		const item = { json: rehearsal(order, price), pairedItem: { item: itemIndex } };
		this.gathering.add({ itemIndex, place: 0, item });
	}

	/** Waits for jobs that exist already. */
	async resume(jobs: Job[]): Promise<INodeExecutionData[]> {
		if (this.stopped) return await this.handOver();
		this.accept(jobs);
		return await this.finish(() => false, Promise.resolve());
	}

	/** Clock time of a deadline that starts now. */
	deadlineIn(ms: number): number {
		return this.clock.now() + ms;
	}

	private accept(jobs: Job[]): void {
		for (const job of jobs) {
			this.gathering.jobs.push(job);
			if (this.parting) this.late.push(this.partFrom(job));
			if (this.stopped || this.parting) continue;
			if (job.delivery.waitMode === 'none') this.gathering.collect({ job, ending: 'submitted' });
			else this.waiting.add(job);
		}
	}

	private async finish(
		moreComing: () => boolean,
		submitting: Promise<unknown>,
	): Promise<INodeExecutionData[]> {
		try {
			await this.waiting.run(moreComing);
			await submitting;
			// A job that is finished by now may have said so before n8n can hear it.
			await this.waiting.lookAtAll();
		} catch (canceled) {
			throw await this.partingWords(canceled, submitting);
		}
		const settled = await this.gathering.settled(() => this.memory.doubts);
		const left = this.waiting.jobs;
		if (left.length > 0) {
			const now = this.clock.now();
			return await suspend(this.context, { gathering: this.gathering, settled, left, now });
		}
		return settled.map(({ item }) => item);
	}

	/** Everything that is known when the execution is canceled, as the error that ends it. */
	private async partingWords(canceled: unknown, submitting: Promise<unknown>) {
		this.submission?.stop();
		const { api, gathering, memory } = this;
		const removals = gathering.jobs.map(async (job) => await this.partFrom(job));
		this.parting = true;
		// Creates on their way outlive the cancel by a moment.
		await Promise.all([submitting, this.submission?.lookAtLast(), ...removals]);
		await Promise.all(this.late);
		return withIds(asFailure(api, 0, canceled), gathering.jobs, memory.doubts);
	}

	private async partFrom(job: Job): Promise<void> {
		if (job.delivery.onCancel !== 'remove' || this.ended.has(job)) return;
		await stopTrackingAtLast(this.api, job.id);
	}

	private async handOver(): Promise<INodeExecutionData[]> {
		return (await this.gathering.settled(() => this.memory.doubts)).map(({ item }) => item);
	}

	/** Nothing more is made; what is on its way is seen through, and everything's ID goes into the error. */
	private stop(): void {
		this.stopped = true;
		this.submission?.stop();
		this.waiting.stop();
	}
}

/** Credits the API charged for an order, where it says so. */
function chargedFor(jobs: Job[]): number | undefined {
	const known = jobs.map(({ credits }) => credits).filter((credits) => credits !== undefined);
	return known.length > 0 ? known.reduce((sum, credits) => sum + credits, 0) : undefined;
}
