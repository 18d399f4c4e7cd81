import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { pickAccount } from '../../api/accounts';
import { isHttpUrl } from '../../api/baseUrl';
import type { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import { createInputError, type ErrorContext, toNodeError } from '../../api/errors';
import { parseResponse } from '../../api/parseResponse';
import { isRetryable, isSuccess, isUnsent, type RequestResult } from '../../api/requestResult';
import { uploadResponseSchema } from '../../api/responseSchemas';
import { retry } from '../../api/retry';
import { sanitizeText } from '../../api/sanitizeText';
import { MINUTE, SECOND } from '../../time';
import { describeStorageError } from '../output/fileDownloader';
import { Semaphore } from '../semaphore';
import type { GenerationRequest } from '../types';
import { findFileIssue } from './fileIssues';
import { isUploadPath, MediaInput } from './mediaInput';
import { type FileEvidence, FileSources, type UploadSource } from './fileSources';
import { resolveUploadType } from './uploadType';

const UPLOAD_IDLE_TIMEOUT_MS = 5 * MINUTE;
/** A file of 5 GB takes this long at 0.7 MB/s. */
const UPLOAD_TIMEOUT_MS = 120 * MINUTE;
const MAX_PARALLEL_UPLOADS = 3;
/** An upload costs nothing, so it may be repeated. */
const MAX_UPLOAD_ATTEMPTS = 3;

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
	async validate(input: MediaInput): Promise<void> {
		const { source, value, parameter } = input;
		if (source === 'path' && !isUploadPath(value))
			throw this.sources.createError(
				input,
				`"${parameter}" is not the path of an upload`,
				'A path looks like upload/1a2b.png and is returned by File: Upload. To use a file from the web, switch the field to URL.',
			);
		if (source === 'url' && !isHttpUrl(value))
			throw this.sources.createError(
				input,
				`"${parameter}" is not a URL`,
				'A URL starts with https://.',
			);
		if (source === 'binary') await this.resolveType(this.sources.describe(input), input);
	}

	/** Builds the body that is sent: files are uploaded and replaced by their paths, undefined values are left out. */
	async buildBody({ body }: GenerationRequest): Promise<IDataObject> {
		const account = body.email as string | undefined;
		const result: Record<string, unknown> = {};
		const files: Array<[name: string, file: MediaInput]> = [];
		for (const [name, value] of Object.entries(body)) {
			if (value instanceof MediaInput) files.push([name, value]);
			else if (value !== undefined) result[name] = value;
		}
		await Promise.all(
			files.map(async ([name, file]) => {
				result[name] =
					file.source === 'path' ? file.value : (await this.upload(file, account)).path;
			}),
		);
		return result as IDataObject;
	}

	/**
	 * Uploads a file. The same file is uploaded once, however often it is used.
	 * @returns `path`, `url`, `mimeType`, and `size` if known
	 */
	async upload(input: MediaInput, account?: string): Promise<IDataObject> {
		await this.validate(input);
		const key = `${account ?? ''}|${this.getCacheKey(input)}`;
		const upload =
			this.uploads.get(key) ??
			this.semaphore.run(async () => await this.uploadWithRetry(input, account));
		this.uploads.set(key, upload);
		return await upload;
	}

	private async uploadWithRetry(input: MediaInput, requested?: string): Promise<IDataObject> {
		// Any account will do: every account can use the uploads of the others.
		const account = requested ?? (await (this.account ??= pickAccount(this.api)));
		const api = this.api.forItem(input.itemIndex);
		let file = input;
		const { result, source, type } = await retry(
			getClock(this.context),
			{
				maxAttempts: MAX_UPLOAD_ATTEMPTS,
				initialDelayMs: SECOND,
				// A host that doesn't exist won't exist a moment later.
				shouldRetry: (last) =>
					(isRetryable(last.result) && !isUnsent(last.result)) || lacksLength(last),
			},
			async () => {
				const sent = await this.sendOnce(api, file, account);
				if (lacksLength(sent)) file = await this.store(input);
				return sent;
			},
		);
		const { parameter } = input;
		const errorContext = { verbPhrase: `upload the file of "${parameter}"`, account };
		if (!isSuccess(result)) throw api.toError(result, errorContext);
		const { path, url } = parseUploadResponse(api, result.body, { ...errorContext, parameter });
		return { path, url, mimeType: type, size: source.bytes ?? null };
	}

	private async sendOnce(
		api: PixVerseClient,
		input: MediaInput,
		account?: string,
	): Promise<{ result: RequestResult; source: UploadSource; type: string }> {
		return await this.withSource(input, async (source, type) => {
			const { body, bytes } = source;
			const length = bytes !== undefined && { 'Content-Length': String(bytes) };
			const result = await api.send({
				method: 'POST',
				path: 'files/',
				query: { email: account },
				body: body as never,
				headers: { 'Content-Type': type, ...length },
				idleTimeout: UPLOAD_IDLE_TIMEOUT_MS,
				responseTimeout: UPLOAD_TIMEOUT_MS,
			});
			return { result, source, type, isComplete: isSuccess(result) };
		});
	}

	/** Lets n8n store the file of a URL, so that its length is known without holding it in memory. */
	private async store(input: MediaInput): Promise<MediaInput> {
		const { value, parameter, itemIndex, required } = input;
		const { file } = await this.withSource(input, async ({ body }, type) => {
			try {
				return { file: await this.context.helpers.prepareBinaryData(body, undefined, type) };
			} catch (thrown) {
				throw this.sources.createError(
					input,
					`The file of "${parameter}" could not be uploaded`,
					`PixVerse needs its length, which its server doesn't send, and ${describeStorageError(thrown)}.`,
				);
			}
		});
		return new MediaInput('binary', value, parameter, itemIndex, required, file);
	}

	/**
	 * Opens a file for a task.
	 * @throws NodeOperationError if the file is not accepted, or if its download was interrupted
	 */
	private async withSource<T extends object>(
		input: MediaInput,
		task: (source: UploadSource, type: string) => Promise<T & { isComplete?: boolean }>,
	): Promise<T> {
		const source = await this.sources.open(input);
		const { body, download } = source;
		try {
			const result = await task(source, await this.resolveType(source, input));
			if (!download?.failure || result.isComplete) return result;
			throw new Error(download.failure.reason);
		} catch (thrown) {
			if (!download?.failure) throw toNodeError(this.api, input.itemIndex, thrown);
			throw this.sources.createError(
				input,
				`The file of "${input.parameter}" could not be downloaded completely`,
				`Reason: ${download.failure.reason}. Nothing was generated for this item. Try again, or use another URL.`,
			);
		} finally {
			if ('destroy' in body) body.destroy();
			download?.close();
		}
	}

	/** @returns the MIME type to upload the file as */
	private async resolveType(info: FileEvidence, input: MediaInput): Promise<string> {
		const { mimeType, names, bytes } = info;
		let resolved = resolveUploadType(mimeType, names);
		const isEnough = resolved && !input.required.seconds;
		const head = isEnough || bytes === 0 ? undefined : await info.readHead();
		if (head) resolved = resolveUploadType(mimeType, names, head);
		const issue = findFileIssue(info, input, resolved, head);
		if (!issue && resolved) return resolved.type;
		const { problem = 'cannot be used', advice } = issue ?? {};
		throw this.sources.createError(input, `"${input.parameter}" ${problem}`, advice);
	}

	private getCacheKey(input: MediaInput): string {
		const { required, source, value, parameter, itemIndex, file } = input;
		// Without an ID, the data is in memory.
		const inMemory = `${itemIndex}/${file ? parameter : value}`;
		const id = source === 'url' ? value : (this.sources.getFile(input).id ?? inMemory);
		return `${required.accepts}|${id}`;
	}
}

/** Storage services don't accept an upload without its length, and may close the connection without a response. */
function lacksLength({ source, result }: { source: UploadSource; result: RequestResult }): boolean {
	if (source.bytes !== undefined) return false;
	return result.kind === 'networkFailure' ? result.mayHaveBeenReceived : result.status === 411;
}

/** @throws NodeOperationError if PixVerse didn't accept the file, NodeApiError if the body is no upload response */
export function parseUploadResponse(
	api: PixVerseClient,
	body: unknown,
	{ parameter, ...errorContext }: ErrorContext & { parameter: string },
): { path: string; url: string | null } {
	const response = parseResponse(api, uploadResponseSchema, body, errorContext);
	// Images are in `result[0]`, video and audio at the top level.
	const image = response.result?.[0];
	const path = image?.path ?? response.path;
	if (path && !image?.err_msg) return { path, url: (image ?? response).url ?? null };
	const reason = image?.err_msg ? `PixVerse's reason: ${sanitizeText(image.err_msg)}. ` : '';
	throw createInputError(api.node, api.itemIndex, {
		message: `PixVerse didn't accept the file of "${parameter}"`,
		description: `${reason}Try another file. Images above 1920 × 1920 pixels or 5 MB may be rejected.`,
	});
}
