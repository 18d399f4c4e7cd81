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
	describe(input: MediaInput, itemIndex: number): FileEvidence {
		const file = this.getFile(input, itemIndex);
		const { mimeType, fileName, fileExtension, bytes } = file;
		return {
			mimeType,
			names: [fileName ?? '', `.${fileExtension ?? ''}`],
			bytes,
			readHead: async () => await this.readHead(file, input, itemIndex),
		};
	}

	/**
	 * Opens a file for one upload.
	 * @throws NodeOperationError if there is no file
	 */
	async open(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		return input.source === 'binary'
			? await this.openBinary(input, itemIndex)
			: await this.openUrl(input, itemIndex);
	}

	private async openBinary(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		const { helpers } = this.context;
		const { id, data } = this.getFile(input, itemIndex);
		const info = this.describe(input, itemIndex);
		// Without an ID, the data is in memory.
		if (!id) {
			const body = Buffer.from(data, 'base64');
			return { ...info, body, bytes: body.length };
		}
		try {
			const { fileSize: bytes } = await helpers.getBinaryMetadata(id);
			return { ...info, body: await helpers.getBinaryStream(id), bytes };
		} catch {
			throw this.createLostFileError(input, itemIndex);
		}
	}

	/** The first bytes of a file in n8n. */
	private async readHead(
		{ id, data }: IBinaryData,
		input: MediaInput,
		itemIndex: number,
	): Promise<Uint8Array> {
		if (!id) return Buffer.from(data.slice(0, 2 * HEAD_BYTES), 'base64');
		const chunks: Uint8Array[] = [];
		let bytes = 0;
		try {
			const stream = await this.context.helpers.getBinaryStream(id, HEAD_BYTES);
			for await (const chunk of stream as AsyncIterable<Uint8Array>) {
				chunks.push(chunk);
				bytes += chunk.length;
				if (bytes >= HEAD_BYTES) break;
			}
		} catch {
			throw this.createLostFileError(input, itemIndex);
		}
		return Buffer.concat(chunks);
	}

	/** @throws NodeOperationError if the item has no such file */
	getFile(input: MediaInput, itemIndex: number): IBinaryData {
		const file = input.file ?? findItemFile(this.context, itemIndex, input.value);
		if (file) return file;
		const text = describeMissingFile(this.context, itemIndex, input);
		throw createInputError(this.context.getNode(), itemIndex, text);
	}

	private async openUrl(input: MediaInput, itemIndex: number): Promise<UploadSource> {
		const { parameter, value: url } = input;
		const opened = await ResumableDownload.open(this.context, getClock(this.context), url);
		if (opened instanceof ResumableDownload) {
			const { mimeType, fileName, bytes, stream } = opened;
			return {
				body: stream,
				mimeType,
				names: [fileName, url],
				bytes,
				download: opened,
				readHead: async () => await opened.readHead(HEAD_BYTES),
			};
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

	private createLostFileError({ parameter }: MediaInput, itemIndex: number) {
		return this.createError(
			itemIndex,
			`n8n no longer has the file of "${parameter}"`,
			'n8n deletes files together with the execution they belong to. Run the workflow again from the node that creates the file.',
		);
	}

	private createError(itemIndex: number, message: string, description?: string) {
		return createInputError(this.context.getNode(), itemIndex, { message, description });
	}
}
