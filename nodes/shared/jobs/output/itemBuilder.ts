import type { BinaryHelperFunctions, IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { buildFileName } from '../../api/generationId';
import type { BlockedUrl, DownloadContext } from '../../api/openDownload';
import { isTextMimeType } from '../../api/openDownload';
import type { RequestResult } from '../../api/requestResult';
import { isRetryable } from '../../api/requestResult';
import type { Clock } from '../../api/clock';
import type { DownloadFailure } from '../../api/resumableDownload';
import { MAX_FILE_BYTES, TRANSFER_TIMEOUT_MS, ResumableDownload } from '../../api/resumableDownload';
import { sanitizeText } from '../../api/sanitizeText';
import { createDownloadError } from '../jobErrors';
import { Semaphore } from '../semaphore';
import type { JobResult, Job } from '../types';
import { simplifyGeneration, toRawJson } from './generationJson';

/** Downloads at once. */
const MAX_PARALLEL_DOWNLOADS = 3;
/** How often a file is fetched from its start. */
const MAX_DOWNLOAD_ATTEMPTS = 4;
/** Milliseconds before the second try; doubles from there. */
const RETRY_DELAY_MS = 1000;

/** Turns finished jobs into items, with their files where wanted. */
export class ItemBuilder {
	private readonly gate = new Semaphore(MAX_PARALLEL_DOWNLOADS);

	constructor(
		private readonly context: DownloadContext & {
			helpers: Pick<BinaryHelperFunctions, 'prepareBinaryData'>;
		},
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
	) {}

	/** @throws NodeApiError when the file cannot be had; it names the ID, so nothing is lost */
	async itemFor(finished: JobResult): Promise<INodeExecutionData> {
		const { job, response: seen, outcome: ending } = finished;
		const { generationType, jobOptions } = job;
		const known = {
			id: job.id.raw,
			status: ending === 'submitted' ? 'SUBMITTED' : 'PENDING',
			credits: job.credits,
			request: job.request,
		};
		const json = (jobOptions.simplify ? simplifyGeneration : toRawJson)(generationType, seen, known);
		const item: INodeExecutionData = { json, pairedItem: { item: job.itemIndex } };
		if (ending === 'completed' && jobOptions.binaryPropertyName !== undefined) {
			const url = String(seen?.[generationType.urlField]);
			const file = await this.gate.run(async () => await this.download(job, url));
			item.binary = { [jobOptions.binaryPropertyName]: file };
		}
		return item;
	}

	/** Downloads the media of a job; a broken download is tried again, the generation is not. */
	private async download(job: Job, url: string): Promise<IBinaryData> {
		const deadline = this.clock.now() + TRANSFER_TIMEOUT_MS;
		let trouble: DownloadFailure = { reason: '', final: false };
		for (let attempt = 1; attempt <= MAX_DOWNLOAD_ATTEMPTS && !trouble.final; attempt++) {
			if (attempt > 1) await this.clock.sleep(RETRY_DELAY_MS * 2 ** (attempt - 2));
			const opened = await ResumableDownload.open(this.context, this.clock, url, deadline);
			if (!(opened instanceof ResumableDownload)) {
				trouble = toDownloadError(opened);
				continue;
			}
			const unfit = findFileProblem(opened);
			const stored = unfit ?? (await this.store(job, opened));
			opened.close();
			if ('mimeType' in stored) return stored;
			trouble = stored;
		}
		throw createDownloadError(this.api.forItem(job.itemIndex), job, trouble.reason);
	}

	/** @returns what went wrong, when something did */
	private async store(job: Job, file: ResumableDownload): Promise<IBinaryData | DownloadFailure> {
		const { generationType } = job;
		// The CDN may call it application/octet-stream; what the API makes is known.
		// An odd type, SVG with scripts for one, is none of PixVerse's either.
		const type = Object.hasOwn(EXTENSION_BY_MIME_TYPE, file.mimeType) ? file.mimeType : generationType.mimeType;
		const extension = EXTENSION_BY_MIME_TYPE[type] ?? generationType.extension;
		let stored: IBinaryData;
		try {
			stored = await this.context.helpers.prepareBinaryData(
				file.stream,
				buildFileName(job.id, extension),
				type,
			);
		} catch (thrown) {
			// When it was canceled, this says so.
			await this.clock.sleep(0);
			return file.trouble ?? { reason: describeStorageError(thrown), final: true };
		}
		return file.received === 0 ? EMPTY_FILE_ERROR : stored;
	}
}

const EMPTY_FILE_ERROR: DownloadFailure = { reason: 'its server sends an empty file', final: false };

function toDownloadError(reply: RequestResult | BlockedUrl): DownloadFailure {
	if (reply.kind !== 'response') return { reason: reply.reason, final: reply.kind === 'barred' };
	// A file may take a moment to reach every server of the CDN.
	const passing = isRetryable(reply) || reply.status === 404;
	return { reason: `its server answers with status ${reply.status}`, final: !passing };
}

/** What is wrong with a file before any of it is read. */
function findFileProblem({ mimeType, bytes }: ResumableDownload): DownloadFailure | undefined {
	if (isTextMimeType(mimeType))
		return { reason: 'its server sends a text or web page instead of the file', final: false };
	if (bytes === 0) return EMPTY_FILE_ERROR;
	if (bytes !== undefined && bytes > MAX_FILE_BYTES)
		return { reason: 'it is larger than 5 GB', final: true };
	return undefined;
}

/** Why n8n did not keep a file, in words. */
function describeStorageError(thrown: unknown): string {
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	const told = `${String(code)} ${String(message)}`;
	if (/ENOSPC|EDQUOT|no space left/i.test(told)) return 'the disk of this n8n is full';
	const most = /max size limit of ([\d.]+ MB) set for `database` mode/.exec(told)?.[1];
	if (most)
		return `it is larger than this n8n keeps in its database, ${most} (N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE)`;
	return `n8n could not store it (${sanitizeText(String(message))})`;
}

/** What a file may be called for. */
const EXTENSION_BY_MIME_TYPE: Record<string, string> = {
	'video/mp4': 'mp4',
	'video/webm': 'webm',
	'video/quicktime': 'mov',
	'image/webp': 'webp',
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/gif': 'gif',
	'audio/mpeg': 'mp3',
	'audio/wav': 'wav',
};
