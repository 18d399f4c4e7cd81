import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseApi } from '../api/client';
import type { Estimate } from '../catalog/prices';
import { Budget, priceOf, rehearsal } from './budget';
import { inWords, objectionTo } from './checks';
import { clockOf } from '../api/clock';
import { Collecting } from './collecting';
import type { NodeFailure } from './failures';
import { asFailure } from './failures';
import { handOver, withIds } from './handover';
import { hintAt } from './hints';
import { Memory } from './memory';
import type { Finished, Job, Order } from './order';
import { Slots } from './slots';
import { Submission } from './submission';
import { Uploads } from './uploads';
import { Waiting } from './waiting';

/** What became of one item: its results, and what failed. An order that made nothing has one failure. */
export interface Outcome {
	itemIndex: number;
	/** With the place of their job in the run: several images of one item come in the order they were numbered. */
	items: Array<{ place: number; item: INodeExecutionData }>;
	failures: NodeFailure[];
}

/**
 * The life of all generations of a run: everything is submitted before the first wait, one loop waits for all, results
 * are collected as they come.
 */
export class Engine {
	private readonly budget;
	private readonly clock;
	private readonly memory;
	private readonly collecting;
	private readonly waiting;
	private readonly outcomes = new Map<number, Outcome>();
	private readonly collected: Array<Promise<void>> = [];
	/** Every job of this run, whatever became of it. */
	private readonly jobs: Job[] = [];
	private submission?: Submission;
	private stopped = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
	) {
		this.budget = new Budget(context);
		this.clock = clockOf(context);
		this.memory = new Memory(context);
		this.collecting = new Collecting(context, api, this.clock);
		this.waiting = new Waiting(api, this.clock, {
			finished: (finished) => this.collect(finished),
			failed: (job, error, over) => {
				if (over) this.memory.forget(job.itemIndex);
				this.fail(job.itemIndex, error);
			},
		});
	}

	/** An item that never became an order. */
	refuse(itemIndex: number, thrown: unknown): void {
		this.fail(itemIndex, asFailure(this.api, itemIndex, thrown));
	}

	/** Makes what was ordered. Everything is checked before anything is sent. */
	async make(orders: Order[]): Promise<INodeExecutionData[]> {
		const { context, api, clock, memory } = this;
		const uploads = new Uploads(context, api);
		const sound = orders.filter((order) => {
			const objection = objectionTo(context.getNode(), order, uploads);
			if (objection) this.fail(order.itemIndex, objection);
			return !objection;
		});
		if (this.stopped) return this.handOver();
		hintAt(context, sound);
		const admitted = await this.admitted(sound);
		if (this.stopped) return this.handOver();
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
					this.fail(order.itemIndex, asFailure(api, order.itemIndex, thrown));
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
			if (objection) this.fail(order.itemIndex, objection);
			else if (order.delivery.dryRun) this.rehearse(order, price);
			return !objection && !order.delivery.dryRun;
		});
	}

	private rehearse(order: Order, price: Estimate): void {
		const { itemIndex } = order;
		const item = { json: rehearsal(order, price), pairedItem: { item: itemIndex } };
		this.outcome(itemIndex).items.push({ place: 0, item });
	}

	/** Waits for jobs that exist already. */
	async resume(jobs: Job[]): Promise<INodeExecutionData[]> {
		if (this.stopped) return this.handOver();
		this.accept(jobs);
		return await this.finish(() => false, Promise.resolve());
	}

	/** Clock time of a deadline that starts now. */
	deadlineIn(ms: number): number {
		return this.clock.now() + ms;
	}

	private accept(jobs: Job[]): void {
		for (const job of jobs) {
			this.jobs.push(job);
			if (this.stopped) continue;
			if (job.delivery.waitMode === 'none') this.collect({ job, ending: 'submitted' });
			else this.waiting.add(job);
		}
	}

	private async finish(
		moreComing: () => boolean,
		submitting: Promise<unknown>,
	): Promise<INodeExecutionData[]> {
		try {
			await this.waiting.run(moreComing);
		} catch (cancelled) {
			// Creates on their way were cut by n8n as well; what is known by now goes into the error.
			this.submission?.stop();
			throw withIds(asFailure(this.api, 0, cancelled), this.jobs);
		}
		await submitting;
		await Promise.all(this.collected);
		return this.handOver();
	}

	private handOver(): INodeExecutionData[] {
		const outcomes = [...this.outcomes.values()].sort((a, b) => a.itemIndex - b.itemIndex);
		return handOver(this.context, outcomes, this.jobs);
	}

	private collect(finished: Finished): void {
		const { itemIndex } = finished.job;
		const place = this.jobs.indexOf(finished.job);
		this.collected.push(
			this.collecting.itemFor(finished).then(
				(item) => void this.outcome(itemIndex).items.push({ place, item }),
				(thrown: unknown) => this.fail(itemIndex, asFailure(this.api, itemIndex, thrown)),
			),
		);
	}

	private fail(itemIndex: number, error: NodeFailure): void {
		this.outcome(itemIndex).failures.push(error);
		if (!this.context.continueOnFail()) this.stop();
	}

	/** Nothing more is made; what is on its way is seen through, and everything's ID goes into the error. */
	private stop(): void {
		this.stopped = true;
		this.submission?.stop();
		this.waiting.stop();
	}

	private outcome(itemIndex: number): Outcome {
		let outcome = this.outcomes.get(itemIndex);
		if (!outcome) {
			outcome = { itemIndex, items: [], failures: [] };
			this.outcomes.set(itemIndex, outcome);
		}
		return outcome;
	}
}

/** Credits the API charged for an order, where it says so. */
function chargedFor(jobs: Job[]): number | undefined {
	const known = jobs.map(({ credits }) => credits).filter((credits) => credits !== undefined);
	return known.length > 0 ? known.reduce((sum, credits) => sum + credits, 0) : undefined;
}
