import type { INodeExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import { attachJobIds, toErrorItem } from '../jobErrors';
import { type NodeError, toNodeError } from '../../api/errors';
import type { UnconfirmedCreate } from '../retryState';
import type { Job, JobResult } from '../types';
import { FileDownloader } from './fileDownloader';
import { buildItem } from './itemBuilder';

/** Results and errors of one input item. */
interface ItemOutcome {
	itemIndex: number;
	/** With the position of their job in the run, so that several images of an item are in order. */
	items: Array<{ position: number; item: INodeExecutionData }>;
	errors: NodeError[];
}

/** One output item. */
export interface OutputEntry {
	itemIndex: number;
	/** Position within the item. */
	position: number;
	item: INodeExecutionData;
}

/** Sorts errors behind the results of their item. */
const AFTER_RESULTS = Number.MAX_SAFE_INTEGER;

/** Collects the jobs, results, and errors of a run, and returns its items in input order. */
export class RunOutput {
	readonly jobs: Job[] = [];
	private readonly outcomes = new Map<number, ItemOutcome>();
	private readonly pendingResults = new Set<Promise<void>>();
	private readonly downloader;

	/**
	 * @param continueOnFail whether a failed item leaves the others alone
	 * @param onFatalError called when an error ends the run
	 */
	constructor(
		context: ConstructorParameters<typeof FileDownloader>[0],
		private readonly api: PixVerseClient,
		clock: Clock,
		private readonly continueOnFail: boolean,
		private readonly onFatalError: () => void = () => {},
	) {
		this.downloader = new FileDownloader(context, api, clock);
	}

	/** Adds the result of a job, and starts to download its file. */
	addResult(result: JobResult): void {
		const { itemIndex } = result.job;
		const position = this.jobs.indexOf(result.job);
		const pending = buildItem(result, this.downloader)
			.then(
				(item) => this.addEntry({ itemIndex, position, item }),
				(thrown: unknown) => this.addError(itemIndex, toNodeError(this.api, itemIndex, thrown)),
			)
			.finally(() => this.pendingResults.delete(pending));
		this.pendingResults.add(pending);
	}

	get isDownloading(): boolean {
		return this.pendingResults.size > 0;
	}

	async finishDownloads(): Promise<void> {
		await Promise.all(this.pendingResults);
	}

	addEntry({ itemIndex, position, item }: OutputEntry): void {
		this.getOutcome(itemIndex).items.push({ position, item });
	}

	addError(itemIndex: number, error: NodeError): void {
		this.getOutcome(itemIndex).errors.push(error);
		if (!this.continueOnFail) this.onFatalError();
	}

	/** The item of a job that is still running. */
	async buildPendingItem(job: Job): Promise<INodeExecutionData> {
		return await buildItem({ job, outcome: 'pending' }, this.downloader);
	}

	/**
	 * Waits for the downloads, and returns all output so far in input order.
	 * @param getUnconfirmedCreates creates that may have made jobs without a known ID
	 * @throws NodeApiError, NodeOperationError without Continue on Fail: the first error, with the IDs of all jobs
	 */
	async getOutput(
		getUnconfirmedCreates: () => UnconfirmedCreate[] = () => [],
	): Promise<OutputEntry[]> {
		await this.finishDownloads();
		const outcomes = [...this.outcomes.values()].sort((a, b) => a.itemIndex - b.itemIndex);
		const error = outcomes.flatMap(({ errors }) => errors)[0];
		if (error && !this.continueOnFail)
			throw attachJobIds(error, this.jobs, getUnconfirmedCreates());
		return outcomes.flatMap(({ itemIndex, items, errors }) => [
			...items
				.sort((a, b) => a.position - b.position)
				.map(({ position, item }) => ({ itemIndex, position, item })),
			...errors.map((each) => ({
				itemIndex,
				position: AFTER_RESULTS,
				item: toErrorItem(each, itemIndex),
			})),
		]);
	}

	private getOutcome(itemIndex: number): ItemOutcome {
		const outcome = this.outcomes.get(itemIndex) ?? { itemIndex, items: [], errors: [] };
		this.outcomes.set(itemIndex, outcome);
		return outcome;
	}
}
