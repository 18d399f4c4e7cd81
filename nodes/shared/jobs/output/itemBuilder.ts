import type { BinaryHelperFunctions, IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseApi } from '../../api/client';
import { fileNameOf } from '../../api/generationId';
import type { Barred, MediaContext } from '../../api/openDownload';
import { isText } from '../../api/openDownload';
import type { Reply } from '../../api/requestResult';
import { passes } from '../../api/requestResult';
import type { Clock } from '../../api/clock';
import type { Trouble } from '../../api/resumableDownload';
import { LARGEST_FILE, LONGEST_TRANSFER, WebFile } from '../../api/resumableDownload';
import { presentable } from '../../api/sanitizeText';
import { notDownloaded } from '../jobErrors';
import { Gate } from '../semaphore';
import type { Finished, Job } from '../types';
import { simplified, whole } from './generationJson';

/** Downloads at once. */
const AT_ONCE = 3;
/** How often a file is fetched from its start. */
const TRIES = 4;
/** Milliseconds before the second try; doubles from there. */
const PAUSE = 1000;

/** Turns finished jobs into items, with their files where wanted. */
export class Collecting {
	private readonly gate = new Gate(AT_ONCE);

	constructor(
		private readonly context: MediaContext & {
			helpers: Pick<BinaryHelperFunctions, 'prepareBinaryData'>;
		},
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
	) {}

	/** @throws NodeApiError when the file cannot be had; it names the ID, so nothing is lost */
	async itemFor(finished: Finished): Promise<INodeExecutionData> {
		const { job, seen, ending } = finished;
		const { family, delivery } = job;
		const known = {
			id: job.id.raw,
			status: ending === 'submitted' ? 'SUBMITTED' : 'PENDING',
			credits: job.credits,
			request: job.request,
		};
		const json = (delivery.simplify ? simplified : whole)(family, seen, known);
		const item: INodeExecutionData = { json, pairedItem: { item: job.itemIndex } };
		if (ending === 'completed' && delivery.downloadTo !== undefined) {
			const url = String(seen?.[family.urlField]);
			const file = await this.gate.pass(async () => await this.download(job, url));
			item.binary = { [delivery.downloadTo]: file };
		}
		return item;
	}

	/** Downloads the media of a job; a broken download is tried again, the generation is not. */
	private async download(job: Job, url: string): Promise<IBinaryData> {
		const deadline = this.clock.now() + LONGEST_TRANSFER;
		let trouble: Trouble = { reason: '', final: false };
		for (let attempt = 1; attempt <= TRIES && !trouble.final; attempt++) {
			if (attempt > 1) await this.clock.sleep(PAUSE * 2 ** (attempt - 2));
			const opened = await WebFile.open(this.context, this.clock, url, deadline);
			if (!(opened instanceof WebFile)) {
				trouble = refused(opened);
				continue;
			}
			const unfit = objectionTo(opened);
			const stored = unfit ?? (await this.store(job, opened));
			opened.close();
			if ('mimeType' in stored) return stored;
			trouble = stored;
		}
		throw notDownloaded(this.api.forItem(job.itemIndex), job, trouble.reason);
	}

	/** @returns what went wrong, when something did */
	private async store(job: Job, file: WebFile): Promise<IBinaryData | Trouble> {
		const { family } = job;
		// The CDN may call it application/octet-stream; what the API makes is known.
		// An odd type, SVG with scripts for one, is none of PixVerse's either.
		const type = Object.hasOwn(EXTENSIONS, file.mimeType) ? file.mimeType : family.mimeType;
		const extension = EXTENSIONS[type] ?? family.extension;
		let stored: IBinaryData;
		try {
			stored = await this.context.helpers.prepareBinaryData(
				file.stream,
				fileNameOf(job.id, extension),
				type,
			);
		} catch (thrown) {
			// When it was canceled, this says so.
			await this.clock.sleep(0);
			return file.trouble ?? { reason: notStored(thrown), final: true };
		}
		return file.received === 0 ? EMPTY : stored;
	}
}

const EMPTY: Trouble = { reason: 'its server sends an empty file', final: false };

function refused(reply: Reply | Barred): Trouble {
	if (reply.kind !== 'answer') return { reason: reply.reason, final: reply.kind === 'barred' };
	// A file may take a moment to reach every server of the CDN.
	const passing = passes(reply) || reply.status === 404;
	return { reason: `its server answers with status ${reply.status}`, final: !passing };
}

/** What is wrong with a file before any of it is read. */
function objectionTo({ mimeType, bytes }: WebFile): Trouble | undefined {
	if (isText(mimeType))
		return { reason: 'its server sends a text or web page instead of the file', final: false };
	if (bytes === 0) return EMPTY;
	if (bytes !== undefined && bytes > LARGEST_FILE)
		return { reason: 'it is larger than 5 GB', final: true };
	return undefined;
}

/** Why n8n did not keep a file, in words. */
function notStored(thrown: unknown): string {
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	const told = `${String(code)} ${String(message)}`;
	if (/ENOSPC|EDQUOT|no space left/i.test(told)) return 'the disk of this n8n is full';
	const most = /max size limit of ([\d.]+ MB) set for `database` mode/.exec(told)?.[1];
	if (most)
		return `it is larger than this n8n keeps in its database, ${most} (N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE)`;
	return `n8n could not store it (${presentable(String(message))})`;
}

/** What a file may be called for. */
const EXTENSIONS: Record<string, string> = {
	'video/mp4': 'mp4',
	'video/webm': 'webm',
	'video/quicktime': 'mov',
	'image/webp': 'webp',
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/gif': 'gif',
	'audio/mpeg': 'mp3',
	'audio/wav': 'wav',
};
