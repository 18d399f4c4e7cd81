import type { Clock } from './clock';
import type { BlockedUrl, ByteStream, DownloadContext, OpenDownload } from './openDownload';
import { openDownload } from './openDownload';
import type { RequestResult } from './requestResult';
import { isRetryable } from './requestResult';

/** Bytes. PixVerse takes and makes no larger file: whatever goes on beyond that is no file at all. */
export const MAX_FILE_BYTES = 5 * 1024 ** 3;

const MINUTE = 60_000;
/** A file of 5 GB takes this long at 3 MB/s. */
export const TRANSFER_TIMEOUT_MS = 30 * MINUTE;
/** Milliseconds without a byte after which a connection counts as dead. */
const IDLE_TIMEOUT_MS = MINUTE;
/** How often in a row a connection may bring nothing. */
const MAX_RECONNECTS = 4;
/** Milliseconds before the first try to go on; doubles from there. */
const RECONNECT_DELAY_MS = 1000;
/** Milliseconds between two looks at whether anything still comes. */
const MONITOR_INTERVAL_MS = 500;

/** Why a file did not come as a whole. */
export interface DownloadFailure {
	/** In words, to be put behind "…: ". */
	reason: string;
	/** True when another try from the start can do no better. */
	final: boolean;
}

/**
 * A file on the web as one stream, over as many connections as it takes: where one breaks, the next goes on at the
 * byte it had come to. That needs a server that can send the rest of a file and that tells by an ETag that it still is
 * the same file; with any other the stream fails, and the file has to be fetched again from its start. What was
 * received is never put together from two different files.
 */
export class ResumableDownload {
	readonly stream: ByteStream;
	/** Set when the stream has failed for what its server did, and not for what became of its bytes here. */
	trouble?: DownloadFailure;
	/** Bytes that have come so far. */
	received = 0;
	private connection: OpenDownload;
	/** Since when the next bytes are waited for, in clock time. */
	private waitingSince?: number;
	private closed = false;

	private constructor(
		private readonly context: DownloadContext,
		private readonly clock: Clock,
		private readonly url: string,
		private readonly file: OpenDownload,
		private readonly deadline: number,
	) {
		this.connection = file;
		this.stream = toStream(this.readAll(), file.stream);
	}

	/**
	 * @param deadline clock time by which all of it must have come
	 * @returns the file, or what its address answers instead
	 */
	static async open(
		context: DownloadContext,
		clock: Clock,
		url: string,
		deadline = clock.now() + TRANSFER_TIMEOUT_MS,
	): Promise<ResumableDownload | RequestResult | BlockedUrl> {
		const opened = await openDownload(context, clock, url);
		return opened.kind === 'media'
			? new ResumableDownload(context, clock, url, opened, deadline)
			: opened;
	}

	/** As the server says, without parameters, lower case; '' when it does not say. */
	get mimeType(): string {
		return this.file.mimeType;
	}

	/** Size of the whole file in bytes, when the server says. */
	get bytes(): number | undefined {
		return this.file.bytes;
	}

	/** Ends the connection. */
	close(): void {
		this.closed = true;
		this.connection.close();
	}

	private async *readAll(): AsyncGenerator<Uint8Array> {
		void this.monitor();
		try {
			for (let attemptsWithoutProgress = 0; ; ) {
				const before = this.received;
				const complete = yield* this.readConnection();
				if (complete) return;
				attemptsWithoutProgress = this.received > before ? 0 : attemptsWithoutProgress + 1;
				this.connection = await this.reconnect(attemptsWithoutProgress);
			}
		} finally {
			this.close();
		}
	}

	/** What one connection brings. @returns whether that was all there is */
	private async *readConnection(): AsyncGenerator<Uint8Array, boolean> {
		const pieces = this.connection.stream[Symbol.asyncIterator]();
		for (;;) {
			this.waitingSince = this.clock.now();
			const piece = await pieces.next().catch(() => 'cut' as const);
			this.waitingSince = undefined;
			if (piece === 'cut') return false;
			// More than was announced is what a compressed file is when unpacked.
			if (piece.done) return this.received >= (this.bytes ?? 0);
			const bytes = piece.value as Uint8Array;
			this.received += bytes.length;
			if (this.received > MAX_FILE_BYTES) throw this.fail('it does not end, even after 5 GB');
			yield bytes;
		}
	}

	/** A connection that continues where the last one broke. */
	private async reconnect(attemptsWithoutProgress: number): Promise<OpenDownload> {
		this.throwIfOverdue();
		const { etag } = this.file;
		if (!etag || this.received === 0) throw this.fail(this.describeTruncation(), false);
		for (let tries = attemptsWithoutProgress; tries < MAX_RECONNECTS && !this.closed; tries++) {
			await this.clock.sleep(RECONNECT_DELAY_MS * 2 ** tries);
			this.throwIfOverdue();
			const opened = await openDownload(this.context, this.clock, this.url, {
				from: this.received,
				etag,
			});
			if (opened.kind === 'media') {
				if (this.isContinuation(opened) && !this.closed) return opened;
				opened.close();
				throw this.fail(this.describeTruncation(), false);
			}
			if (opened.kind === 'response' && !isRetryable(opened)) break;
		}
		throw this.fail(this.describeTruncation(), false);
	}

	private isContinuation({ from, bytes, etag }: OpenDownload): boolean {
		return (
			from === this.received &&
			etag === this.file.etag &&
			(this.bytes === undefined || bytes === this.bytes)
		);
	}

	private describeTruncation(): string {
		const { received, bytes } = this;
		return bytes === undefined
			? 'the connection was cut'
			: `only ${received} of ${bytes} bytes came`;
	}

	private throwIfOverdue(): void {
		if (this.clock.now() < this.deadline) return;
		throw this.fail(`it takes longer than ${TRANSFER_TIMEOUT_MS / MINUTE} min`);
	}

	private fail(reason: string, final = true): Error {
		this.trouble = { reason, final };
		return new Error(reason);
	}

	/** Ends a connection that brings nothing any more, all of them when time is up or the execution is canceled. */
	private async monitor(): Promise<void> {
		try {
			while (!this.closed) {
				await this.clock.sleep(MONITOR_INTERVAL_MS);
				const now = this.clock.now();
				const stalled =
					this.waitingSince !== undefined && now - this.waitingSince >= IDLE_TIMEOUT_MS;
				if (stalled || now >= this.deadline) this.connection.close();
			}
		} catch {
			this.close();
		}
	}
}

/**
 * Turns chunks into a stream of the kind that n8n's helpers take. They hand out such streams, so its class is at hand
 * without importing anything.
 */
function toStream(chunks: AsyncIterable<Uint8Array>, like: ByteStream): ByteStream {
	const streams = like.constructor as unknown as {
		from(source: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): ByteStream;
	};
	return streams.from(chunks, { objectMode: false });
}
