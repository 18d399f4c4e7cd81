import { type IDataObject, NodeApiError } from 'n8n-workflow';
import {
	type Account,
	findWorkingAccount,
	getAccount,
	getAccountFeatures,
	listAccounts,
} from '../../nodes/shared/api/accounts';
import { listGenerations } from '../../nodes/shared/api/generations';
import { generationTypes, type IdKind } from '../../nodes/shared/api/generationTypes';
import * as lists from '../../nodes/shared/api/optionLists';
import { readQuote } from '../../nodes/shared/api/quotes';
import { parseResponse } from '../../nodes/shared/api/parseResponse';
import { listPageSchema } from '../../nodes/shared/api/responseSchemas';
import { listFreeSlots, listScheduledJobs } from '../../nodes/shared/api/scheduler';
import { speechModels } from '../../nodes/shared/catalog/audioModels';
import { estimateCost, QUOTING_ENDPOINTS } from '../../nodes/shared/catalog/prices';
import { parseCreateResponse } from '../../nodes/shared/jobs/submit/createResponse';
import {
	compareEffect,
	compareFeatures,
	compareFields,
	compareGeneration,
	comparePrice,
	compareSpeechModels,
	compareValue,
} from './compare.cts';
import * as expected from './expected.cts';
import { Check } from './findings.cts';
import type { Session } from './session.cts';

/** Number of generations of each kind to compare, newest first. */
const MAX_GENERATIONS = 40;

/** Music videos have a check of their own. */
const FIELDS: Partial<Record<IdKind, expected.Fields>> = {
	video: expected.VIDEO,
	image: expected.IMAGE,
	music: expected.AUDIO,
	speech: expected.AUDIO,
};

/** Reads everything that is free with the functions and schemas of the nodes, and compares it with their catalog. */
export class Probe {
	readonly checks: Check[] = [];
	#account: string | undefined;
	#songs: IDataObject[] = [];
	readonly #newest: Partial<Record<IdKind, IDataObject[]>> = {};
	#voice: IDataObject | undefined;

	/** @param onCheck Receives each check when it's done. */
	constructor(
		private readonly session: Session,
		private readonly onCheck: (check: Check) => void,
	) {}

	/** The account for calls that require one. */
	get account(): string | undefined {
		return this.#account;
	}

	/** A voice of the default speech model. */
	get voiceId(): string | undefined {
		return this.#voice && String(this.#voice.voice_id);
	}

	async run(): Promise<void> {
		const { api } = this.session;
		await this.#checkAccounts();
		await this.check('GET scheduler', async (check) => {
			const jobs = await listScheduledJobs(api);
			compareFields(check, this.session.latestBody(), expected.SCHEDULED_JOB);
			for (const job of jobs) compareValue(check, job, 'type', Object.keys(FIELDS));
			return count(jobs, 'running job');
		});
		await this.check('GET scheduler/available', async (check) => {
			const slots = await listFreeSlots(api);
			compareFields(check, this.session.latestBody(), expected.FREE_SLOTS);
			return count(slots, 'account');
		});
		await this.#checkLists();
		for (const [kind, fields] of Object.entries(FIELDS) as Array<[IdKind, expected.Fields]>) {
			await this.#checkGenerations(kind, fields);
		}
		await this.#checkMusicVideos();
		for (const endpoint of QUOTING_ENDPOINTS) await this.#checkQuote(endpoint);
	}

	/** Runs a check. An error of the API, or a response that the nodes can't read, is a difference. */
	async check(call: string, run: (check: Check) => Promise<string>): Promise<void> {
		const check = new Check(call);
		try {
			check.summary = await run(check);
		} catch (error) {
			check.summary = 'failed';
			const isGone = error instanceof NodeApiError && error.httpCode === '404';
			const message = error instanceof Error ? error.message : String(error);
			check.report(isGone ? 'not in the API' : 'unreadable', message);
		}
		this.checks.push(check);
		this.onCheck(check);
	}

	async #checkAccounts(): Promise<void> {
		const { api } = this.session;
		let accounts: Account[] = [];
		await this.check('GET accounts', async (check) => {
			accounts = await listAccounts(api);
			const body = this.session.latestBody();
			// The keys are emails.
			compareFields(check, Object.values((body ?? {}) as object), expected.ACCOUNT);
			return count(accounts, 'account');
		});
		this.#account = findWorkingAccount(accounts)?.email;
		for (const { email } of accounts) {
			await this.check('GET accounts/{email}', async (check) => {
				await getAccount(api, email);
				compareFields(check, this.session.latestBody(), expected.ACCOUNT);
				return 'read';
			});
			await this.check('GET features', async (check) => {
				const features = await getAccountFeatures(api, email);
				compareFields(check, features, expected.FEATURES);
				compareFeatures(check, features);
				return 'read';
			});
		}
	}

	async #checkLists(): Promise<void> {
		await this.#checkList(lists.effectList, (check, rows) => {
			compareFields(check, rows, expected.EFFECT);
			for (const row of rows) compareEffect(check, row);
		});
		await this.#checkList(lists.lipSyncVoiceList, (check, rows) => {
			compareFields(check, rows, expected.LIP_SYNC_VOICE);
		});
		await this.#checkList(lists.restyleList, (check, rows) => {
			check.note(`The reference doesn't have these fields: ${describeFields(rows)}`);
		});
		await this.#checkList(lists.speechModelList, (check, rows) => {
			compareFields(check, rows, expected.SPEECH_MODEL);
			compareSpeechModels(check, rows, this.session.latestBody());
		});
		for (const model of Object.keys(speechModels)) {
			const compare = (check: Check, rows: IDataObject[]) => {
				compareFields(check, rows, expected.SPEECH_VOICE);
				for (const row of rows) {
					compareValue(check, row, 'compatible_models', Object.keys(speechModels), 'unknown model');
				}
				this.#voice ??= rows[0];
			};
			await this.#checkList(lists.speechVoiceList, compare, { model });
		}
	}

	async #checkList(
		list: lists.OptionList,
		compare: (check: Check, rows: IDataObject[]) => void,
		query: Record<string, string> = {},
	): Promise<void> {
		const suffix = Object.entries(query).map(([name, value]) => `?${name}=${value}`);
		await this.check(`GET ${list.path}${suffix.join('')}`, async (check) => {
			const rows = await lists.fetchOptionList(this.session.api, list, {
				...query,
				email: this.#account,
			});
			if (rows.length > 0 && !rows.some((row) => list.key in row)) {
				check.report('unreadable', `No row has the field ${list.key}`);
			}
			compare(check, rows);
			return count(rows, 'row');
		});
	}

	async #checkGenerations(kind: IdKind, fields: expected.Fields): Promise<void> {
		const { api, bodies } = this.session;
		const type = generationTypes[kind];
		await this.check(`GET ${type.path}`, async (check) => {
			const before = bodies.length;
			const rows = (await listGenerations(api, type, {
				verbPhrase: `list the ${type.path}`,
				account: this.#account,
				limit: MAX_GENERATIONS,
			})) as IDataObject[];
			for (const body of bodies.slice(before)) compareFields(check, body, { ...expected.PAGE });
			compareFields(check, rows, fields);
			for (const row of rows) compareGeneration(check, type, row);
			this.#newest[kind] = rows;
			return count(rows, 'row');
		});
	}

	async #checkMusicVideos(): Promise<void> {
		await this.check('GET music-video', async (check) => {
			const body = await this.#get('music-video/', { limit: MAX_GENERATIONS });
			const context = { verbPhrase: 'read the music videos' };
			const { data } = parseResponse(this.session.api, listPageSchema, body, context);
			compareFields(check, body, expected.PAGE);
			compareFields(check, data, expected.MUSIC_VIDEO);
			for (const row of data) {
				compareValue(check, row, 'status', expected.MUSIC_VIDEO_STATUSES, 'unknown status');
			}
			return count(data, 'row');
		});
		await this.check('GET music-video/library', async (check) => {
			const body = (await this.#get('music-video/library/')) as Record<string, IDataObject[]>;
			compareFields(check, body, expected.LIBRARY);
			this.#songs = Array.isArray(body.songs) ? body.songs : [];
			return Object.keys(expected.LIBRARY)
				.map((type) => `${body[type]?.length ?? 0} ${type}`)
				.join(', ');
		});
	}

	async #get(path: string, query: Record<string, number> = {}): Promise<unknown> {
		const errorContext = { verbPhrase: `read ${path}` };
		const options = { method: 'GET', path, query: { email: this.#account, ...query } } as const;
		return await this.session.api.request(options, errorContext);
	}

	/** Requests a quote for an existing video, image, or song. If there is none, adds a note. */
	async #checkQuote(endpoint: string): Promise<void> {
		await this.check(`POST ${endpoint} with quote: true`, async (check) => {
			const source = this.#findSource(endpoint);
			if (!source) {
				check.note('There is no video or image to get a quote for. Generate one first');
				return 'skipped';
			}
			const { body, video } = source;
			const { credits, reason, response } = await readQuote(this.session.api, endpoint, body);
			const ids = (response && parseCreateResponse(response)?.ids) ?? [];
			if (ids.some(({ raw }) => !Object.values(body).includes(raw))) {
				check.report('no quote', 'The API created a generation instead');
			}
			if (credits === undefined) {
				check.report('no quote', reason ?? '');
				return 'no price';
			}
			compareFields(check, response?.body, expected.QUOTE);
			const estimate = estimateCost(endpoint, body, video);
			if (estimate.credits === undefined) check.note(`Price: ${credits} credits`);
			else comparePrice(check, 'The request', credits, estimate.credits);
			return `${credits} credits`;
		});
	}

	#findSource(endpoint: string): { body: IDataObject; video?: { duration?: number } } | undefined {
		const isDone = (row: IDataObject, status: string) => row[status] === 1;
		if (endpoint === 'music-video/create') {
			const [song] = this.#songs;
			return song && { body: { audio_path: song.audio_path, email: this.#account } };
		}
		if (endpoint === 'images/upscale') {
			const image = this.#newest.image?.find((row) => isDone(row, 'image_status'));
			return image && { body: { image_id: image.image_id } };
		}
		const videos = (this.#newest.video ?? []).filter(
			(row) => isDone(row, 'video_status') && !row.upscaled,
		);
		// A price can only be compared for a length that the catalog has.
		const isPriced = (row: IDataObject) =>
			estimateCost(endpoint, {}, toSourceVideo(row)).credits !== undefined;
		const video = videos.find(isPriced) ?? videos[0];
		return video && { body: { video_id: video.video_id }, video: toSourceVideo(video) };
	}
}

const toSourceVideo = ({ duration }: IDataObject) => ({ duration: Number(duration) });

const count = (rows: readonly unknown[], noun: string): string =>
	`${rows.length} ${noun}${rows.length === 1 ? '' : 's'}`;

const describeFields = (rows: readonly IDataObject[]): string =>
	[...new Set(rows.flatMap((row) => Object.keys(row)))]
		.filter((name) => /^\w+$/.test(name))
		.join(', ') || 'none';
