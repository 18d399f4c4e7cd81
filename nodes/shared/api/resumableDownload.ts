import { MINUTE, SECOND } from '../time';
import type { Clock } from './clock';
import {
	type BlockedUrl,
	type ByteStream,
	type DownloadContext,
	openDownload,
	type OpenDownload,
} from './openDownload';
import { isRetryable, type RequestResult } from './requestResult';

/** PixVerse neither accepts nor generates larger files. */
export const MAX_FILE_BYTES = 5 * 1024 ** 3;

/** A file of 5 GB takes this long at 3 MB/s. */
export const TRANSFER_TIMEOUT_MS = 30 * MINUTE;
const IDLE_TIMEOUT_MS = MINUTE;
/** Connections in a row without any byte. */
const MAX_RECONNECTS = 4;
const RECONNECT_DELAY_MS = SECOND;
const MONITOR_INTERVAL_MS = 500;

/** Why a file is incomplete. */
export interface DownloadFailure {
	/** For messages, after "…: ". */
	reason: string;
	/** Whether another attempt from the start may succeed. */
	retryable: boolean;
}

/**
 * A download as one stream that resumes after a broken connection at the same byte. This requires a server that can send
 * the rest of a file and identifies its content by a strong ETag. With other servers the stream fails, and the download
 * must start again. Parts of different files are never combined.
 */
export class ResumableDownload {
	readonly stream: ByteStream;
	/** Set if the stream failed because of the server, not because of its consumer. */
	failure?: DownloadFailure;
	receivedBytes = 0;
	private readonly chunks = this.readAll();
	/** Chunks that were read ahead. */
	private readonly head: Uint8Array[] = [];
	private connection: OpenDownload;
	/** Clock time since which the next bytes are awaited. */
	private waitingSince?: number;
	private closed = false;

	private constructor(
		private readonly context: DownloadContext,
		private readonly clock: Clock,
		private readonly url: string,
		/** What the first response says about the file. */
		readonly file: OpenDownload,
		private readonly deadline: number,
	) {
		this.connection = file;
		this.stream = toStream(this.readFromStart(), file.stream);
	}

	/**
	 * @param deadline clock time until which the download must be complete
	 * @returns the download, or the response without a file
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

	/** Reads the first bytes. The stream still begins with them. */
	async readHead(minBytes: number): Promise<Uint8Array> {
		while (this.receivedBytes < minBytes) {
			const next = await this.chunks.next();
			if (next.done) break;
			this.head.push(next.value);
		}
		return Buffer.concat(this.head);
	}

	close(): void {
		this.closed = true;
		this.connection.close();
	}

	private async *readFromStart(): AsyncGenerator<Uint8Array> {
		yield* this.head;
		yield* this.chunks;
	}

	private async *readAll(): AsyncGenerator<Uint8Array> {
		void this.monitor();
		try {
			for (let attemptsWithoutProgress = 0; ; ) {
				const before = this.receivedBytes;
				const isComplete = yield* this.readConnection();
				if (isComplete) return;
				attemptsWithoutProgress = this.receivedBytes > before ? 0 : attemptsWithoutProgress + 1;
				this.connection = await this.reconnect(attemptsWithoutProgress);
			}
		} finally {
			this.close();
		}
	}

	/** The chunks of one connection. @returns whether the file is complete */
	private async *readConnection(): AsyncGenerator<Uint8Array, boolean> {
		const chunks = this.connection.stream[Symbol.asyncIterator]();
		for (;;) {
			this.waitingSince = this.clock.now();
			const chunk = await chunks.next().catch(() => 'interrupted' as const);
			this.waitingSince = undefined;
			if (chunk === 'interrupted') return false;
			// A decompressed file has more bytes than announced.
			if (chunk.done) return this.receivedBytes >= (this.file.bytes ?? 0);
			const bytes = chunk.value as Uint8Array;
			this.receivedBytes += bytes.length;
			if (this.receivedBytes > MAX_FILE_BYTES) throw this.fail("it doesn't end after 5 GB");
			yield bytes;
		}
	}

	/** Opens a connection that continues where the last one ended. */
	private async reconnect(attemptsWithoutProgress: number): Promise<OpenDownload> {
		this.throwIfOverdue();
		const { etag } = this.file;
		if (!etag || this.receivedBytes === 0) throw this.failTruncated();
		for (let attempt = attemptsWithoutProgress; attempt < MAX_RECONNECTS; attempt++) {
			if (this.closed) break;
			await this.clock.sleep(RECONNECT_DELAY_MS * 2 ** attempt);
			this.throwIfOverdue();
			const range = { from: this.receivedBytes, etag };
			const opened = await openDownload(this.context, this.clock, this.url, range);
			if (opened.kind === 'media') {
				if (this.isContinuation(opened) && !this.closed) return opened;
				opened.close();
				break;
			}
			if (opened.kind === 'response' && !isRetryable(opened)) break;
		}
		throw this.failTruncated();
	}

	private isContinuation({ from, bytes, etag }: OpenDownload): boolean {
		const isSameSize = this.file.bytes === undefined || bytes === this.file.bytes;
		return from === this.receivedBytes && etag === this.file.etag && isSameSize;
	}

	private failTruncated(): Error {
		const { bytes } = this.file;
		const received = `only ${this.receivedBytes} of ${bytes} bytes were received`;
		return this.fail(bytes === undefined ? 'the connection was interrupted' : received, true);
	}

	private throwIfOverdue(): void {
		if (this.clock.now() < this.deadline) return;
		throw this.fail(`it takes longer than ${TRANSFER_TIMEOUT_MS / MINUTE} min`);
	}

	private fail(reason: string, retryable = false): Error {
		this.failure = { reason, retryable };
		return new Error(reason);
	}

	/** Closes an idle connection, and any connection at the deadline or when the execution is canceled. */
	private async monitor(): Promise<void> {
		try {
			while (!this.closed) {
				await this.clock.sleep(MONITOR_INTERVAL_MS);
				const now = this.clock.now();
				const isIdle =
					this.waitingSince !== undefined && now - this.waitingSince >= IDLE_TIMEOUT_MS;
				if (isIdle || now >= this.deadline) this.connection.close();
			}
		} catch {
			this.close();
		}
	}
}

/**
 * Turns chunks into a stream for n8n's helpers. Its class is taken from a stream that n8n returned, because nodes can't
 * import node:stream.
 */
function toStream(chunks: AsyncIterable<Uint8Array>, like: ByteStream): ByteStream {
	const streams = like.constructor as unknown as {
		from(source: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): ByteStream;
	};
	return streams.from(chunks, { objectMode: false });
}
