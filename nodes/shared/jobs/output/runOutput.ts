import type { INodeExecutionData } from 'n8n-workflow';
import type { PixVerseApi } from '../../api/client';
import type { Clock } from '../../api/clock';
import { Collecting } from './itemBuilder';
import type { NodeFailure } from '../jobErrors';
import { asFailure, errorItem } from '../jobErrors';
import { withIds } from './attachJobIds';
import type { Doubt } from '../retryState';
import type { Finished, Job } from '../types';

/** What became of one item: its results, and what failed. An order that made nothing has one failure. */
interface Outcome {
	itemIndex: number;
	/** With the place of their job in the run: several images of one item come in the order they were numbered. */
	items: Array<{ place: number; item: INodeExecutionData }>;
	failures: NodeFailure[];
}

/** An item that is ready to be handed over. */
export interface Settled {
	itemIndex: number;
	place: number;
	item: INodeExecutionData;
}

/** Behind all results of its item. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Gathers what comes of a run: its jobs, their results as they are collected, and what failed. */
export class Gathering {
	/** Every job of the run, whatever became of it. */
	readonly jobs: Job[] = [];
	private readonly outcomes = new Map<number, Outcome>();
	private readonly collected: Array<Promise<void>> = [];
	private readonly collecting;

	/**
	 * @param continues whether a failed item leaves the others alone ("Continue on Fail")
	 * @param stop called at a failure that ends the run
	 */
	constructor(
		context: ConstructorParameters<typeof Collecting>[0],
		private readonly api: PixVerseApi,
		clock: Clock,
		private readonly continues: boolean,
		private readonly stop: () => void = () => {},
	) {
		this.collecting = new Collecting(context, api, clock);
	}

	/** Takes the result of a job, and its file where wanted. */
	collect(finished: Finished): void {
		const { itemIndex } = finished.job;
		const place = this.jobs.indexOf(finished.job);
		this.collected.push(
			this.collecting.itemFor(finished).then(
				(item) => this.add({ itemIndex, place, item }),
				(thrown: unknown) => this.fail(itemIndex, asFailure(this.api, itemIndex, thrown)),
			),
		);
	}

	add({ itemIndex, place, item }: Settled): void {
		this.outcome(itemIndex).items.push({ place, item });
	}

	fail(itemIndex: number, error: NodeFailure): void {
		this.outcome(itemIndex).failures.push(error);
		if (!this.continues) this.stop();
	}

	/** The item that stands for a job that goes on. */
	async pending(job: Job): Promise<INodeExecutionData> {
		return await this.collecting.itemFor({ job, ending: 'pending' });
	}

	/**
	 * What is to be handed over by now, in the order of the items.
	 * @param doubts tells which creates may have made jobs that nobody knows
	 * @throws NodeApiError, NodeOperationError without "Continue on Fail": the first failure, with the IDs of everything
	 * that was made
	 */
	async settled(doubts: () => Doubt[] = () => []): Promise<Settled[]> {
		await Promise.all(this.collected);
		const outcomes = [...this.outcomes.values()].sort((a, b) => a.itemIndex - b.itemIndex);
		const failure = outcomes.flatMap(({ failures }) => failures)[0];
		if (failure && !this.continues) throw withIds(failure, this.jobs, doubts());
		return outcomes.flatMap(({ itemIndex, items, failures }) => [
			...items
				.sort((a, b) => a.place - b.place)
				.map(({ place, item }) => ({ itemIndex, place, item })),
			...failures.map((error) => ({
				itemIndex,
				place: LAST,
				item: errorItem(error, itemIndex),
			})),
		]);
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
