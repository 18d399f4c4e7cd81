import { fillTimes, type TriggerRow } from '../../../nodes/PixVerseTrigger/rows';
import { findMissing, isDeepEnough } from '../../../nodes/PixVerseTrigger/sourceState';
import { HOUR, MINUTE } from '../../../nodes/shared/time';
import { FakeN8n } from './fake-n8n.cts';
import { refusal, FakeApi } from './fake-api.cts';

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

/** Creates videos, by default one each minute. */
const make = (count: number, values: Parameters<FakeApi['make']>[2] = {}, apart = MINUTE) =>
	Array.from({ length: count }, () => {
		api.now += apart;
		return api.make(account, 'video', { status: 'completed', ...values });
	});
/** Does something before the nth list from now is answered. */
const beforePage = (nth: number, happen: () => void) => {
	let page = 0;
	api.before = (path) => {
		if (path === 'videos' && ++page === nth) happen();
		return undefined;
	};
};

describe('Trigger, list that changes while it is read', () => {
	it('should read the list again in the next poll if rows may be missing between two pages', async () => {
		await n8n.activate();
		const made = make(60);
		// What was to be on the second page is on the first, which was read already.
		beforePage(2, () => made.slice(-12).forEach((one) => api.delete(one)));
		await n8n.poll();
		expect(n8n.emitted).toEqual([]);
		await n8n.poll();
		expect(n8n.emitted).toEqual(made.slice(0, -12).map((one) => api.getId(one)));
	});

	it('should lose nothing if a few rows are deleted between two pages', async () => {
		await n8n.activate();
		const made = make(60);
		beforePage(2, () => made.slice(-3).forEach((one) => api.delete(one)));
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
		'should not take page %i for the last one if %i rows are added before it',
		async (nth, added) => {
			const [slow] = make(1, { status: 'running' });
			make(200);
			await n8n.activate();
			make(100);
			let more: unknown[] = [];
			beforePage(nth, () => (more = make(added, {}, 1)));
			await n8n.poll();
			api.before = () => undefined;
			await n8n.poll();
			if (slow) api.finish(slow);
			await n8n.poll();
			expect(more).toHaveLength(added);
			expect(n8n.emitted).toHaveLength(100 + added + 1);
			expect(new Set(n8n.emitted).size).toBe(100 + added + 1);
		},
	);

	it('should end if the API ignores the offset', async () => {
		make(60);
		const answer = api.answer.bind(api);
		api.answer = (options) => answer({ ...options, qs: { ...options.qs, offset: 0 } });
		await n8n.activate();
		const [one] = make(1);
		await n8n.poll();
		expect(n8n.emitted).toEqual(one && [api.getId(one)]);
	});
});

describe('isDeepEnough', () => {
	const row = (number: number, created: number): TriggerRow => ({
		kind: 'video',
		account,
		number: String(number),
		created,
		phase: 'completed',
		model: '',
		prompt: '',
		apiRow: {},
	});
	const rows = fillTimes([row(9, 900), row(8, 800)]);
	const source = (...pending: string[]) => ({
		watermark: 801,
		processed: '',
		pending: Object.fromEntries(pending.map((id) => [id, 0])),
	});

	it('should read a known list down to its watermark', () => {
		expect(isDeepEnough(rows, source(), 0, 1000)).toBe(true);
		expect(isDeepEnough(rows.slice(0, 1), source(), 0, 1000)).toBe(false);
	});

	it('should read further only for more than two pending generations', () => {
		expect(isDeepEnough(rows, source('1', '2'), 0, 1000)).toBe(true);
		expect(findMissing(rows, source('1', '2', '9'))).toEqual(['1', '2']);
		expect(isDeepEnough(rows, source('1', '2', '3'), 0, 1000)).toBe(false);
	});

	it('should read a missing track by its own ID if speech is the newest entry of the list of music', async () => {
		n8n.parameters = { kinds: ['music'] };
		const slow = api.make(account, 'music', { status: 'running' });
		api.now += MINUTE;
		for (let tracks = 0; tracks < 200; tracks++)
			api.make(account, 'music', { status: 'completed' });
		api.now += HOUR;
		await n8n.activate();
		api.now += MINUTE;
		api.make(account, 'speech', { status: 'completed' });
		api.finish(slow);
		await n8n.poll();
		expect(n8n.emitted).toEqual([api.getId(slow)]);
	});

	it('should read a new list as far as generations could be running', async () => {
		const [slow] = make(1, { status: 'running' });
		make(200);
		await n8n.activate();
		api.calls.length = 0;
		if (slow) api.finish(slow);
		await n8n.poll();
		expect(n8n.emitted).toEqual(slow && [api.getId(slow)]);
		expect(api.calls).toEqual([`videos?${account}`, slow && `videos/${api.getId(slow)}`]);
	});
});

describe('Trigger without a state', () => {
	it('should emit what is created from then on, even while nothing can be read', async () => {
		api.before = () => refusal(503);
		await n8n.restart();
		api.now += HOUR;
		const [one] = make(1);
		api.before = () => undefined;
		await n8n.poll();
		expect(n8n.emitted).toEqual(one && [api.getId(one)]);
	});
});
