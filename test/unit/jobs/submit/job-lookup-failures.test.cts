import { account, createLookup, createRow, other, videoId } from './lookup.cts';

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
