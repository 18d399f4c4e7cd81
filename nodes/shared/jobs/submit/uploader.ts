import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { pickAccount } from '../../api/accounts';
import { isHttpUrl } from '../../api/baseUrl';
import type { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import { createInputError, toNodeError } from '../../api/errors';
import { isRetryable, isSuccess, type RequestResult } from '../../api/requestResult';
import { retry } from '../../api/retry';
import { MINUTE, SECOND } from '../../time';
import { describeStorageError } from '../output/fileDownloader';
import { Semaphore } from '../semaphore';
import { findFileIssue } from './fileIssues';
import { isUploadPath, MediaInput } from './mediaInput';
import { parseUploadResponse } from './uploadResponse';
import { type FileEvidence, FileSources, type UploadSource } from './fileSources';
import { resolveUploadType } from './uploadType';

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
	private readonly sources;
	private readonly uploads = new Map<string, Promise<IDataObject>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
	) {
		this.sources = new FileSources(context);
	}

	/**
	 * Checks everything about a file that can be known without sending anything.
	 * @throws NodeOperationError with parameter and item
	 */
	async validate(input: MediaInput, itemIndex: number): Promise<void> {
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
		if (source === 'binary')
			await this.resolveType(this.sources.describe(input, itemIndex), input, itemIndex);
	}

	/** Returns the path for a media parameter, and uploads the file if necessary. */
	async resolvePath(input: MediaInput, itemIndex: number, account?: string): Promise<string> {
		if (input.source === 'path') {
			await this.validate(input, itemIndex);
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
		await this.validate(input, itemIndex);
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
		let file = input;
		const { result, source, type } = await retry(
			getClock(this.context),
			{
				maxAttempts: MAX_UPLOAD_ATTEMPTS,
				initialDelayMs: RETRY_DELAY_MS,
				// An upload costs nothing, so it may be repeated.
				shouldRetry: (last) => isRetryableUpload(last.result) || lacksLength(last),
			},
			async () => {
				const sent = await this.sendOnce(api, file, itemIndex, account);
				if (lacksLength(sent)) file = await this.store(input, itemIndex);
				return sent;
			},
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
		return await this.withSource(input, itemIndex, async (source, type) => {
			const { body, bytes } = source;
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
			return { result, source, type, isComplete: isSuccess(result) };
		});
	}

	/** Lets n8n store the file of a URL, so that its length is known without holding it in memory. */
	private async store(input: MediaInput, itemIndex: number): Promise<MediaInput> {
		const { value, parameter, accepts, types, seconds } = input;
		const { file } = await this.withSource(input, itemIndex, async ({ body }, type) => {
			try {
				return { file: await this.context.helpers.prepareBinaryData(body, undefined, type) };
			} catch (thrown) {
				throw this.createError(
					itemIndex,
					`The file of "${parameter}" could not be uploaded`,
					`PixVerse needs its length, which its server doesn't tell, and ${describeStorageError(thrown)}.`,
				);
			}
		});
		return new MediaInput('binary', value, parameter, accepts, types, file, seconds);
	}

	/**
	 * Opens a file for a task.
	 * @throws NodeOperationError if the file is not accepted, or if its download was interrupted
	 */
	private async withSource<T extends object>(
		input: MediaInput,
		itemIndex: number,
		task: (source: UploadSource, type: string) => Promise<T & { isComplete?: boolean }>,
	): Promise<T> {
		const source = await this.sources.open(input, itemIndex);
		const { body, download } = source;
		try {
			const type = await this.resolveType(source, input, itemIndex);
			const result = await task(source, type);
			if (!download?.failure || result.isComplete) return result;
			throw this.createTruncatedError(input, itemIndex, download.failure.reason);
		} catch (thrown) {
			if (!download?.failure) throw toNodeError(this.api, itemIndex, thrown);
			throw this.createTruncatedError(input, itemIndex, download.failure.reason);
		} finally {
			if ('destroy' in body) body.destroy();
			download?.close();
		}
	}

	/** @returns the MIME type to upload the file as */
	private async resolveType(
		info: FileEvidence,
		input: MediaInput,
		itemIndex: number,
	): Promise<string> {
		const { mimeType, names, bytes } = info;
		let resolved = resolveUploadType(mimeType, names);
		const isEnough = resolved && !input.seconds;
		const head = isEnough || bytes === 0 ? undefined : await info.readHead();
		if (head) resolved = resolveUploadType(mimeType, names, head);
		const issue = findFileIssue(info, input, resolved, head);
		if (!issue && resolved) return resolved.type;
		const { problem = 'cannot be used', advice } = issue ?? {};
		throw this.createError(itemIndex, `"${input.parameter}" ${problem}`, advice);
	}

	private getCacheKey(input: MediaInput, itemIndex: number): string {
		const { accepts, source, value, parameter } = input;
		if (source === 'url') return `${accepts}|${value}`;
		// Without an ID, the data is in memory.
		const { id = `${itemIndex}/${input.file ? parameter : value}` } = this.sources.getFile(
			input,
			itemIndex,
		);
		return `${accepts}|${id}`;
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

/** A host that doesn't exist won't exist a moment later. */
function isRetryableUpload(result: RequestResult): boolean {
	return isRetryable(result) && !(result.kind === 'networkFailure' && !result.mayHaveBeenReceived);
}

/** Storage services don't accept an upload without its length, and may close the connection without a response. */
function lacksLength({ source, result }: { source: UploadSource; result: RequestResult }): boolean {
	if (source.bytes !== undefined) return false;
	return result.kind === 'networkFailure' ? result.mayHaveBeenReceived : result.status === 411;
}
