import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { getClock, getWallTime } from '../shared/api/clock';
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

interface BuiltItem {
	row: TriggerRow;
	item: INodeExecutionData;
	/** There was no time to download its file. */
	isTimedOut?: boolean;
}

/**
 * Turns rows into items, in order, with the files of completed generations if they are wanted.
 * @param ms time for all downloads together
 */
export async function buildItems(
	context: IPollFunctions,
	api: PixVerseClient,
	rows: TriggerRow[],
	outputOptions: OutputOptions,
	ms: number,
): Promise<BuiltItem[]> {
	const now = getWallTime();
	const built = rows.map((row) => ({ row, item: toItem(row, outputOptions, now) }));
	const { binaryPropertyName } = outputOptions;
	if (binaryPropertyName === undefined) return built;
	const signal = AbortSignal.timeout(Math.max(0, Math.floor(ms)));
	const limited = {
		helpers: context.helpers,
		getNode: () => context.getNode(),
		getExecutionCancelSignal: () => signal,
	};
	const downloader = new FileDownloader(limited, api, getClock(limited));
	const addFile = async ({ row, item }: BuiltItem): Promise<BuiltItem> => {
		const generationType = generationTypes[row.kind];
		const id = parseGenerationId(String(row.apiRow[generationType.idField]));
		if (!id || row.phase !== 'completed') return { row, item };
		try {
			signal.throwIfAborted();
			const url = String(row.apiRow[generationType.urlField]);
			const file = await downloader.download({ itemIndex: 0, generationType, id }, url);
			return { row, item: { ...item, binary: { [binaryPropertyName]: file } } };
		} catch (thrown) {
			if (signal.aborted) return { row, item, isTimedOut: true };
			return { row, item: withDownloadError(item, thrown) };
		}
	};
	return await Promise.all(built.map(addFile));
}

/** Adds the reason for a missing file. Not as `error`: n8n would take the item for a failure. */
export function withDownloadError(item: INodeExecutionData, thrown: unknown): INodeExecutionData {
	const message = thrown instanceof Error ? thrown.message.replace(/ \[item \d+\]$/, '') : '';
	const downloadProblem = sanitizeText(message) || 'It failed';
	return { ...item, json: { ...item.json, downloadProblem } };
}
