import { parseGenerationId } from '../../../../nodes/shared/api/generationId';
import { generationTypes } from '../../../../nodes/shared/api/generationTypes';
import type { JobLookup } from '../../../../nodes/shared/jobs/submit/jobLookup';
import { LostJobRecovery } from '../../../../nodes/shared/jobs/submit/lostJobRecovery';
import type { UnownedJob } from '../../../../nodes/shared/jobs/submit/matchJobs';
import type { OpenCreate } from '../../../../nodes/shared/jobs/submit/openCreates';
import { FakeClock } from '../../fake-clock.cts';
import { MINUTE, SECOND } from '../../../../nodes/shared/time';

const account = 'studio@example.com';
const videoId = (number: number) => `user:1-pixverse:${account}-video:${number}`;

type Lookup = Awaited<ReturnType<JobLookup['findByReference']>>;
type Target = Parameters<JobLookup['findByReference']>[1];

/** The result of a search. */
interface SearchResult {
	numbers?: number[];
	unowned?: number[];
	isComplete?: boolean;
	/** Clock time of the oldest read; by default that of the search, if it is complete. */
	oldestReadAt?: number;
}

const createJob = (number: number): UnownedJob => ({
	row: { video_id: videoId(number), prompt: 'a lighthouse', model: 'v6' },
	createdAt: 400 + 10 * number,
	uncertainty: 600,
});

/** Creates a recovery whose searches return the result of `findAt` at the clock's time. */
function createRecovery(findAt: (time: number) => SearchResult, create: Partial<OpenCreate> = {}) {
	const clock = new FakeClock();
	const searches: Array<{ at: number; target: Target }> = [];
	const comparisons: boolean[] = [];
	const lookup = {
		findByReference: async (
			isMatch: (reference: string) => boolean,
			target: Target,
		): Promise<Lookup> => {
			searches.push({ at: clock.now(), target });
			comparisons.push(isMatch('mine'), !isMatch('mine, too'));
			const { numbers = [], unowned = [], isComplete = true, ...other } = findAt(clock.now());
			const { oldestReadAt = isComplete ? clock.now() : -Infinity } = other;
			return {
				ids: numbers.flatMap((number) => parseGenerationId(videoId(number)) ?? []),
				unownedJobs: unowned.map(createJob),
				oldestReadAt,
				error: isComplete ? undefined : new Error('503'),
			};
		},
	};
	const open: OpenCreate = {
		reference: 'mine',
		generationType: generationTypes.video,
		account,
		count: 1,
		request: { prompt: 'a lighthouse', model: 'v6' },
		sentAt: 0,
		...create,
	};
	const recovery = new LostJobRecovery(clock, lookup as unknown as JobLookup, open);
	const getTimes = () => searches.map(({ at }) => at / SECOND);
	/** Advances the clock. @returns the IDs or the error of a task, or "still running" */
	const finish = async (task: Promise<unknown>, ms: number) => {
		let result: unknown = 'still running';
		void task.then(
			(ids) => (result = (ids as Array<{ raw: string }> | undefined)?.map(({ raw }) => raw)),
			(error: unknown) => (result = error),
		);
		await clock.advance(ms);
		expect(comparisons).not.toContain(false);
		return result;
	};
	return { clock, open, recovery, searches, getTimes, finish };
}

const never = new Promise<never>(() => {});

describe('The search after a lost response', () => {
	it('should take half a minute if nothing is found', async () => {
		const { recovery, getTimes, finish } = createRecovery(() => ({}));
		expect(await finish(recovery.searchAfterLoss(Infinity), 29_500)).toEqual([]);
		expect(getTimes()).toEqual([0, 1.5, 4.5, 9.5, 17.5, 29.5]);
	});

	it('should search the scheduler and the lists since the create was sent', async () => {
		const { recovery, searches, finish } = createRecovery(() => ({ numbers: [7] }), { sentAt: 42 });
		await finish(recovery.searchAfterLoss(Infinity), 0);
		expect(searches[0]?.target).toEqual({
			count: 1,
			lists: { generationType: generationTypes.video, account, since: 42 },
		});
	});

	it('should end as soon as all jobs are found', async () => {
		const findAt = (time: number) => ({ numbers: time < 4000 ? [8] : [9, 8] });
		const { recovery, getTimes, finish } = createRecovery(findAt, { count: 2 });
		const ids = await finish(recovery.searchAfterLoss(Infinity), MINUTE);
		expect(ids).toEqual([videoId(8), videoId(9)]);
		expect(getTimes()).toEqual([0, 1.5, 4.5]);
	});

	it('should return the jobs that were found if some are missing', async () => {
		const { recovery, finish } = createRecovery(() => ({ numbers: [8] }), { count: 2 });
		expect(await finish(recovery.searchAfterLoss(Infinity), MINUTE)).toEqual([videoId(8)]);
	});

	it('should keep the jobs that an earlier search found', async () => {
		const findAt = (time: number) => ({ numbers: time === 0 ? [8] : time === 1500 ? [9] : [] });
		const { recovery, finish } = createRecovery(findAt, { count: 2 });
		const ids = await finish(recovery.searchAfterLoss(Infinity), 1500);
		expect(ids).toEqual([videoId(8), videoId(9)]);
	});

	it('should continue through an outage, until the API was readable for half a minute', async () => {
		const findAt = (time: number) => ({ isComplete: time >= 2 * MINUTE });
		const { recovery, getTimes, finish } = createRecovery(findAt);
		expect(await finish(recovery.searchAfterLoss(Infinity), 4 * MINUTE)).toEqual([]);
		expect(getTimes().filter((at) => at >= 120)).toHaveLength(6);
		expect(getTimes().slice(5, 8)).toEqual([29.5, 44.5, 59.5]);
	});

	it('should find a job after an outage', async () => {
		const findAt = (time: number) => (time < 5 * MINUTE ? { isComplete: false } : { numbers: [7] });
		const { recovery, finish } = createRecovery(findAt);
		const ids = await finish(recovery.searchAfterLoss(Infinity), 6 * MINUTE);
		expect(ids).toEqual([videoId(7)]);
	});

	it('should give up after an outage of a quarter of an hour', async () => {
		const { recovery, getTimes, finish } = createRecovery(() => ({ isComplete: false }));
		expect(await finish(recovery.searchAfterLoss(Infinity), 14 * MINUTE)).toBe('still running');
		expect(await finish(recovery.searchAfterLoss(0), MINUTE)).toEqual([]);
		expect(getTimes().at(-1)).toBeGreaterThan(899);
	});

	it('should give up at the deadline, but not before it has searched six times', async () => {
		const { recovery, getTimes, finish } = createRecovery(() => ({ isComplete: false }));
		expect(await finish(recovery.searchAfterLoss(10 * SECOND), MINUTE)).toEqual([]);
		expect(getTimes()).toEqual([0, 1.5, 4.5, 9.5, 17.5, 29.5, 44.5]);
	});

	it('should record when the response was lost, once', async () => {
		const { recovery, open, clock, finish } = createRecovery(() => ({ numbers: [7] }));
		await clock.advance(3000);
		await finish(recovery.searchAfterLoss(Infinity), 0);
		expect(open.lostAt).toBe(3000);
		await clock.advance(3000);
		await finish(recovery.searchAfterLoss(Infinity), 0);
		expect(open.lostAt).toBe(3000);
	});
});

describe('A job that is found without its reference', () => {
	it('should be the only one that equals the request', async () => {
		const { recovery, finish } = createRecovery(() => ({ unowned: [7] }));
		expect(await finish(recovery.searchAfterLoss(Infinity), 0)).toEqual([videoId(7)]);
		expect(recovery.isMatched).toBe(true);
	});

	it('should not be matched before a search is complete', async () => {
		const findAt = (time: number) => ({ unowned: [7], isComplete: time > 0 });
		const { recovery, finish } = createRecovery(findAt);
		expect(await finish(recovery.searchAfterLoss(Infinity), 0)).toBe('still running');
		expect(recovery.isMatched).toBe(false);
		expect(recovery.candidates).toEqual([videoId(7)]);
	});

	it('should not be matched if another job equals the request, too', async () => {
		const { recovery, finish } = createRecovery(() => ({ unowned: [7, 8] }));
		expect(await finish(recovery.searchAfterLoss(Infinity), MINUTE)).toEqual([]);
		expect(recovery.isMatched).toBe(false);
		expect(recovery.candidates).toEqual([videoId(7), videoId(8)]);
	});

	it('should not be matched if the reference was found', async () => {
		const { recovery, finish } = createRecovery(() => ({ numbers: [6], unowned: [7] }));
		expect(await finish(recovery.searchAfterLoss(Infinity), 0)).toEqual([videoId(6)]);
		expect(recovery.isMatched).toBe(false);
		expect(recovery.candidates).toEqual([]);
	});

	it('should be returned in addition to jobs that were found by reference', async () => {
		const found = { numbers: [6], unowned: [7] };
		const { recovery, finish } = createRecovery(() => found, { count: 2 });
		const ids = await finish(recovery.searchAfterLoss(Infinity), 0);
		expect(ids).toEqual([videoId(6), videoId(7)]);
	});

	it('should be matched by the reads of several searches, if all are from after the loss', async () => {
		const search = (oldestReadAt: number) => () => ({
			...{ unowned: [7], isComplete: false, oldestReadAt },
		});
		const create = { sentAt: 0, lostAt: 3 * SECOND };
		const early = createRecovery(search(3 * SECOND - 1), create);
		expect(await early.finish(early.recovery.searchAfterLoss(0), MINUTE)).toEqual([]);
		expect(early.recovery.candidates).toEqual([videoId(7)]);
		const late = createRecovery(search(3 * SECOND), create);
		expect(await late.finish(late.recovery.searchAfterLoss(0), MINUTE)).toEqual([videoId(7)]);
	});

	it('should be one of ten candidates at most, first those created soon after the request was sent', async () => {
		const unowned = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 50];
		const { recovery, finish } = createRecovery(() => ({ unowned }), { sentAt: 505 });
		await finish(recovery.searchAfterLoss(Infinity), MINUTE);
		expect(recovery.candidates).toEqual([10, 11, 9, 12, 8, 7, 6, 5, 4, 3].map(videoId));
	});

	it('should not be a candidate if it was created before the request', async () => {
		const { recovery, finish } = createRecovery(() => ({ unowned: [7] }), { sentAt: MINUTE });
		expect(await finish(recovery.searchAfterLoss(Infinity), MINUTE)).toEqual([]);
		expect(recovery.candidates).toEqual([]);
	});
});

describe('The search while the response is pending', () => {
	it('should search the scheduler only: often at first, then four times a minute', async () => {
		const { recovery, getTimes, searches, finish } = createRecovery(() => ({ unowned: [7] }));
		const result = await finish(recovery.searchWhilePending(never), 90 * SECOND);
		expect(result).toBe('still running');
		expect(getTimes()).toEqual([5, 10, 20, 30, 45, 60, 75, 90]);
		expect(searches.every(({ target }) => target.lists === undefined)).toBe(true);
		expect(recovery.candidates).toEqual([]);
	});

	it('should return the jobs if the response does not come within half a minute', async () => {
		const { recovery, getTimes, finish } = createRecovery(() => ({ numbers: [7] }));
		const pending = recovery.searchWhilePending(never);
		expect(await finish(pending, 29_999)).toBe('still running');
		expect(await finish(pending, 1)).toEqual([videoId(7)]);
		expect(getTimes()).toEqual([5]);
	});

	it('should return the jobs immediately if they are found after half a minute', async () => {
		const findAt = (time: number) => ({ numbers: time < 40_000 ? [] : [7] });
		const { recovery, finish } = createRecovery(findAt);
		const pending = recovery.searchWhilePending(never);
		expect(await finish(pending, 45 * SECOND)).toEqual([videoId(7)]);
	});

	it('should wait for all jobs', async () => {
		const { recovery, finish } = createRecovery(() => ({ numbers: [7] }), { count: 2 });
		expect(await finish(recovery.searchWhilePending(never), 5 * MINUTE)).toBe('still running');
	});

	it('should end without jobs when the response comes', async () => {
		const { recovery, clock, finish } = createRecovery(() => ({ numbers: [7] }));
		const response = clock.sleep(12 * SECOND);
		expect(await finish(recovery.searchWhilePending(response), 12 * SECOND)).toBeUndefined();
	});

	it('should fail with the error of the response', async () => {
		const failure = new Error('cut');
		const { recovery, clock, finish } = createRecovery(() => ({}));
		const response = clock.sleep(12 * SECOND).then(() => {
			throw failure;
		});
		expect(await finish(recovery.searchWhilePending(response), 12 * SECOND)).toBe(failure);
	});
});
