import type { INodeExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import { ItemBuilder } from './itemBuilder';
import type { NodeError } from '../jobErrors';
import { toNodeError, toErrorItem } from '../jobErrors';
import { attachJobIds } from './attachJobIds';
import type { UnconfirmedCreate } from '../retryState';
import type { JobResult, Job } from '../types';

/** What became of one item: its results, and what failed. An order that made nothing has one failure. */
interface ItemOutcome {
	itemIndex: number;
	/** With the place of their job in the run: several images of one item come in the order they were numbered. */
	items: Array<{ position: number; item: INodeExecutionData }>;
	failures: NodeError[];
}

/** An item that is ready to be handed over. */
export interface OutputEntry {
	itemIndex: number;
	position: number;
	item: INodeExecutionData;
}

/** Behind all results of its item. */
const AFTER_RESULTS = Number.MAX_SAFE_INTEGER;

/** Gathers what comes of a run: its jobs, their results as they are collected, and what failed. */
export class RunOutput {
	/** Every job of the run, whatever became of it. */
	readonly jobs: Job[] = [];
	private readonly outcomes = new Map<number, ItemOutcome>();
	private readonly pendingResults: Array<Promise<void>> = [];
	private readonly collecting;

	/**
	 * @param continues whether a failed item leaves the others alone ("Continue on Fail")
	 * @param stop called at a failure that ends the run
	 */
	constructor(
		context: ConstructorParameters<typeof ItemBuilder>[0],
		private readonly api: PixVerseClient,
		clock: Clock,
		private readonly continues: boolean,
		private readonly stop: () => void = () => {},
	) {
		this.collecting = new ItemBuilder(context, api, clock);
	}

	/** Takes the result of a job, and its file where wanted. */
	addResult(finished: JobResult): void {
		const { itemIndex } = finished.job;
		const place = this.jobs.indexOf(finished.job);
		this.pendingResults.push(
			this.collecting.itemFor(finished).then(
				(item) => this.addEntry({ itemIndex, position: place, item }),
				(thrown: unknown) => this.addError(itemIndex, toNodeError(this.api, itemIndex, thrown)),
			),
		);
	}

	addEntry({ itemIndex, position: place, item }: OutputEntry): void {
		this.outcome(itemIndex).items.push({ position: place, item });
	}

	addError(itemIndex: number, error: NodeError): void {
		this.outcome(itemIndex).failures.push(error);
		if (!this.continues) this.stop();
	}

	/** The item that stands for a job that goes on. */
	async buildPendingItem(job: Job): Promise<INodeExecutionData> {
		return await this.collecting.itemFor({ job, outcome: 'pending' });
	}

	/**
	 * What is to be handed over by now, in the order of the items.
	 * @param unconfirmedCreates tells which creates may have made jobs that nobody knows
	 * @throws NodeApiError, NodeOperationError without "Continue on Fail": the first failure, with the IDs of everything
	 * that was made
	 */
	async getOutput(unconfirmedCreates: () => UnconfirmedCreate[] = () => []): Promise<OutputEntry[]> {
		await Promise.all(this.pendingResults);
		const outcomes = [...this.outcomes.values()].sort((a, b) => a.itemIndex - b.itemIndex);
		const failure = outcomes.flatMap(({ failures }) => failures)[0];
		if (failure && !this.continues) throw attachJobIds(failure, this.jobs, unconfirmedCreates());
		return outcomes.flatMap(({ itemIndex, items, failures }) => [
			...items
				.sort((a, b) => a.position - b.position)
				.map(({ position, item }) => ({ itemIndex, position, item })),
			...failures.map((error) => ({
				itemIndex,
				position: AFTER_RESULTS,
				item: toErrorItem(error, itemIndex),
			})),
		]);
	}

	private outcome(itemIndex: number): ItemOutcome {
		let outcome = this.outcomes.get(itemIndex);
		if (!outcome) {
			outcome = { itemIndex, items: [], failures: [] };
			this.outcomes.set(itemIndex, outcome);
		}
		return outcome;
	}
}
