import { fillTimes, type TriggerRow } from '../../../nodes/PixVerseTrigger/rows';
import { findMissing, isDeepEnough } from '../../../nodes/PixVerseTrigger/sourceState';
import { HOUR, MINUTE } from '../../../nodes/shared/time';
import { FakeN8n } from './fake-n8n.cts';
import { createErrorResponse, FakeApi } from './fake-api.cts';

jest.mock('../../../nodes/shared/api/clock', () =>
	jest
		.requireActual<typeof import('./instant-clock.cts')>('./instant-clock.cts')
		.createClockModule(),
);

const account = 'a@example.com';

let api: FakeApi;
let n8n: FakeN8n;
beforeEach(() => {
	api = new FakeApi();
	api.accounts.add(account);
	n8n = new FakeN8n(api);
	jest.spyOn(Date, 'now').mockImplementation(() => api.now);
});
afterEach(() => jest.restoreAllMocks());

/** Creates videos, by default one per minute. */
const createVideos = (
	count: number,
	values: Parameters<FakeApi['create']>[2] = {},
	intervalMs = MINUTE,
) =>
	Array.from({ length: count }, () => {
		api.now += intervalMs;
		return api.create(account, 'video', { status: 'completed', ...values });
	});
/** Changes something before the response to the nth request for a list from now on. */
const runBeforePage = (nth: number, change: () => void) => {
	let page = 0;
	api.intercept = (path) => {
		if (path === 'videos' && ++page === nth) change();
		return undefined;
	};
};

describe('Trigger, list that changes while it is read', () => {
	it('should read the list again in the next poll if rows may be missing between two pages', async () => {
		await n8n.activate();
		const videos = createVideos(60);
		// Rows move from the second page to the first, which was already read.
		runBeforePage(2, () => videos.slice(-12).forEach((one) => api.delete(one)));
		await n8n.poll();
		expect(n8n.emitted).toEqual([]);
		await n8n.poll();
		expect(n8n.emitted).toEqual(videos.slice(0, -12).map((one) => api.getId(one)));
	});

	it('should lose nothing if a few rows are deleted between two pages', async () => {
		await n8n.activate();
		const videos = createVideos(60);
		runBeforePage(2, () => videos.slice(-3).forEach((one) => api.delete(one)));
		await n8n.poll();
		expect(n8n.emitted).toHaveLength(60);
		await n8n.poll();
		expect(n8n.emitted).toHaveLength(60);
	});

	it.each([
		[2, 34],
		[2, 38],
		[3, 36],
	])(
		'should not treat page %i as the last one if %i rows are added before it',
		async (nth, added) => {
			const [slow] = createVideos(1, { status: 'running' });
			createVideos(200);
			await n8n.activate();
			createVideos(100);
			let addedVideos: unknown[] = [];
			runBeforePage(nth, () => (addedVideos = createVideos(added, {}, 1)));
			await n8n.poll();
			api.intercept = () => undefined;
			await n8n.poll();
			if (slow) api.finish(slow);
			await n8n.poll();
			expect(addedVideos).toHaveLength(added);
			expect(n8n.emitted).toHaveLength(100 + added + 1);
			expect(new Set(n8n.emitted).size).toBe(100 + added + 1);
		},
	);

	it('should end if the API ignores the offset', async () => {
		createVideos(60);
		const respond = api.respond.bind(api);
		api.respond = (options) => respond({ ...options, qs: { ...options.qs, offset: 0 } });
		await n8n.activate();
		const [one] = createVideos(1);
		await n8n.poll();
		expect(n8n.emitted).toEqual(one && [api.getId(one)]);
	});
});

describe('isDeepEnough', () => {
	const createRow = (number: number, created: number): TriggerRow => ({
		kind: 'video',
		account,
		number: String(number),
		created,
		phase: 'completed',
		apiRow: {},
	});
	const rows = fillTimes([createRow(9, 900), createRow(8, 800)]);
	const createSource = (...pending: string[]) => ({
		watermark: 801,
		processed: '',
		pending: Object.fromEntries(pending.map((id) => [id, 0])),
	});

	it('should read a known list down to its watermark', () => {
		expect(isDeepEnough(rows, createSource(), 0, 1000)).toBe(true);
		expect(isDeepEnough(rows.slice(0, 1), createSource(), 0, 1000)).toBe(false);
	});

	it('should read further only for more than two pending generations', () => {
		expect(isDeepEnough(rows, createSource('1', '2'), 0, 1000)).toBe(true);
		expect(findMissing(rows, createSource('1', '2', '9'))).toEqual(['1', '2']);
		expect(isDeepEnough(rows, createSource('1', '2', '3'), 0, 1000)).toBe(false);
	});

	it('should read a missing track by its own ID if speech is the newest entry of the list of music', async () => {
		n8n.parameters = { kinds: ['music'] };
		const slow = api.create(account, 'music', { status: 'running' });
		api.now += MINUTE;
		for (let tracks = 0; tracks < 200; tracks++)
			api.create(account, 'music', { status: 'completed' });
		api.now += HOUR;
		await n8n.activate();
		api.now += MINUTE;
		api.create(account, 'speech', { status: 'completed' });
		api.finish(slow);
		await n8n.poll();
		expect(n8n.emitted).toEqual([api.getId(slow)]);
	});

	it('should read a running generation of a new list by its ID instead of reading more pages', async () => {
		const [slow] = createVideos(1, { status: 'running' });
		createVideos(200);
		await n8n.activate();
		api.requests.length = 0;
		if (slow) api.finish(slow);
		await n8n.poll();
		expect(n8n.emitted).toEqual(slow && [api.getId(slow)]);
		expect(api.requests).toEqual([`videos?${account}`, slow && `videos/${api.getId(slow)}`]);
	});
});

describe('Trigger without a state', () => {
	it('should emit generations that are created while the API is unavailable', async () => {
		api.intercept = () => createErrorResponse(503);
		await n8n.restart();
		api.now += HOUR;
		const [one] = createVideos(1);
		api.intercept = () => undefined;
		await n8n.poll();
		expect(n8n.emitted).toEqual(one && [api.getId(one)]);
	});
});
