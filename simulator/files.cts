import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { MAX_IN_MEMORY_BYTES } from './media.cts';
import { createBadRequestError } from './error-responses.cts';

export type FileKind = 'image' | 'video' | 'audio';

/** An uploaded file. */
export interface UploadedFile {
	readonly path: string;
	readonly kind: FileKind;
	readonly contentType: string;
	readonly size: number;
	readonly sha256: string;
	readonly email: string;
	readonly number: number;
	/** Absent for files above 64 MB. */
	readonly bytes?: Buffer;
}

/** The API reference says "≤ 5 GB". */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/** The closed list of content types, with the extension that PixVerse uses in the path. */
const CONTENT_TYPES: Readonly<Record<string, readonly [FileKind, string]>> = {
	'image/png': ['image', 'png'],
	'image/jpeg': ['image', 'jpg'],
	'image/gif': ['image', 'gif'],
	'image/webp': ['image', 'webp'],
	'video/mp4': ['video', 'mp4'],
	'video/quicktime': ['video', 'mov'],
	'video/3gpp': ['video', '3gp'],
	'video/x-matroska': ['video', 'mkv'],
	'video/x-flv': ['video', 'flv'],
	'video/mpeg': ['video', 'mpeg'],
	'video/mp2t': ['video', 'ts'],
	'video/x-msvideo': ['video', 'avi'],
	'video/x-motion-jpeg': ['video', 'mjpeg'],
	'video/webm': ['video', 'webm'],
	'video/ogg': ['video', 'ogv'],
	'audio/wav': ['audio', 'wav'],
	'audio/wave': ['audio', 'wav'],
	'audio/mpeg': ['audio', 'mp3'],
};

export class Files {
	readonly #byPath = new Map<string, UploadedFile>();
	#nextNumber = 410_000_001;

	/**
	 * Returns the kind and extension of a content type.
	 * @throws 400 when it's missing or unsupported
	 */
	parseContentType(header: string | undefined): readonly [FileKind, string] {
		if (!header) throw createBadRequestError('Header Content-Type is required', true);
		const bare = header.split(';', 1)[0]!.trim().toLowerCase();
		const found = CONTENT_TYPES[bare];
		if (!found) throw createBadRequestError(`Content-Type ${bare} is not supported`, true);
		return found;
	}

	/**
	 * Receives a file as a stream. Keeps its content up to 64 MB; larger files are only counted and hashed.
	 * @throws 400 above 5 GB and for an empty body
	 */
	async receive(
		body: Readable,
		contentType: string | undefined,
		email: string,
	): Promise<UploadedFile> {
		const [kind, extension] = this.parseContentType(contentType);
		const hash = createHash('sha256');
		let chunks: Buffer[] | undefined = [];
		let size = 0;
		for await (const chunk of body) {
			const bytes = chunk as Buffer;
			size += bytes.length;
			if (size > MAX_UPLOAD_BYTES)
				throw createBadRequestError('The file is larger than 5 GB', true);
			hash.update(bytes);
			if (size > MAX_IN_MEMORY_BYTES) chunks = undefined;
			chunks?.push(bytes);
		}
		if (size === 0)
			throw createBadRequestError('The body is empty: send the bytes of the file', true);
		const file: UploadedFile = {
			path: `upload/${randomUUID()}.${extension}`,
			kind,
			contentType: contentType!.split(';', 1)[0]!.trim(),
			size,
			sha256: hash.digest('hex'),
			email,
			number: this.#nextNumber++,
			...(chunks ? { bytes: Buffer.concat(chunks) } : {}),
		};
		this.#byPath.set(file.path, file);
		return file;
	}

	/** Finds an upload, which every account can use. */
	find(path: string): UploadedFile | undefined {
		return this.#byPath.get(path);
	}

	list(): UploadedFile[] {
		return [...this.#byPath.values()];
	}

	clear(): void {
		this.#byPath.clear();
	}
}
