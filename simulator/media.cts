import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Job } from './jobs.cts';

/** A file that can be read from anywhere, without being in memory as a whole. */
export interface MediaFile {
	readonly contentType: string;
	readonly length: number;
	/** The bytes from `start` to before `end`. */
	stream(start: number, end: number): Readable;
}

/** A stretch of a file: bytes as they are, or a block repeated up to a length. */
interface Stretch {
	readonly length: number;
	readonly block: Buffer;
}

/** What is kept in memory of one file; larger results exist only while they are streamed. */
export const LARGEST_IN_MEMORY = 64 * 1024 * 1024;
const BLOCK = 64 * 1024;

const sample = (name: string) => readFileSync(join(__dirname, 'media', name));

/** Small, real, playable files; made once with ffmpeg and ImageMagick. */
const SAMPLES = {
	silent: sample('silent.mp4'),
	sound: sample('sound.mp4'),
	image: sample('image.webp'),
	tone: sample('tone.mp3'),
	frame: sample('frame.png'),
};

/** The result files of jobs: each differs from all others by its bytes, and still plays. */
export class Media {
	readonly #hashes = new Map<string, string>();

	constructor(
		private readonly baseUrl: () => string,
		private readonly sizeOf: (job: Job) => number | undefined,
		private readonly recall: (id: string) => Job | undefined,
	) {}

	/** Where a job's result is served. As on media.pixverse.ai, the slashes inside the name are encoded. */
	urlOf(job: Job): string {
		const name = `${job.number}_seed${job.wanted.seed ?? 0}.${EXTENSION[job.kind]}`;
		const folder = `pixverse/${EXTENSION[job.kind]}/media/web/ori/`;
		return `${this.baseUrl()}/${encodeURIComponent(folder + name)}`;
	}

	/** URL of a still of the video (`first_frame`, `last_frame`). */
	frameUrl(job: Job, which: 'first' | 'last'): string {
		const folder = `pixverse/png/media/web/${which}/`;
		return `${this.baseUrl()}/${encodeURIComponent(`${folder}${job.number}.png`)}`;
	}

	/** The result of a job. */
	fileOf(job: Job): MediaFile {
		const stretches = this.#stretches(job);
		const length = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
		return {
			contentType: CONTENT_TYPE[job.kind],
			length,
			stream: (start, end) => Readable.from(read(stretches, start, end)),
		};
	}

	frame(): MediaFile {
		return fileFrom(SAMPLES.frame, 'image/png');
	}

	/** The exact bytes of a job's result; refuses results above 64 MB: compare `sha256Of`. */
	bytesOf(jobId: string): Buffer {
		const stretches = this.#stretches(this.#known(jobId));
		const length = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
		if (length > LARGEST_IN_MEMORY) throw new RangeError(`The result of ${jobId} is too large`);
		return Buffer.concat([...read(stretches, 0, length)]);
	}

	/** SHA-256 of a job's result, in hex. */
	sha256Of(jobId: string): string {
		const known = this.#hashes.get(jobId);
		if (known) return known;
		const stretches = this.#stretches(this.#known(jobId));
		const hash = createHash('sha256');
		for (const piece of read(stretches, 0, Infinity)) hash.update(piece);
		const digest = hash.digest('hex');
		this.#hashes.set(jobId, digest);
		return digest;
	}

	clear(): void {
		this.#hashes.clear();
	}

	#known(jobId: string): Job {
		const job = this.recall(jobId);
		if (!job) throw new Error(`The simulator has no job ${jobId}`);
		return job;
	}

	#stretches(job: Job): Stretch[] {
		const mark = Buffer.from(`simulated ${job.id}`);
		const wantedSize = this.sizeOf(job);
		if (job.kind === 'image') return [whole(markedWebp(SAMPLES.image, mark))];
		if (job.kind !== 'video') return [whole(markedMp3(SAMPLES.tone, mark))];
		const base = Buffer.concat([
			job.wanted.sound ? SAMPLES.sound : SAMPLES.silent,
			box('free', mark),
		]);
		if (wantedSize === undefined || wantedSize < base.length + 16) return [whole(base)];
		return [whole(base), ...filler(wantedSize - base.length, mark)];
	}
}

const EXTENSION = { video: 'mp4', image: 'webp', music: 'mp3', speech: 'mp3' } as const;
const CONTENT_TYPE = {
	video: 'video/mp4',
	image: 'image/webp',
	music: 'audio/mpeg',
	speech: 'audio/mpeg',
} as const;

export function fileFrom(bytes: Buffer, contentType: string): MediaFile {
	return {
		contentType,
		length: bytes.length,
		stream: (start, end) => Readable.from(read([whole(bytes)], start, end)),
	};
}

const whole = (block: Buffer): Stretch => ({ length: block.length, block });

/** An MP4 box of the type `free` is skipped by every player. */
function box(type: string, content: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(content.length + 8, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, content]);
}

/** A `free` box of `size` bytes with a repeated block; the 64-bit form, so that any size will do. */
function filler(size: number, mark: Buffer): Stretch[] {
	const head = Buffer.alloc(16);
	head.writeUInt32BE(1, 0);
	head.write('free', 4, 'latin1');
	head.writeBigUInt64BE(BigInt(size), 8);
	const block = Buffer.alloc(BLOCK);
	for (let at = 0; at < BLOCK; at += mark.length) mark.copy(block, at);
	return [whole(head), { length: size - 16, block }];
}

/** A RIFF file may carry chunks that readers do not know; the size in its head covers them. */
function markedWebp(webp: Buffer, mark: Buffer): Buffer {
	const padded = mark.length % 2 === 0 ? mark : Buffer.concat([mark, Buffer.alloc(1)]);
	const head = Buffer.alloc(8);
	head.write('SIMU', 0, 'latin1');
	head.writeUInt32LE(mark.length, 4);
	const marked = Buffer.concat([webp, head, padded]);
	marked.writeUInt32LE(marked.length - 8, 4);
	return marked;
}

/** An ID3v2.3 tag with one TXXX frame in front of the sound. */
function markedMp3(mp3: Buffer, mark: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from('\0simulated\0', 'latin1'), mark]);
	const frame = Buffer.alloc(10);
	frame.write('TXXX', 0, 'latin1');
	frame.writeUInt32BE(content.length, 4);
	const size = frame.length + content.length;
	// The size of the tag has seven bits a byte.
	const tag = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, (size >> 7) & 0x7f, size & 0x7f]);
	return Buffer.concat([tag, frame, content, mp3]);
}

function* read(stretches: readonly Stretch[], start: number, end: number): Generator<Buffer> {
	let offset = 0;
	for (const { length, block } of stretches) {
		let at = Math.max(start - offset, 0);
		const last = Math.min(end - offset, length);
		while (at < last) {
			const inBlock = at % block.length;
			const size = Math.min(block.length - inBlock, last - at);
			yield block.subarray(inBlock, inBlock + size);
			at += size;
		}
		offset += length;
	}
}
