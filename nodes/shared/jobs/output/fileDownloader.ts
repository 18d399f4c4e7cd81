import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import type { Clock } from '../../api/clock';
import { buildFileName } from '../../api/generationId';
import { type BlockedUrl, type DownloadContext, isTextMimeType } from '../../api/openDownload';
import { isRetryable, type RequestResult } from '../../api/requestResult';
import {
	type DownloadFailure,
	MAX_FILE_BYTES,
	ResumableDownload,
	TRANSFER_TIMEOUT_MS,
} from '../../api/resumableDownload';
import { retry } from '../../api/retry';
import { sanitizeText } from '../../api/sanitizeText';
import { SECOND } from '../../time';
import { createDownloadError } from '../jobErrors';
import { Semaphore } from '../semaphore';
import type { Job } from '../types';

const MAX_PARALLEL_DOWNLOADS = 3;
/** Attempts to download a file from its start. */
const MAX_DOWNLOAD_ATTEMPTS = 4;

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

const EMPTY_FILE_ERROR: DownloadFailure = {
	reason: 'its server sends an empty file',
	retryable: true,
};

/** The generation that a file belongs to. */
type Source = Pick<Job, 'itemIndex' | 'generationType' | 'id'> & {
	/** Tells several files of a generation apart. */
	fileNameSuffix?: string;
};

/** Downloads the files of finished generations into n8n's binary data. */
export class FileDownloader {
	private readonly semaphore = new Semaphore(MAX_PARALLEL_DOWNLOADS);

	constructor(
		private readonly context: DownloadContext & {
			helpers: Pick<BinaryHelperFunctions, 'prepareBinaryData'>;
		},
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
	) {}

	/** @throws NodeApiError with the ID of the generation if the file can't be downloaded */
	async download(source: Source, url: string): Promise<IBinaryData> {
		return await this.semaphore.run(async () => {
			const deadline = this.clock.now() + TRANSFER_TIMEOUT_MS;
			const file = await retry<IBinaryData | DownloadFailure>(
				this.clock,
				{
					maxAttempts: MAX_DOWNLOAD_ATTEMPTS,
					initialDelayMs: SECOND,
					shouldRetry: (last) => 'reason' in last && last.retryable === true,
				},
				async () => await this.downloadOnce(source, url, deadline),
			);
			if ('mimeType' in file) return file;
			throw createDownloadError(this.api, source, file.reason);
		});
	}

	private async downloadOnce(
		source: Source,
		url: string,
		deadline: number,
	): Promise<IBinaryData | DownloadFailure> {
		const opened = await ResumableDownload.open(this.context, this.clock, url, deadline);
		if (!(opened instanceof ResumableDownload)) return toDownloadFailure(opened);
		try {
			return findFileProblem(opened.file) ?? (await this.store(source, opened));
		} finally {
			opened.close();
		}
	}

	private async store(
		{ generationType, id, fileNameSuffix = '' }: Source,
		download: ResumableDownload,
	): Promise<IBinaryData | DownloadFailure> {
		// The CDN may send application/octet-stream, and other types, such as SVG with scripts, aren't from PixVerse.
		const isKnown = Object.hasOwn(EXTENSION_BY_MIME_TYPE, download.file.mimeType);
		const { mimeType } = isKnown ? download.file : generationType;
		const extension = EXTENSION_BY_MIME_TYPE[mimeType];
		const fileName = buildFileName(generationType, id, `${fileNameSuffix}.${extension}`);
		let stored: IBinaryData;
		try {
			stored = await this.context.helpers.prepareBinaryData(download.stream, fileName, mimeType);
		} catch (thrown) {
			// Throws if the execution was canceled.
			await this.clock.sleep(0);
			return download.failure ?? { reason: describeStorageError(thrown), retryable: false };
		}
		return download.receivedBytes === 0 ? EMPTY_FILE_ERROR : stored;
	}
}

function toDownloadFailure(result: RequestResult | BlockedUrl): DownloadFailure {
	if (result.kind !== 'response')
		return { reason: result.reason, retryable: result.kind !== 'blocked' };
	// It can take a moment until a file is on every server of the CDN.
	const isTemporary = isRetryable(result) || result.status === 404;
	return { reason: `its server answers with status ${result.status}`, retryable: isTemporary };
}

/** Checks a file before any of it is read. */
function findFileProblem(file: ResumableDownload['file']): DownloadFailure | undefined {
	const { mimeType, bytes } = file;
	if (isTextMimeType(mimeType))
		return { reason: 'its server sends text or a web page instead of the file', retryable: true };
	if (bytes === 0) return EMPTY_FILE_ERROR;
	if (bytes !== undefined && bytes > MAX_FILE_BYTES)
		return { reason: 'it is larger than 5 GB', retryable: false };
	return undefined;
}

/** Why n8n could not store a file, for messages. */
export function describeStorageError(thrown: unknown): string {
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	const text = `${String(code)} ${String(message)}`;
	if (/ENOSPC|EDQUOT|no space left/i.test(text)) return 'the disk of your n8n instance is full';
	const limit = /max size limit of ([\d.]+ MB) set for `database` mode/.exec(text)?.[1];
	if (limit)
		return `it is larger than your n8n instance stores in its database, ${limit} (N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE)`;
	return `n8n could not store it (${sanitizeText(String(message))})`;
}
