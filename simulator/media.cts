import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Job } from './jobs.cts';

/** A file that can be read from any position without being in memory. */
export interface MediaFile {
	readonly contentType: string;
	readonly length: number;
	/** Streams the bytes from `start` (inclusive) to `end` (exclusive). */
	stream(start: number, end: number): Readable;
}

/** Part of a file: a block that is repeated up to a length. */
interface Segment {
	readonly length: number;
	readonly block: Buffer;
}

/** Maximum file size that is kept in memory. Larger results exist only while they're streamed. */
export const MAX_IN_MEMORY_BYTES = 64 * 1024 * 1024;
const BLOCK_BYTES = 64 * 1024;

const sample = (name: string) => readFileSync(join(__dirname, 'media', name));

/** Small, playable files, created with ffmpeg and ImageMagick. */
const SAMPLES = {
	silent: sample('silent.mp4'),
	sound: sample('sound.mp4'),
	image: sample('image.webp'),
	tone: sample('tone.mp3'),
	frame: sample('frame.png'),
};

/** The other videos of a music video, named by their `role`. */
export const MUSIC_VIDEO_VARIANTS = ['no_subtitle_video', 'intermediate_video'] as const;
export type MediaVariant = (typeof MUSIC_VIDEO_VARIANTS)[number];

/** The result files of jobs. Each is unique and playable. */
export class Media {
	readonly #hashes = new Map<string, string>();

	constructor(
		private readonly baseUrl: () => string,
		private readonly getSize: (job: Job) => number | undefined,
		private readonly findJob: (id: string) => Job | undefined,
	) {}

	/** Returns the URL of a job's result. As on media.pixverse.ai, slashes inside the name are encoded. */
	getUrl(job: Job, variant?: MediaVariant): string {
		const suffix = variant === undefined ? '' : `_${variant}`;
		const name = `${job.number}_seed${job.parameters.seed ?? 0}${suffix}.${EXTENSION[job.kind]}`;
		const folder = `pixverse/${EXTENSION[job.kind]}/media/web/ori/`;
		return `${this.baseUrl()}/${encodeURIComponent(folder + name)}`;
	}

	/** Returns the URL of a still of the video (`first_frame`, `last_frame`). */
	getFrameUrl(job: Job, which: 'first' | 'last'): string {
		const folder = `pixverse/png/media/web/${which}/`;
		return `${this.baseUrl()}/${encodeURIComponent(`${folder}${job.number}.png`)}`;
	}

	/** Returns the URL of the subtitles of a music video. */
	getSubtitleUrl(job: Job): string {
		return `${this.baseUrl()}/${encodeURIComponent(`pixverse/ass/${job.number}.ass`)}`;
	}

	/** Returns the result file of a job. */
	getFile(job: Job, variant?: MediaVariant): MediaFile {
		const segments = this.#getSegments(job, variant);
		const length = segments.reduce((sum, segment) => sum + segment.length, 0);
		return {
			contentType: CONTENT_TYPE[job.kind],
			length,
			stream: (start, end) => Readable.from(readSegments(segments, start, end)),
		};
	}

	getFrame(): MediaFile {
		return createMediaFile(SAMPLES.frame, 'image/png');
	}

	getSubtitles(job: Job): MediaFile {
		return createMediaFile(Buffer.from(`[Script Info]\nTitle: ${job.number}\n`), 'text/plain');
	}

	/** Returns a file of the music-video library by its path. */
	getLibraryFile(path: string): MediaFile {
		const tag = Buffer.from(path);
		return path.endsWith('.mp3')
			? createMediaFile(tagMp3(SAMPLES.tone, tag), 'audio/mpeg')
			: createMediaFile(tagWebp(SAMPLES.image, tag), 'image/webp');
	}

	/**
	 * Returns the exact bytes of a job's result.
	 * @throws for results above 64 MB; compare `getSha256` instead
	 */
	getBytes(jobId: string, variant?: MediaVariant): Buffer {
		const segments = this.#getSegments(this.#getJobOrThrow(jobId), variant);
		const length = segments.reduce((sum, segment) => sum + segment.length, 0);
		if (length > MAX_IN_MEMORY_BYTES) throw new RangeError(`The result of ${jobId} is too large`);
		return Buffer.concat([...readSegments(segments, 0, length)]);
	}

	/** Returns the SHA-256 of a job's result, in hex. */
	getSha256(jobId: string): string {
		const known = this.#hashes.get(jobId);
		if (known) return known;
		const segments = this.#getSegments(this.#getJobOrThrow(jobId));
		const hash = createHash('sha256');
		for (const piece of readSegments(segments, 0, Infinity)) hash.update(piece);
		const digest = hash.digest('hex');
		this.#hashes.set(jobId, digest);
		return digest;
	}

	clear(): void {
		this.#hashes.clear();
	}

	#getJobOrThrow(jobId: string): Job {
		const job = this.findJob(jobId);
		if (!job) throw new Error(`The simulator has no job ${jobId}`);
		return job;
	}

	#getSegments(job: Job, variant?: MediaVariant): Segment[] {
		const tag = Buffer.from(`simulated ${job.id}${variant === undefined ? '' : ` ${variant}`}`);
		const wantedSize = this.getSize(job);
		if (job.kind === 'image') return [toSegment(tagWebp(SAMPLES.image, tag))];
		if (job.kind !== 'video') return [toSegment(tagMp3(SAMPLES.tone, tag))];
		const base = Buffer.concat([
			job.parameters.sound ? SAMPLES.sound : SAMPLES.silent,
			createBox('free', tag),
		]);
		if (wantedSize === undefined || wantedSize < base.length + 16) return [toSegment(base)];
		return [toSegment(base), ...createFiller(wantedSize - base.length, tag)];
	}
}

const EXTENSION = { video: 'mp4', image: 'webp', music: 'mp3', speech: 'mp3' } as const;
const CONTENT_TYPE = {
	video: 'video/mp4',
	image: 'image/webp',
	music: 'audio/mpeg',
	speech: 'audio/mpeg',
} as const;

export function createMediaFile(bytes: Buffer, contentType: string): MediaFile {
	return {
		contentType,
		length: bytes.length,
		stream: (start, end) => Readable.from(readSegments([toSegment(bytes)], start, end)),
	};
}

const toSegment = (block: Buffer): Segment => ({ length: block.length, block });

/** Players skip MP4 boxes of the type `free`. */
function createBox(type: string, content: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(content.length + 8, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, content]);
}

/** Creates a `free` box of `size` bytes with repeated content. Uses the 64-bit form to allow any size. */
function createFiller(size: number, tag: Buffer): Segment[] {
	const head = Buffer.alloc(16);
	head.writeUInt32BE(1, 0);
	head.write('free', 4, 'latin1');
	head.writeBigUInt64BE(BigInt(size), 8);
	const block = Buffer.alloc(BLOCK_BYTES);
	for (let at = 0; at < BLOCK_BYTES; at += tag.length) tag.copy(block, at);
	return [toSegment(head), { length: size - 16, block }];
}

/** Adds a chunk that readers skip, and updates the size in the RIFF header. */
function tagWebp(webp: Buffer, tag: Buffer): Buffer {
	const padded = tag.length % 2 === 0 ? tag : Buffer.concat([tag, Buffer.alloc(1)]);
	const head = Buffer.alloc(8);
	head.write('SIMU', 0, 'latin1');
	head.writeUInt32LE(tag.length, 4);
	const tagged = Buffer.concat([webp, head, padded]);
	tagged.writeUInt32LE(tagged.length - 8, 4);
	return tagged;
}

/** Prepends an ID3v2.3 tag with one TXXX frame. */
function tagMp3(mp3: Buffer, tag: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from('\0simulated\0', 'latin1'), tag]);
	const frame = Buffer.alloc(10);
	frame.write('TXXX', 0, 'latin1');
	frame.writeUInt32BE(content.length, 4);
	const size = frame.length + content.length;
	// The tag size uses seven bits per byte.
	const id3Header = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, (size >> 7) & 0x7f, size & 0x7f]);
	return Buffer.concat([id3Header, frame, content, mp3]);
}

function* readSegments(
	segments: readonly Segment[],
	start: number,
	end: number,
): Generator<Buffer> {
	let offset = 0;
	for (const { length, block } of segments) {
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
