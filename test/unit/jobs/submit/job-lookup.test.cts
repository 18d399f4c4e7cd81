import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import type { ApiRequest } from '../../../../nodes/shared/api/client';
import { closeCreate } from '../../../../nodes/shared/jobs/submit/openCreates';
import { account, createLookup, createRow, other, type Row, videoId } from './lookup.cts';

const { video, musicVideo } = generationTypes;

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
