import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { anyAccount } from '../../api/accounts';
import { uploadAnswer } from '../../api/responseSchemas';
import type { PixVerseApi } from '../../api/client';
import { clockOf } from '../../api/clock';
import type { ByteStream } from '../../api/openDownload';
import { isText, isWebAddress } from '../../api/openDownload';
import type { Occasion } from '../../api/errors';
import { inputError } from '../../api/errors';
import { readAs } from '../../api/parseResponse';
import type { Reply } from '../../api/requestResult';
import { passes, succeeded } from '../../api/requestResult';
import { LARGEST_FILE, WebFile } from '../../api/resumableDownload';
import { presentable } from '../../api/sanitizeText';
import { Gate } from '../semaphore';
import type { MediaInput } from './mediaInput';
import { ACCEPTED, isUploadedPath, uploadType } from './mediaInput';

/** What is known of a file. */
interface Description {
	mimeType: string;
	/** File name or address. */
	name: string;
	bytes?: number;
}

/** A file ready to be sent. */
interface Source extends Description {
	body: ByteStream | Buffer;
	/** Where it comes from the web. */
	file?: WebFile;
}

/** Milliseconds without any progress. */
const STALLED = 5 * 60_000;
/** A file of 5 GB takes this long at 0.7 MB/s. */
const LONGEST_UPLOAD = 120 * 60_000;
const AT_ONCE = 3;
/** How often an upload is sent. */
const TRIES = 3;
/** Milliseconds before the second try; doubles from there. */
const PAUSE = 1000;

/** Sends files to PixVerse: each one once, several at a time, as streams. */
export class Uploads {
	private readonly gate = new Gate(AT_ONCE);
	private account?: Promise<string | undefined>;
	private readonly done = new Map<string, Promise<IDataObject>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
	) {}

	/**
	 * Everything about a file that can be known without sending anything.
	 * @throws NodeOperationError that names the parameter and the item
	 */
	check(input: MediaInput, itemIndex: number): void {
		const { source, value, parameter } = input;
		if (source === 'path' && !isUploadedPath(value))
			throw this.refuse(itemIndex, `"${parameter}" is not the path of an upload`, {
				description:
					'A path looks like upload/1a2b.png and comes from File: Upload. To use a file on the web, switch the field to URL.',
			});
		if (source === 'url' && !isWebAddress(value))
			throw this.refuse(itemIndex, `"${parameter}" is not a web address`, {
				description: 'An address starts with https://.',
			});
		if (source === 'binary') {
			const { mimeType, fileName, fileExtension, bytes } = this.binaryOf(input, itemIndex);
			const name = fileName ?? `file.${fileExtension ?? ''}`;
			this.typeOf({ mimeType, name, bytes }, input, itemIndex);
		}
	}

	/** The path for a media parameter, uploading when needed. The same file is uploaded once, however often it is used. */
	async pathOf(input: MediaInput, itemIndex: number, account?: string): Promise<string> {
		if (input.source === 'path') {
			this.check(input, itemIndex);
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
		this.check(input, itemIndex);
		const key = `${account ?? ''}|${this.identity(input, itemIndex)}`;
		let upload = this.done.get(key);
		if (!upload) {
			upload = this.gate.pass(async () => await this.send(input, itemIndex, account));
			this.done.set(key, upload);
		}
		return await upload;
	}

	private async send(input: MediaInput, itemIndex: number, wish?: string): Promise<IDataObject> {
		// Which one does not matter: every account can use what any of them has uploaded.
		const account = wish ?? (await (this.account ??= anyAccount(this.api)));
		const api = this.api.forItem(itemIndex);
		const occasion = { task: `upload the file of "${input.parameter}"`, account };
		const clock = clockOf(this.context);
		let sent = await this.sendOnce(api, input, itemIndex, account);
		// An upload costs nothing, so it may be sent again.
		for (let tries = 1; tries < TRIES && mayPass(sent.reply); tries++) {
			await clock.sleep(PAUSE * 2 ** (tries - 1));
			sent = await this.sendOnce(api, input, itemIndex, account);
		}
		const { reply, source, type } = sent;
		if (!succeeded(reply)) throw api.refusal(reply, occasion);
		const { parameter } = input;
		const { path, url } = uploadedIn(api, reply.body, { ...occasion, parameter, itemIndex });
		return { path, url, mimeType: type, size: source.bytes ?? null };
	}

	private async sendOnce(
		api: PixVerseApi,
		input: MediaInput,
		itemIndex: number,
		account?: string,
	): Promise<{ reply: Reply; source: Source; type: string }> {
		const source =
			input.source === 'binary'
				? await this.fromBinary(input, itemIndex)
				: await this.fromUrl(input, itemIndex);
		try {
			const type = this.typeOf(source, input, itemIndex);
			const reply = await api.send({
				method: 'POST',
				path: 'files/',
				query: { email: account },
				body: source.body as never,
				headers: {
					'Content-Type': type,
					...(source.bytes === undefined ? {} : { 'Content-Length': String(source.bytes) }),
				},
				timeout: STALLED,
				longest: LONGEST_UPLOAD,
			});
			const { trouble } = source.file ?? {};
			if (trouble && !succeeded(reply))
				throw this.refuse(itemIndex, `The file of "${input.parameter}" did not come as a whole`, {
					description: `What happened at its address: ${trouble.reason}. Nothing was generated for this item. Try again, or use another address.`,
				});
			return { reply, source, type };
		} finally {
			if ('destroy' in source.body) source.body.destroy();
			source.file?.close();
		}
	}

	private async fromBinary(input: MediaInput, itemIndex: number): Promise<Source> {
		const { helpers } = this.context;
		const data = this.binaryOf(input, itemIndex);
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
			throw this.refuse(itemIndex, `n8n no longer has the file of "${input.parameter}"`, {
				description:
					'Files are deleted together with the execution they belong to. Run the workflow from the node that makes the file.',
			});
		}
	}

	private binaryOf(input: MediaInput, itemIndex: number) {
		try {
			return this.context.helpers.assertBinaryData(itemIndex, input.value);
		} catch {
			throw this.refuse(
				itemIndex,
				`"${input.parameter}": the item has no file in the binary field "${input.value}"`,
				{
					description:
						'Check the name of the field in the input panel (Binary tab), or take the file from a URL or an earlier upload.',
				},
			);
		}
	}

	private async fromUrl(input: MediaInput, itemIndex: number): Promise<Source> {
		const { parameter, value: url } = input;
		const opened = await WebFile.open(this.context, clockOf(this.context), url);
		if (opened instanceof WebFile) {
			const { mimeType, bytes } = opened;
			return { body: opened.stream, mimeType, name: url, bytes, file: opened };
		}
		if (opened.kind === 'answer')
			throw this.refuse(
				itemIndex,
				`The address in "${parameter}" answers with status ${opened.status} instead of a file`,
				{ description: 'Open it in a private browser window: it has to work without signing in.' },
			);
		throw this.refuse(itemIndex, `The address in "${parameter}" could not be reached`, {
			description: `What happened: ${opened.reason}. Check the address.`,
		});
	}

	/** The content type, after everything that can be known of a file is checked. */
	private typeOf(source: Description, input: MediaInput, itemIndex: number): string {
		const { parameter } = input;
		const found = uploadType(source.mimeType, source.name);
		const problem = this.problemOf(source, input, found?.kind);
		if (problem || !found) {
			throw this.refuse(itemIndex, `"${parameter}" ${problem?.because ?? 'cannot be used'}`, {
				description: problem?.advice,
			});
		}
		return found.type;
	}

	private problemOf(source: Description, input: MediaInput, kind?: keyof typeof ACCEPTED) {
		const wanted = input.accepts;
		const accepted = wanted ? ACCEPTED[wanted] : Object.values(ACCEPTED).join(', ');
		if (source.bytes === 0)
			return { because: 'is an empty file', advice: 'Check the node that makes the file.' };
		if (source.bytes !== undefined && source.bytes > LARGEST_FILE)
			return {
				because: `is ${(source.bytes / 1024 ** 3).toFixed(1)} GB, but PixVerse takes at most 5 GB`,
				advice: 'Use a smaller file.',
			};
		if (isText(source.mimeType) && input.source === 'url')
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

	private identity(input: MediaInput, itemIndex: number): string {
		if (input.source === 'url') return `${input.accepts}|${input.value}`;
		return `${input.accepts}|${this.binaryOf(input, itemIndex).id ?? `${itemIndex}/${input.value}`}`;
	}

	private refuse(itemIndex: number, message: string, more: { description?: string }) {
		return inputError(this.context.getNode(), itemIndex, { message, ...more });
	}
}

/**
 * Where an uploaded file is now.
 * @throws NodeOperationError when PixVerse did not take it, NodeApiError when the answer is none
 */
export function uploadedIn(
	api: PixVerseApi,
	body: unknown,
	{ parameter, ...occasion }: Occasion & { parameter: string; itemIndex: number },
): { path: string; url: string | null } {
	const answer = readAs(api, uploadAnswer, body, occasion);
	// Images answer result[0].path, video and audio a top-level path.
	const file = answer.result?.[0] ?? answer;
	const path = answer.result?.[0]?.path ?? answer.path;
	const complaint = answer.result?.[0]?.err_msg;
	if (path && !complaint) return { path, url: file.url ?? null };
	throw inputError(api.node, occasion.itemIndex, {
		message: `PixVerse did not take the file of "${parameter}"`,
		description: `${complaint ? `It says: ${presentable(complaint)}. ` : ''}Try another file; images above 1920 × 1920 pixels or 5 MB may be refused.`,
	});
}

/** Whether sending it again can help. An address where nothing is cannot get better in a moment. */
function mayPass(reply: Reply): boolean {
	return passes(reply) && !(reply.kind === 'silence' && reply.delivered === 'no');
}
