import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { getClock } from '../../api/clock';
import { createInputError } from '../../api/errors';
import type { ByteStream } from '../../api/openDownload';
import { ResumableDownload } from '../../api/resumableDownload';
import type { FileInfo } from './fileIssues';
import { describeMissingFile, findItemFile } from './itemFiles';
import type { MediaInput } from './mediaInput';
import { HEAD_BYTES } from './uploadType';

/** A file whose first bytes can be read, if they are needed. */
export interface FileEvidence extends FileInfo {
	readHead(): Promise<Uint8Array>;
}

export interface UploadSource extends FileEvidence {
	body: ByteStream | Buffer;
	/** Set if the file comes from a URL. */
	download?: ResumableDownload;
}

/** The files to upload: in n8n, or at a URL. */
export class FileSources {
	constructor(private readonly context: IExecuteFunctions) {}

	/** Describes a file in n8n. */
	describe(input: MediaInput): FileEvidence {
		const file = this.getFile(input);
		const { mimeType, fileName = '', fileExtension = '', bytes } = file;
		const readHead = async () => await this.readHead(file, input);
		return { mimeType, names: [fileName, `.${fileExtension}`], bytes, readHead };
	}

	/** Opens a file for one upload. @throws NodeOperationError if there is no file */
	async open(input: MediaInput): Promise<UploadSource> {
		return input.source === 'binary' ? await this.openBinary(input) : await this.openUrl(input);
	}

	private async openBinary(input: MediaInput): Promise<UploadSource> {
		const { id, data } = this.getFile(input);
		const info = this.describe(input);
		// Without an ID, the data is in memory.
		if (!id) {
			const body = Buffer.from(data, 'base64');
			return { ...info, body, bytes: body.length };
		}
		return await this.readStored(input, async ({ getBinaryMetadata, getBinaryStream }) => {
			const { fileSize: bytes } = await getBinaryMetadata(id);
			return { ...info, body: await getBinaryStream(id), bytes };
		});
	}

	/** The first bytes of a file in n8n. */
	private async readHead({ id, data }: IBinaryData, input: MediaInput): Promise<Uint8Array> {
		if (!id) return Buffer.from(data.slice(0, 2 * HEAD_BYTES), 'base64');
		return await this.readStored(input, async ({ getBinaryStream }) => {
			const stream = await getBinaryStream(id, HEAD_BYTES);
			let head = Buffer.alloc(0);
			for await (const chunk of stream as AsyncIterable<Uint8Array>) {
				head = Buffer.concat([head, chunk]);
				if (head.length >= HEAD_BYTES) break;
			}
			return head;
		});
	}

	private async readStored<T>(
		input: MediaInput,
		read: (helpers: IExecuteFunctions['helpers']) => Promise<T>,
	): Promise<T> {
		try {
			return await read(this.context.helpers);
		} catch {
			throw this.createError(
				input,
				`n8n no longer has the file of "${input.parameter}"`,
				'n8n deletes files together with the execution they belong to. Run the workflow again from the node that creates the file.',
			);
		}
	}

	/** @throws NodeOperationError if the item has no such file */
	getFile(input: MediaInput): IBinaryData {
		const file = input.file ?? findItemFile(this.context, input);
		if (file) return file;
		const text = describeMissingFile(this.context, input);
		throw createInputError(this.context.getNode(), input.itemIndex, text);
	}

	private async openUrl(input: MediaInput): Promise<UploadSource> {
		const { parameter, value: url } = input;
		const opened = await ResumableDownload.open(this.context, getClock(this.context), url);
		if (opened instanceof ResumableDownload) {
			const { mimeType, fileName, bytes } = opened.file;
			const readHead = async () => await opened.readHead(HEAD_BYTES);
			const info = { mimeType, names: [fileName, url], bytes, readHead };
			return { ...info, body: opened.stream, download: opened };
		}
		if (opened.kind === 'response')
			throw this.createError(
				input,
				`The URL in "${parameter}" answers with status ${opened.status} instead of a file`,
				'Open the URL in a private browser window: it must work without signing in.',
			);
		throw this.createError(
			input,
			`The URL in "${parameter}" could not be reached`,
			`Reason: ${opened.reason}. Check the URL.`,
		);
	}

	createError({ itemIndex }: MediaInput, message: string, description?: string) {
		return createInputError(this.context.getNode(), itemIndex, { message, description });
	}
}
