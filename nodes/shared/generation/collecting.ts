import type { BinaryHelperFunctions, IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { PixVerseApi } from '../api/client';
import { fileNameOf } from '../api/ids';
import type { MediaContext, OpenMedia } from '../api/media';
import { isText, openMedia } from '../api/media';
import { passes } from '../api/reply';
import type { Clock } from '../api/clock';
import { notDownloaded } from './failures';
import { Gate } from './gate';
import type { Finished, Job } from './order';
import { simplified, whole } from './results';

/** Downloads at once. */
const AT_ONCE = 3;
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
		let because = '';
		for (let attempt = 1; attempt <= TRIES; attempt++) {
			if (attempt > 1) await this.clock.sleep(PAUSE * 2 ** (attempt - 2));
			const opened = await openMedia(this.context, url);
			if (opened.kind === 'silence') because = opened.reason;
			else if (opened.kind === 'answer') {
				because = `its server answers with status ${opened.status}`;
				// A file may take a moment to reach every server of the CDN.
				if (!passes(opened) && opened.status !== 404) break;
			} else if (isText(opened.mimeType)) {
				opened.stream.destroy();
				because = 'its server sends a text or web page instead of the file';
			} else {
				const stored = await this.store(job, opened);
				if (typeof stored !== 'string') return stored;
				because = stored;
			}
		}
		throw notDownloaded(this.api.forItem(job.itemIndex), job, because);
	}

	/** @returns what went wrong, when something did */
	private async store(
		job: Job,
		{ stream, mimeType, bytes }: OpenMedia,
	): Promise<IBinaryData | string> {
		const { family } = job;
		// The CDN may call it application/octet-stream; what the API makes is known.
		const type = /^(video|image|audio)\//.test(mimeType) ? mimeType : family.mimeType;
		const extension = EXTENSIONS[type] ?? family.extension;
		let stored: IBinaryData;
		try {
			stored = await this.context.helpers.prepareBinaryData(
				stream,
				fileNameOf(job.id, extension),
				type,
			);
		} catch (thrown) {
			await this.clock.sleep(0);
			const full = /ENOSPC|no space/i.test(String((thrown as Error)?.message));
			return full ? 'the disk of this n8n is full' : 'the connection was cut';
		}
		if (bytes !== undefined && stored.bytes !== undefined && stored.bytes !== bytes)
			return `only ${stored.bytes} of ${bytes} bytes came`;
		return stored;
	}
}

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
