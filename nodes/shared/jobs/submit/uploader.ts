import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { pickAccount } from '../../api/accounts';
import { uploadResponseSchema } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import type { ByteStream } from '../../api/openDownload';
import { isTextMimeType, isHttpUrl } from '../../api/openDownload';
import type { ErrorContext } from '../../api/errors';
import { createInputError } from '../../api/errors';
import { parseResponse } from '../../api/parseResponse';
import type { RequestResult } from '../../api/requestResult';
import { isRetryable, isSuccess } from '../../api/requestResult';
import { MAX_FILE_BYTES, ResumableDownload } from '../../api/resumableDownload';
import { sanitizeText } from '../../api/sanitizeText';
import { Semaphore } from '../semaphore';
import type { MediaInput } from './mediaInput';
import { ACCEPTED_FORMATS, isUploadPath, resolveUploadType } from './mediaInput';

/** What is known of a file. */
interface FileInfo {
	mimeType: string;
	/** File name or address. */
	name: string;
	bytes?: number;
}

/** A file ready to be sent. */
interface UploadSource extends FileInfo {
	body: ByteStream | Buffer;
	/** Where it comes from the web. */
	file?: ResumableDownload;
}

/** Milliseconds without any progress. */
const UPLOAD_IDLE_TIMEOUT_MS = 5 * 60_000;
/** A file of 5 GB takes this long at 0.7 MB/s. */
const UPLOAD_TIMEOUT_MS = 120 * 60_000;
const MAX_PARALLEL_UPLOADS = 3;
/** How often an upload is sent. */
const MAX_UPLOAD_ATTEMPTS = 3;
/** Milliseconds before the second try; doubles from there. */
const RETRY_DELAY_MS = 1000;

/** Sends files to PixVerse: each one once, several at a time, as streams. */
export class Uploader {
	private readonly gate = new Semaphore(MAX_PARALLEL_UPLOADS);
	private account?: Promise<string | undefined>;
	private readonly uploads = new Map<string, Promise<IDataObject>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
	) {}

	/**
	 * Everything about a file that can be known without sending anything.
	 * @throws NodeOperationError that names the parameter and the item
	 */
	validate(input: MediaInput, itemIndex: number): void {
		const { source, value, parameter } = input;
		if (source === 'path' && !isUploadPath(value))
			throw this.createError(itemIndex, `"${parameter}" is not the path of an upload`, {
				description:
					'A path looks like upload/1a2b.png and comes from File: Upload. To use a file on the web, switch the field to URL.',
			});
		if (source === 'url' && !isHttpUrl(value))
			throw this.createError(itemIndex, `"${parameter}" is not a web address`, {
				description: 'An address starts with https://.',
			});
		if (source === 'binary') {
			const { mimeType, fileName, fileExtension, bytes } = this.getBinary(input, itemIndex);
			const name = fileName ?? `file.${fileExtension ?? ''}`;
			this.validateType({ mimeType, name, bytes }, input, itemIndex);
		}
	}

	/** The path for a media parameter, uploading when needed. The same file is uploaded once, however often it is used. */
	async resolvePath(input: MediaInput, itemIndex: number, account?: string): Promise<string> {
		if (input.source === 'path') {
			this.validate(input, itemIndex);
			return input.value;
		}
		const uploaded = await this.upload(input, itemIndex, account);
		return String(uploaded.path);
	}

	/**
	 * Uploads one file.
	 * @returns `path`, `url`, `mimeType` and `size` where known
	 */
	async upload(input: MediaInput, itemIndex: number, account?: string): Promise<IDataObject> {
		this.validate(input, itemIndex);
		const key = `${account ?? ''}|${this.cacheKey(input, itemIndex)}`;
		let upload = this.uploads.get(key);
		if (!upload) {
			upload = this.gate.run(async () => await this.uploadWithRetry(input, itemIndex, account));
			this.uploads.set(key, upload);
		}
		return await upload;
	}

	private async uploadWithRetry(
		input: MediaInput,
		itemIndex: number,
		wish?: string,
	): Promise<IDataObject> {
		// Which one does not matter: every account can use what any of them has uploaded.
		const account = wish ?? (await (this.account ??= pickAccount(this.api)));
		const api = this.api.forItem(itemIndex);
		const errorContext = { verbPhrase: `upload the file of "${input.parameter}"`, account };
		const clock = getClock(this.context);
		let sent = await this.sendOnce(api, input, itemIndex, account);
		// An upload costs nothing, so it may be sent again.
		for (let tries = 1; tries < MAX_UPLOAD_ATTEMPTS && isRetryableUpload(sent.reply); tries++) {
			await clock.sleep(RETRY_DELAY_MS * 2 ** (tries - 1));
			sent = await this.sendOnce(api, input, itemIndex, account);
		}
		const { reply, source, type } = sent;
		if (!isSuccess(reply)) throw api.toError(reply, errorContext);
		const { parameter } = input;
		const { path, url } = parseUploadResponse(api, reply.body, {
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
	): Promise<{ reply: RequestResult; source: UploadSource; type: string }> {
		const source =
			input.source === 'binary'
				? await this.fromBinary(input, itemIndex)
				: await this.fromUrl(input, itemIndex);
		try {
			const type = this.validateType(source, input, itemIndex);
			const reply = await api.send({
				method: 'POST',
				path: 'files/',
				query: { email: account },
				body: source.body as never,
				headers: {
					'Content-Type': type,
					...(source.bytes === undefined ? {} : { 'Content-Length': String(source.bytes) }),
				},
				idleTimeout: UPLOAD_IDLE_TIMEOUT_MS,
				responseTimeout: UPLOAD_TIMEOUT_MS,
			});
			const { trouble } = source.file ?? {};
			if (trouble && !isSuccess(reply))
				throw this.createError(
					itemIndex,
					`The file of "${input.parameter}" did not come as a whole`,
					{
						description: `What happened at its address: ${trouble.reason}. Nothing was generated for this item. Try again, or use another address.`,
					},
				);
			return { reply, source, type };
		} finally {
			if ('destroy' in source.body) source.body.destroy();
			source.file?.close();
		}
	}

	private async fromBinary(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		const { helpers } = this.context;
		const data = this.getBinary(input, itemIndex);
		const name = data.fileName ?? `file.${data.fileExtension ?? ''}`;
		// Without an ID the data is in memory already, so there is nothing to stream.
		if (!data.id) {
			const body = await helpers.getBinaryDataBuffer(itemIndex, input.value);
			return { body, mimeType: data.mimeType, name, bytes: body.length };
		}
		try {
			const { fileSize: bytes } = await helpers.getBinaryMetadata(data.id);
			const body = await helpers.getBinaryStream(data.id);
			return { body, mimeType: data.mimeType, name, bytes };
		} catch {
			throw this.createError(itemIndex, `n8n no longer has the file of "${input.parameter}"`, {
				description:
					'Files are deleted together with the execution they belong to. Run the workflow from the node that makes the file.',
			});
		}
	}

	private getBinary(input: MediaInput, itemIndex: number) {
		try {
			return this.context.helpers.assertBinaryData(itemIndex, input.value);
		} catch {
			throw this.createError(
				itemIndex,
				`"${input.parameter}": the item has no file in the binary field "${input.value}"`,
				{
					description:
						'Check the name of the field in the input panel (Binary tab), or take the file from a URL or an earlier upload.',
				},
			);
		}
	}

	private async fromUrl(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		const { parameter, value: url } = input;
		const opened = await ResumableDownload.open(this.context, getClock(this.context), url);
		if (opened instanceof ResumableDownload) {
			const { mimeType, bytes } = opened;
			return { body: opened.stream, mimeType, name: url, bytes, file: opened };
		}
		if (opened.kind === 'response')
			throw this.createError(
				itemIndex,
				`The address in "${parameter}" answers with status ${opened.status} instead of a file`,
				{ description: 'Open it in a private browser window: it has to work without signing in.' },
			);
		throw this.createError(itemIndex, `The address in "${parameter}" could not be reached`, {
			description: `What happened: ${opened.reason}. Check the address.`,
		});
	}

	/** The content type, after everything that can be known of a file is checked. */
	private validateType(source: FileInfo, input: MediaInput, itemIndex: number): string {
		const { parameter } = input;
		const found = resolveUploadType(source.mimeType, source.name);
		const problem = this.findProblem(source, input, found?.kind);
		if (problem || !found) {
			throw this.createError(itemIndex, `"${parameter}" ${problem?.because ?? 'cannot be used'}`, {
				description: problem?.advice,
			});
		}
		return found.type;
	}

	private findProblem(source: FileInfo, input: MediaInput, kind?: keyof typeof ACCEPTED_FORMATS) {
		const wanted = input.accepts;
		const accepted = wanted ? ACCEPTED_FORMATS[wanted] : Object.values(ACCEPTED_FORMATS).join(', ');
		if (source.bytes === 0)
			return { because: 'is an empty file', advice: 'Check the node that makes the file.' };
		if (source.bytes !== undefined && source.bytes > MAX_FILE_BYTES)
			return {
				because: `is ${(source.bytes / 1024 ** 3).toFixed(1)} GB, but PixVerse takes at most 5 GB`,
				advice: 'Use a smaller file.',
			};
		if (isTextMimeType(source.mimeType) && input.source === 'url')
			return {
				because: 'leads to a web page, not to a file',
				advice: `Use the address of the file itself (${accepted}).`,
			};
		if (!kind)
			return {
				because: `is of type ${source.mimeType || 'unknown'}, which PixVerse does not take`,
				advice: `Use ${accepted}.`,
			};
		if (wanted && kind !== wanted)
			return {
				because: `needs ${wanted === 'video' ? 'a' : 'an'} ${wanted}, but the file is ${source.mimeType}`,
				advice: `Use ${accepted}.`,
			};
		return undefined;
	}

	private cacheKey(input: MediaInput, itemIndex: number): string {
		if (input.source === 'url') return `${input.accepts}|${input.value}`;
		return `${input.accepts}|${this.getBinary(input, itemIndex).id ?? `${itemIndex}/${input.value}`}`;
	}

	private createError(itemIndex: number, message: string, more: { description?: string }) {
		return createInputError(this.context.getNode(), itemIndex, { message, ...more });
	}
}

/**
 * Where an uploaded file is now.
 * @throws NodeOperationError when PixVerse did not take it, NodeApiError when the answer is none
 */
export function parseUploadResponse(
	api: PixVerseClient,
	body: unknown,
	{ parameter, ...errorContext }: ErrorContext & { parameter: string; itemIndex: number },
): { path: string; url: string | null } {
	const answer = parseResponse(api, uploadResponseSchema, body, errorContext);
	// Images answer result[0].path, video and audio a top-level path.
	const file = answer.result?.[0] ?? answer;
	const path = answer.result?.[0]?.path ?? answer.path;
	const complaint = answer.result?.[0]?.err_msg;
	if (path && !complaint) return { path, url: file.url ?? null };
	throw createInputError(api.node, errorContext.itemIndex, {
		message: `PixVerse did not take the file of "${parameter}"`,
		description: `${complaint ? `It says: ${sanitizeText(complaint)}. ` : ''}Try another file; images above 1920 × 1920 pixels or 5 MB may be refused.`,
	});
}

/** Whether sending it again can help. An address where nothing is cannot get better in a moment. */
function isRetryableUpload(reply: RequestResult): boolean {
	return isRetryable(reply) && !(reply.kind === 'networkFailure' && reply.delivered === 'no');
}
