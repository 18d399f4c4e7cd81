import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { getClock } from '../shared/api/clock';
import type { PixVerseClient } from '../shared/api/client';
import { generationTypes } from '../shared/api/generationTypes';
import { parseGenerationId } from '../shared/api/generationId';
import { sanitizeText } from '../shared/api/sanitizeText';
import { FileDownloader } from '../shared/jobs/output/fileDownloader';
import { simplifyGeneration, toRawJson } from '../shared/jobs/output/generationJson';
import { parseStatus } from '../shared/jobs/jobStatus';
import type { OutputOptions } from '../shared/jobs/types';
import type { TriggerRow } from './rows';

export function toItem(
	{ kind, phase, apiRow }: TriggerRow,
	{ simplify }: OutputOptions,
	now: number,
): INodeExecutionData {
	const generationType = generationTypes[kind];
	if (!simplify) return { json: { kind, ...toRawJson(generationType, apiRow) } };
	const { id, status, url, credits, account, model, prompt, createdAt } = simplifyGeneration(
		generationType,
		apiRow,
	);
	// The API doesn't report when a video was finished, so this is the time of the poll.
	const finishedAt =
		typeof apiRow.updated_at === 'string' ? apiRow.updated_at : new Date(now).toISOString();
	const fields = { id, status, url, credits, account, model, prompt, createdAt, finishedAt };
	const { reason } = parseStatus(generationType, apiRow);
	const failure = phase !== 'completed' && { reason: reason ? sanitizeText(reason) : null };
	return { json: { kind, ...fields, ...failure } };
}

/** Downloads the files of completed generations, within a time limit for all of them. */
export class TimedDownloader {
	private readonly downloader: FileDownloader;
	private readonly signal: AbortSignal;

	/** @param ms time for all downloads together */
	constructor(context: IPollFunctions, api: PixVerseClient, ms: number) {
		this.signal = AbortSignal.timeout(Math.max(0, Math.floor(ms)));
		const limited = {
			helpers: context.helpers,
			getNode: () => context.getNode(),
			getExecutionCancelSignal: () => this.signal,
		};
		this.downloader = new FileDownloader(limited, api, getClock(limited));
	}

	/** Adds the file of a row to its item, or the reason why there is none. @returns undefined if there was no time */
	async download(
		{ kind, phase, apiRow }: TriggerRow,
		item: INodeExecutionData,
		binaryPropertyName: string,
	): Promise<INodeExecutionData | undefined> {
		const generationType = generationTypes[kind];
		const id = parseGenerationId(String(apiRow[generationType.idField]));
		if (!id || phase !== 'completed') return item;
		if (this.signal.aborted) return undefined;
		try {
			const url = String(apiRow[generationType.urlField]);
			const file = await this.downloader.download({ itemIndex: 0, generationType, id }, url);
			return { ...item, binary: { [binaryPropertyName]: file } };
		} catch (thrown) {
			return this.signal.aborted ? undefined : withDownloadError(item, thrown);
		}
	}
}

/** Adds the reason for a missing file. Not as `error`: n8n would take the item for a failure. */
export function withDownloadError(item: INodeExecutionData, thrown: unknown): INodeExecutionData {
	const message = thrown instanceof Error ? thrown.message.replace(/ \[item \d+\]$/, '') : '';
	const downloadProblem = sanitizeText(message) || 'It failed';
	return { ...item, json: { ...item.json, downloadProblem } };
}
