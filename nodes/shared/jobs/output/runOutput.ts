import type { INodeExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import { attachJobIds, createDownloadError, toErrorItem } from '../jobErrors';
import { type NodeError, toNodeError } from '../../api/errors';
import { getUrlWithoutSubtitles } from '../../api/musicVideos';
import type { ApiGeneration } from '../../api/responseSchemas';
import type { RetryState } from '../retryState';
import type { Job, JobResult } from '../types';
import { FileDownloader } from './fileDownloader';
import { simplifyGeneration, toRawJson } from './generationJson';

/** One output item. */
export interface OutputEntry {
	itemIndex: number;
	/** That of its job in the run, so that several images of an item are in order. */
	position: number;
	item: INodeExecutionData;
}

/** Sorts errors behind the results of their item. */
const AFTER_RESULTS = Number.MAX_SAFE_INTEGER;

/** Collects the jobs, results, and errors of a run, and returns its items in input order. */
export class RunOutput {
	readonly jobs: Job[] = [];
	readonly entries: OutputEntry[] = [];
	private readonly errors: Array<{ itemIndex: number; error: NodeError }> = [];
	private readonly pendingResults = new Set<Promise<void>>();
	private readonly downloader;

	/**
	 * @param continueOnFail whether a failed item leaves the others alone
	 * @param onFatalError called when an error ends the run
	 */
	constructor(
		context: ConstructorParameters<typeof FileDownloader>[0],
		private readonly api: PixVerseClient,
		private readonly continueOnFail: boolean,
		private readonly onFatalError: () => void,
	) {
		this.downloader = new FileDownloader(context, api, getClock(context));
	}

	/** Adds the result of a job, and starts to download its file. */
	addResult(result: JobResult): void {
		const { itemIndex } = result.job;
		const position = this.jobs.indexOf(result.job);
		const pending = this.buildItemWithFile(result)
			.then(
				(item) => void this.entries.push({ itemIndex, position, item }),
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

	addError(itemIndex: number, error: NodeError): void {
		this.errors.push({ itemIndex, error });
		if (!this.continueOnFail) this.onFatalError();
	}

	/**
	 * Waits for the downloads, and returns all output so far in input order.
	 * @param retryState has the creates that may have made jobs without a known ID
	 * @throws NodeApiError, NodeOperationError without Continue on Fail: the first error, with the IDs of all jobs
	 */
	async getOutput(retryState: RetryState): Promise<OutputEntry[]> {
		await this.finishDownloads();
		const [first] = this.errors.sort((a, b) => a.itemIndex - b.itemIndex);
		if (first && !this.continueOnFail)
			throw attachJobIds(first.error, this.jobs, retryState.unconfirmedCreates);
		const failures = this.errors.map(({ itemIndex, error }) => ({
			itemIndex,
			position: AFTER_RESULTS,
			item: toErrorItem(error, itemIndex),
		}));
		return [...this.entries, ...failures].sort(
			(a, b) => a.itemIndex - b.itemIndex || a.position - b.position,
		);
	}

	/** @throws NodeApiError with the ID of the job if the file can't be downloaded */
	private async buildItemWithFile(result: JobResult): Promise<INodeExecutionData> {
		const item = buildItem(result);
		const { job, response, outcome } = result;
		const { binaryPropertyName } = job.jobOptions;
		if (outcome === 'completed' && response && binaryPropertyName !== undefined)
			item.binary = await this.downloadFiles(job, response, binaryPropertyName);
		return item;
	}

	private async downloadFiles(job: Job, response: ApiGeneration, binaryPropertyName: string) {
		const { version = 'finished' } = job.jobOptions;
		const finished = async () =>
			await this.downloader.download(job, String(response[job.generationType.urlField]));
		const url = getUrlWithoutSubtitles(response);
		// Made without subtitles, the finished video is the one without.
		if (version === 'finished' || (url === undefined && response.subtitles !== true))
			return { [binaryPropertyName]: await finished() };
		if (url === undefined)
			throw createDownloadError(this.api, job, 'PixVerse has no version without subtitles');
		const source = { ...job, fileNameSuffix: '-without-subtitles' };
		const plain = await this.downloader.download(source, url);
		return version === 'both'
			? { [binaryPropertyName]: await finished(), [`${binaryPropertyName}WithoutSubtitles`]: plain }
			: { [binaryPropertyName]: plain };
	}
}

/** The n8n item of a job, without its file. */
export function buildItem({ job, response, outcome }: JobResult): INodeExecutionData {
	const { generationType, jobOptions, id, credits, isMatched, request, itemIndex } = job;
	const json = (jobOptions.simplify ? simplifyGeneration : toRawJson)(generationType, response, {
		id: id.raw,
		status: outcome === 'submitted' ? 'SUBMITTED' : 'PENDING',
		credits,
		isMatched,
		request,
	});
	return { json, pairedItem: { item: itemIndex } };
}
