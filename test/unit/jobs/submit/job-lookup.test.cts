import type { ApiRequest } from '../../../../nodes/shared/api/client';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import { JobLookup } from '../../../../nodes/shared/jobs/submit/jobLookup';
import { closeCreate } from '../../../../nodes/shared/jobs/submit/openCreates';
import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { FakeClock } from '../../fake-clock.cts';
import { createFakeApi } from '../../fake-api.cts';

const account = 'studio@example.com';
const other = 'archive@example.com';
const videoId = (number: number, email = account) => `user:1-pixverse:${email}-video:${number}`;
const { video, musicVideo } = generationTypes;

type Row = Record<string, unknown>;
const createRow = (number: number, more: Row = {}): Row => ({
	video_id: videoId(number),
	created_at: new Date(number * 1000).toISOString(),
	...more,
});

interface ApiRows {
	scheduler?: Row[] | Error;
	accounts?: Record<string, Row> | Error;
	/** The rows of the list of videos by account. A page with an error can't be read. */
	videos?: Record<string, Array<Row | Error> | Error>;
	musicVideos?: Row[];
}

/** Creates a lookup in an API with the given rows. Its clock starts at 0. */
function createLookup(apiRows: ApiRows, options = {}) {
	const requests: ApiRequest[] = [];
	const clock = new FakeClock();
	const orThrow = <T,>(result: T | Error): T => {
		if (result instanceof Error) throw result;
		return result;
	};
	const api = createFakeApi({
		call: (request) => {
			requests.push(request);
			const { path, query: { email, offset = 0, limit = 40 } = {} } = request;
			if (path === 'scheduler/') return orThrow(apiRows.scheduler ?? []);
			const isMusicVideo = path === 'music-video';
			const rows = isMusicVideo ? apiRows.musicVideos : apiRows.videos?.[String(email)];
			const page = orThrow(rows ?? []).slice(Number(offset), Number(offset) + Number(limit));
			return { data: page.map(orThrow) };
		},
		send: () => ({
			kind: 'response',
			status: 200,
			ok: true,
			headers: {},
			body: orThrow(apiRows.accounts ?? { [account]: {} }),
		}),
	});
	api.toClockTime = (time: unknown) => {
		const createdAt = Date.parse(String(time));
		return Number.isNaN(createdAt) ? undefined : { createdAt, uncertainty: 1000 };
	};
	const lookup = new JobLookup(api, clock, {
		maxRows: 80,
		cacheTtlMs: 1000,
		noRetry: true,
		...options,
	});
	const find = async (count = 1, lists?: object, more = {}) => {
		const result = await lookup.findByReference((reference) => reference === 'mine', {
			count,
			...(lists && { lists: { generationType: video, account, ...lists } }),
			...more,
		});
		return { ...result, ids: result.ids.map(({ raw }) => raw) };
	};
	return { clock, find, requests, lookup, apiRows };
}

describe('A search for jobs by reference', () => {
	it('should find running jobs in the scheduler, in the order in which they were created', async () => {
		const { find, requests } = createLookup({
			scheduler: [
				{ id: videoId(9), replyRef: 'mine' },
				{ id: videoId(8), replyRef: 'mine' },
				{ id: videoId(7), replyRef: 'another' },
				{ id: videoId(6) },
				{ id: 'no ID', replyRef: 'mine' },
			],
		});
		// No error: the search was complete.
		expect(await find(2)).toEqual({
			ids: [videoId(8), videoId(9)],
			unownedJobs: [],
			oldestReadAt: 0,
		});
		expect(requests).toMatchObject([{ path: 'scheduler/', noRetry: true, detached: false }]);
	});

	it('should not read the lists if the scheduler has all jobs', async () => {
		const { find, requests } = createLookup({ scheduler: [{ id: videoId(9), replyRef: 'mine' }] });
		await find(1, {});
		expect(requests.map(({ path }) => path)).toEqual(['scheduler/']);
	});

	it('should find the rest in the list of the account', async () => {
		const { find } = createLookup({
			scheduler: [{ id: videoId(9), replyRef: 'mine' }],
			videos: {
				[account]: [createRow(10, { replyRef: 'mine' }), createRow(9, { replyRef: 'mine' })],
			},
		});
		expect((await find(2, {})).ids).toEqual([videoId(9), videoId(10)]);
	});

	it('should pass the row to the comparison', async () => {
		const { lookup } = createLookup({
			videos: { [account]: [createRow(9, { replyRef: 'mine' })] },
		});
		const rows: unknown[] = [];
		await lookup.findByReference((_reference, each) => rows.push(each) > 0, {
			count: 1,
			lists: { generationType: video, account },
		});
		expect(rows).toMatchObject([{ video_id: videoId(9) }]);
	});

	it('should search all accounts that are signed in if any of them may have the job', async () => {
		const { find, requests } = createLookup({
			accounts: { [account]: {}, [other]: {}, 'out@example.com': { error: 'Sign in again' } },
			videos: { [other]: [createRow(9, { video_id: videoId(9, other), replyRef: 'mine' })] },
		});
		expect((await find(1, { account: undefined })).ids).toEqual([videoId(9, other)]);
		const emails = new Set(requests.flatMap(({ query }) => query?.email ?? []));
		expect(emails).toEqual(new Set([account, other]));
	});

	it('should search the list of videos for music videos, too', async () => {
		const { find } = createLookup({ videos: { [account]: [createRow(9, { replyRef: 'mine' })] } });
		expect((await find(1, { generationType: musicVideo })).ids).toEqual([videoId(9)]);
	});

	it('should remember the references of jobs that have left the scheduler', async () => {
		const { find, clock, apiRows } = createLookup({
			scheduler: [{ id: videoId(9), replyRef: 'mine' }],
		});
		await find();
		apiRows.scheduler = [];
		await clock.advance(1001);
		expect((await find()).ids).toEqual([videoId(9)]);
	});

	it('should use a response for a second', async () => {
		const { find, clock, requests } = createLookup({ scheduler: [], videos: { [account]: [] } });
		await find(1, {});
		await clock.advance(1000);
		await find(1, {});
		expect(requests.map(({ path }) => path)).toEqual(['scheduler/', 'videos']);
		await clock.advance(1);
		await find(1, {});
		expect(requests.map(({ path }) => path)).toEqual([
			'scheduler/',
			'videos',
			'scheduler/',
			'videos',
		]);
	});

	it('should read again for a request that survives a cancel', async () => {
		const { find, requests } = createLookup({ scheduler: [] });
		await find();
		await find(1, undefined, { detached: true });
		expect(requests).toMatchObject([{ detached: false }, { detached: true }]);
	});

	it('should read again if the response does not go back far enough', async () => {
		const { find, requests } = createLookup({ videos: { [account]: [] } });
		const countLists = () => requests.filter(({ path }) => path === 'videos').length;
		await find(1, { since: 5000 });
		await find(1, { since: 6000 });
		expect(countLists()).toBe(1);
		await find(1, { since: 4999 });
		expect(countLists()).toBe(2);
	});
});

describe('The number of rows that a search reads', () => {
	const createRows = (count: number, more: Row = {}) =>
		Array.from({ length: count }, (_none, index) => createRow(1000 - index, more));
	const getOffsets = (requests: ApiRequest[]) =>
		requests.filter(({ path }) => path === 'videos').map(({ query }) => query?.offset);

	it('should end at the maximum number of rows', async () => {
		const { find, requests } = createLookup({
			videos: { [account]: createRows(200, { replyRef: 'x' }) },
		});
		await find(1, {});
		expect(getOffsets(requests)).toEqual([0, 40]);
	});

	it('should end at a page without references, since the API then returns none', async () => {
		const { find, requests } = createLookup({ videos: { [account]: createRows(200) } });
		await find(1, {});
		expect(getOffsets(requests)).toEqual([0]);
	});

	it('should continue with the next page if a single row has a reference', async () => {
		const videos = createRows(200);
		Object.assign(videos[7] ?? {}, { replyRef: 'x' });
		const { find, requests } = createLookup({ videos: { [account]: videos } });
		await find(1, {});
		expect(getOffsets(requests)).toEqual([0, 40]);
	});

	it.each([
		// The oldest row of the first page was created at 961 s. Its time has an uncertainty of 1 s, the order one of 30 s.
		['end at a page that goes back further than the create', 961_000 + 31_001, [0]],
		['continue if the order or the clocks may be off', 961_000 + 31_000, [0, 40]],
	])('should %s', async (_what, since, expected) => {
		const { find, requests } = createLookup({ videos: { [account]: createRows(200) } });
		await find(1, { since });
		expect(getOffsets(requests)).toEqual(expected);
	});

	it('should continue if the rows of a page have no creation time', async () => {
		const { find, requests } = createLookup({
			videos: { [account]: createRows(200, { created_at: 'yesterday' }) },
		});
		await find(1, { since: 2_000_000 });
		expect(getOffsets(requests)).toEqual([0, 40]);
	});
});

describe('Jobs that no known create owns', () => {
	it('should be the jobs in the list without a reference, with their creation times', async () => {
		const known = parseGenerationId(videoId(4));
		if (!known) throw new Error('no ID');
		closeCreate('known', [known]);
		const { find } = createLookup({
			scheduler: [{ id: videoId(5), replyRef: 'another' }],
			videos: {
				[account]: [
					createRow(7),
					createRow(6, { replyRef: 'of another execution' }),
					createRow(5),
					createRow(4),
					createRow(3, { created_at: 'yesterday' }),
				],
			},
		});
		const { unownedJobs } = await find(1, {});
		expect(unownedJobs).toMatchObject([
			{ row: { video_id: videoId(7) }, createdAt: 7000, uncertainty: 1000 },
		]);
	});

	it('should be of the type that is searched', async () => {
		const { find } = createLookup({
			videos: { [account]: [createRow(7)] },
			musicVideos: [createRow(8)],
		});
		const { unownedJobs } = await find(1, { generationType: musicVideo });
		expect(unownedJobs.map((job) => job.row.video_id)).toEqual([videoId(8)]);
	});
});

describe('A search while the API fails', () => {
	it('should be incomplete if the scheduler fails, and search the lists anyway', async () => {
		const failure = new Error('503');
		const { find } = createLookup({
			scheduler: failure,
			videos: { [account]: [createRow(9, { replyRef: 'mine' })] },
		});
		expect(await find(1, {})).toMatchObject({
			ids: [videoId(9)],
			error: failure,
		});
	});

	it('should be incomplete if one of the lists fails, and search the others', async () => {
		const first = new Error('503');
		const { find } = createLookup({
			accounts: { [account]: {}, [other]: {} },
			videos: {
				[account]: first,
				[other]: [createRow(9, { video_id: videoId(9, other), replyRef: 'mine' })],
			},
		});
		expect(await find(1, { account: undefined })).toMatchObject({
			ids: [videoId(9, other)],
			error: first,
		});
	});

	describe('after an earlier one', () => {
		const rows = { videos: { [account]: [createRow(7, { replyRef: 'mine' }), createRow(6)] } };
		const failed = { [account]: new Error('503') };

		it('should contain what that one read, with its time', async () => {
			const { find, clock, apiRows } = createLookup({ ...rows });
			expect(await find(1, { since: 6500 })).toMatchObject({ oldestReadAt: 0 });
			apiRows.videos = failed;
			await clock.advance(5000);
			const later = await find(1, { since: 6500 });
			expect(later).toMatchObject({ ids: [videoId(7)], oldestReadAt: 0, error: failed[account] });
			expect(later.unownedJobs).toMatchObject([{ row: { video_id: videoId(6) } }]);
		});

		it('should have the time of the oldest read', async () => {
			const { find, clock, apiRows } = createLookup({ scheduler: new Error('503'), ...rows });
			expect(await find(1, { since: 0 })).toMatchObject({ oldestReadAt: -Infinity });
			apiRows.scheduler = [];
			apiRows.videos = failed;
			await clock.advance(5000);
			expect(await find(1, { since: 0 })).toMatchObject({ oldestReadAt: 0 });
			apiRows.videos = { [account]: [] };
			await clock.advance(5000);
			expect(await find(1, { since: 0 })).toMatchObject({ oldestReadAt: 10_000 });
		});

		it('should not be complete if that one read less of the list', async () => {
			const { find, clock, apiRows } = createLookup({ ...rows });
			await find(1, { since: 6500 });
			apiRows.videos = failed;
			await clock.advance(5000);
			expect(await find(1, { since: 6499 })).toMatchObject({ oldestReadAt: -Infinity });
		});

		it('should search the accounts that it read', async () => {
			const { find, clock, apiRows } = createLookup({
				videos: { [account]: [createRow(7, { replyRef: 'mine' })] },
			});
			await find(1, { account: undefined });
			apiRows.accounts = new Error('503');
			await clock.advance(5000);
			expect(await find(1, { account: undefined })).toMatchObject({ ids: [videoId(7)] });
		});
	});

	it('should contain the pages of a list that it could read', async () => {
		const readable = Array.from({ length: 40 }, (_none, index) => createRow(100 - index));
		const { find } = createLookup({
			videos: { [account]: [...readable, new Error('503')] },
		});
		const { unownedJobs, oldestReadAt, error } = await find(1, { since: 0 });
		expect(unownedJobs).toHaveLength(40);
		expect(oldestReadAt).toBe(-Infinity);
		expect(error).toBeDefined();
	});

	it('should report the first error', async () => {
		const first = new Error('scheduler');
		const { find } = createLookup({
			scheduler: first,
			videos: { [account]: new Error('list') },
		});
		expect((await find(1, {})).error).toBe(first);
	});
});
