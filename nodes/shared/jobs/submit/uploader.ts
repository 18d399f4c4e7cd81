import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { pickAccount } from '../../api/accounts';
import { isHttpUrl } from '../../api/baseUrl';
import type { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import { createInputError, toNodeError } from '../../api/errors';
import { type ByteStream, isTextMimeType } from '../../api/openDownload';
import { isRetryable, isSuccess, type RequestResult } from '../../api/requestResult';
import { MAX_FILE_BYTES, ResumableDownload } from '../../api/resumableDownload';
import { retry } from '../../api/retry';
import { withArticle } from '../../text';
import { MINUTE, SECOND } from '../../time';
import { Semaphore } from '../semaphore';
import { parseUploadResponse } from './uploadResponse';
import { formatAccepted, isUploadPath, type MediaInput, resolveUploadType } from './mediaInput';

interface FileInfo {
	mimeType: string;
	/** File name or URL. */
	name: string;
	bytes?: number;
}

interface UploadSource extends FileInfo {
	body: ByteStream | Buffer;
	/** Set if the file comes from a URL. */
	download?: ResumableDownload;
}

const UPLOAD_IDLE_TIMEOUT_MS = 5 * MINUTE;
/** A file of 5 GB takes this long at 0.7 MB/s. */
const UPLOAD_TIMEOUT_MS = 120 * MINUTE;
const MAX_PARALLEL_UPLOADS = 3;
const MAX_UPLOAD_ATTEMPTS = 3;
const RETRY_DELAY_MS = SECOND;

/** Uploads files to PixVerse as streams, each file once. */
export class Uploader {
	private readonly semaphore = new Semaphore(MAX_PARALLEL_UPLOADS);
	private account?: Promise<string | undefined>;
	private readonly uploads = new Map<string, Promise<IDataObject>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
	) {}

	/**
	 * Checks everything about a file that can be known without sending anything.
	 * @throws NodeOperationError with parameter and item
	 */
	validate(input: MediaInput, itemIndex: number): void {
		const { source, value, parameter } = input;
		if (source === 'path' && !isUploadPath(value))
			throw this.createError(
				itemIndex,
				`"${parameter}" is not the path of an upload`,
				'A path looks like upload/1a2b.png and is returned by File: Upload. To use a file from the web, switch the field to URL.',
			);
		if (source === 'url' && !isHttpUrl(value))
			throw this.createError(
				itemIndex,
				`"${parameter}" is not a URL`,
				'A URL starts with https://.',
			);
		if (source === 'binary') this.validateType(this.getBinary(input, itemIndex), input, itemIndex);
	}

	/** Returns the path for a media parameter, and uploads the file if necessary. */
	async resolvePath(input: MediaInput, itemIndex: number, account?: string): Promise<string> {
		if (input.source === 'path') {
			this.validate(input, itemIndex);
			return input.value;
		}
		const uploaded = await this.upload(input, itemIndex, account);
		return String(uploaded.path);
	}

	/**
	 * Uploads a file. The same file is uploaded once, however often it is used.
	 * @returns `path`, `url`, `mimeType`, and `size` if known
	 */
	async upload(input: MediaInput, itemIndex: number, account?: string): Promise<IDataObject> {
		this.validate(input, itemIndex);
		const key = `${account ?? ''}|${this.getCacheKey(input, itemIndex)}`;
		let upload = this.uploads.get(key);
		if (!upload) {
			upload = this.semaphore.run(
				async () => await this.uploadWithRetry(input, itemIndex, account),
			);
			this.uploads.set(key, upload);
		}
		return await upload;
	}

	private async uploadWithRetry(
		input: MediaInput,
		itemIndex: number,
		requestedAccount?: string,
	): Promise<IDataObject> {
		// Any account will do: every account can use the uploads of the others.
		const account = requestedAccount ?? (await (this.account ??= pickAccount(this.api)));
		const api = this.api.forItem(itemIndex);
		const { parameter } = input;
		const { result, source, type } = await retry(
			getClock(this.context),
			{
				maxAttempts: MAX_UPLOAD_ATTEMPTS,
				initialDelayMs: RETRY_DELAY_MS,
				// An upload costs nothing, so it may be repeated.
				shouldRetry: (last) => isRetryableUpload(last.result),
			},
			async () => await this.sendOnce(api, input, itemIndex, account),
		);
		const errorContext = { verbPhrase: `upload the file of "${parameter}"`, account };
		if (!isSuccess(result)) throw api.toError(result, errorContext);
		const { path, url } = parseUploadResponse(api, result.body, {
			...errorContext,
			parameter,
			itemIndex,
		});
		return { path, url, mimeType: type, size: source.bytes ?? null };
	}

	private async sendOnce(
		api: PixVerseClient,
		input: MediaInput,
		itemIndex: number,
		account?: string,
	): Promise<{ result: RequestResult; source: UploadSource; type: string }> {
		const source = await this.openSource(input, itemIndex);
		const { body, bytes, download } = source;
		try {
			const type = this.validateType(source, input, itemIndex);
			const result = await api.send({
				method: 'POST',
				path: 'files/',
				query: { email: account },
				body: body as never,
				headers: {
					'Content-Type': type,
					...(bytes !== undefined && { 'Content-Length': String(bytes) }),
				},
				idleTimeout: UPLOAD_IDLE_TIMEOUT_MS,
				responseTimeout: UPLOAD_TIMEOUT_MS,
			});
			if (!download?.failure || isSuccess(result)) return { result, source, type };
			throw this.createTruncatedError(input, itemIndex, download.failure.reason);
		} catch (thrown) {
			if (!download?.failure) throw toNodeError(api, itemIndex, thrown);
			throw this.createTruncatedError(input, itemIndex, download.failure.reason);
		} finally {
			if ('destroy' in body) body.destroy();
			download?.close();
		}
	}

	private async openSource(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		return input.source === 'binary'
			? await this.openBinary(input, itemIndex)
			: await this.openUrl(input, itemIndex);
	}

	private async openBinary(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		const { helpers } = this.context;
		const { id, ...info } = this.getBinary(input, itemIndex);
		// Without an ID, the data is in memory.
		if (!id) {
			const body = await helpers.getBinaryDataBuffer(itemIndex, input.value);
			return { ...info, body, bytes: body.length };
		}
		try {
			const { fileSize: bytes } = await helpers.getBinaryMetadata(id);
			return { ...info, body: await helpers.getBinaryStream(id), bytes };
		} catch {
			throw this.createError(
				itemIndex,
				`n8n no longer has the file of "${input.parameter}"`,
				'n8n deletes files together with the execution they belong to. Run the workflow again from the node that creates the file.',
			);
		}
	}

	private getBinary(input: MediaInput, itemIndex: number): FileInfo & { id?: string } {
		try {
			const { id, mimeType, fileName, fileExtension, bytes } =
				this.context.helpers.assertBinaryData(itemIndex, input.value);
			return { id, mimeType, name: fileName ?? `file.${fileExtension ?? ''}`, bytes };
		} catch {
			throw this.createError(
				itemIndex,
				`"${input.parameter}": the item has no file in the binary field "${input.value}"`,
				'Check the name of the field in the input panel (Binary tab), or use a URL or an earlier upload instead.',
			);
		}
	}

	private async openUrl(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		const { parameter, value: url } = input;
		const opened = await ResumableDownload.open(this.context, getClock(this.context), url);
		if (opened instanceof ResumableDownload) {
			const { mimeType, bytes, stream } = opened;
			return { body: stream, mimeType, name: url, bytes, download: opened };
		}
		if (opened.kind === 'response')
			throw this.createError(
				itemIndex,
				`The URL in "${parameter}" answers with status ${opened.status} instead of a file`,
				'Open the URL in a private browser window: it must work without signing in.',
			);
		throw this.createError(
			itemIndex,
			`The URL in "${parameter}" could not be reached`,
			`Reason: ${opened.reason}. Check the URL.`,
		);
	}

	/** @returns the MIME type to upload the file as */
	private validateType(info: FileInfo, input: MediaInput, itemIndex: number): string {
		const resolved = resolveUploadType(info.mimeType, info.name);
		const issue = findFileIssue(info, input, resolved);
		if (!issue && resolved) return resolved.type;
		const { problem = 'cannot be used', advice } = issue ?? {};
		throw this.createError(itemIndex, `"${input.parameter}" ${problem}`, advice);
	}

	private getCacheKey(input: MediaInput, itemIndex: number): string {
		const { accepts, source, value } = input;
		if (source === 'url') return `${accepts}|${value}`;
		return `${accepts}|${this.getBinary(input, itemIndex).id ?? `${itemIndex}/${value}`}`;
	}

	private createTruncatedError({ parameter }: MediaInput, itemIndex: number, reason: string) {
		return this.createError(
			itemIndex,
			`The file of "${parameter}" could not be downloaded completely`,
			`Reason: ${reason}. Nothing was generated for this item. Try again, or use another URL.`,
		);
	}

	private createError(itemIndex: number, message: string, description?: string) {
		return createInputError(this.context.getNode(), itemIndex, { message, description });
	}
}

function findFileIssue(
	{ mimeType, bytes }: FileInfo,
	input: MediaInput,
	resolved: ReturnType<typeof resolveUploadType>,
): { problem: string; advice: string } | undefined {
	const { accepts, source, types } = input;
	const formats = formatAccepted(input);
	if (bytes === 0)
		return { problem: 'is an empty file', advice: 'Check the node that creates the file.' };
	if (bytes !== undefined && bytes > MAX_FILE_BYTES)
		return {
			problem: `is ${(bytes / 1024 ** 3).toFixed(1)} GB, but PixVerse accepts at most 5 GB`,
			advice: 'Use a smaller file.',
		};
	if (isTextMimeType(mimeType) && source === 'url')
		return {
			problem: 'leads to a web page, not to a file',
			advice: `Use the URL of the file itself (${formats}).`,
		};
	if (!resolved)
		return {
			problem: `is of type ${mimeType || 'unknown'}, which PixVerse doesn't accept`,
			advice: `Use ${formats}.`,
		};
	if (accepts && resolved.kind !== accepts)
		return {
			problem: `needs ${withArticle(accepts)}, but the file is ${mimeType}`,
			advice: `Use ${formats}.`,
		};
	if (types && !types.includes(resolved.type))
		return {
			problem: `is of type ${resolved.type}, which is not accepted here`,
			advice: `Use ${formats}.`,
		};
	return undefined;
}

/** A host that doesn't exist won't exist a moment later. */
function isRetryableUpload(result: RequestResult): boolean {
	return isRetryable(result) && !(result.kind === 'networkFailure' && !result.mayHaveBeenReceived);
}
