import { getReadDepth } from '../../../nodes/PixVerseTrigger/readDepth';
import { fillTimes, type GenerationRow } from '../../../nodes/PixVerseTrigger/snapshot';
import { Instance } from './fake-n8n.cts';
import { refusal, Service } from './fake-api.cts';

jest.mock('../../../nodes/shared/api/clock', () => ({
	...jest.requireActual<object>('../../../nodes/shared/api/clock'),
	getClock: () => ({
		now: () => 0,
		wallTime: () => Date.now(),
		random: () => 0.5,
		sleep: async () => {},
	}),
	withTimeout: async (_clock: unknown, _ms: number, task: Promise<unknown>) => await task,
	throwIfCanceled: () => {},
}));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const account = 'a@example.com';

let service: Service;
let instance: Instance;
beforeEach(() => {
	service = new Service();
	service.accounts.add(account);
	instance = new Instance(service);
	jest.spyOn(Date, 'now').mockImplementation(() => service.now);
});
afterEach(() => jest.restoreAllMocks());

/** Makes videos, a minute after each other if not otherwise said. */
const make = (count: number, wish: Parameters<Service['make']>[2] = {}, apart = MINUTE) =>
	Array.from({ length: count }, () => {
		service.now += apart;
		return service.make(account, 'video', { status: 'completed', ...wish });
	});
/** Lets something happen before the nth list from now is answered. */
const beforePage = (nth: number, happen: () => void) => {
	let page = 0;
	service.before = (path) => {
		if (path === 'videos' && ++page === nth) happen();
		return undefined;
	};
};

describe('A list that changes while its pages are read', () => {
	it('is read again in the next poll when rows may have slipped away between two pages', async () => {
		await instance.activate();
		const made = make(60);
		// The newest twelve go: what was to be on the second page is on the first, which is read already.
		beforePage(2, () => made.slice(-12).forEach((one) => service.delete(one)));
		await instance.poll();
		expect(instance.emitted).toEqual([]);
		await instance.poll();
		expect(instance.emitted).toEqual(made.slice(0, -12).map((one) => service.idOf(one)));
	});

	it('loses nothing when a few rows are deleted between two pages', async () => {
		await instance.activate();
		const made = make(60);
		beforePage(2, () => made.slice(-3).forEach((one) => service.delete(one)));
		await instance.poll();
		expect(instance.emitted).toHaveLength(60);
		await instance.poll();
		expect(instance.emitted).toHaveLength(60);
	});

	it.each([
		[2, 34],
		[2, 38],
		[3, 36],
	])(
		'does not seem to end because, before page %i, %i rows are added above',
		async (nth, added) => {
			const [slow] = make(1, { status: 'running' });
			make(200);
			await instance.activate();
			make(100);
			let more: unknown[] = [];
			beforePage(nth, () => (more = make(added, {}, 1)));
			await instance.poll();
			service.before = () => undefined;
			await instance.poll();
			if (slow) service.finish(slow);
			await instance.poll();
			expect(more).toHaveLength(added);
			expect(instance.emitted).toHaveLength(100 + added + 1);
			expect(new Set(instance.emitted).size).toBe(100 + added + 1);
		},
	);

	it('does not go on for ever where the API takes no offset', async () => {
		make(60);
		const answer = service.answer.bind(service);
		service.answer = (options) => answer({ ...options, qs: { ...options.qs, offset: 0 } });
		await instance.activate();
		const [one] = make(1);
		await instance.poll();
		expect(instance.emitted).toEqual(one && [service.idOf(one)]);
	});
});

describe('How deep a list is read', () => {
	const row = (number: number, created: number): GenerationRow => ({
		kind: 'video',
		account,
		number: String(number),
		created,
		phase: 'completed',
		model: '',
		prompt: '',
		apiRow: undefined,
	});
	const rows = fillTimes([row(9, 900), row(8, 800)]);

	it('is to the edge of what is settled', () => {
		const need = getReadDepth({ edge: 801, done: '', open: {} }, 0, 1000);
		expect(need.isReached(rows)).toBe(true);
		expect(need.isReached(rows.slice(0, 1))).toBe(false);
	});

	it('is farther only for more than two stragglers; two are asked for by themselves', () => {
		const two = getReadDepth({ edge: 801, done: '', open: { '1': 0, '2': 0 } }, 0, 1000);
		expect(two.isReached(rows)).toBe(true);
		expect(two.findMissing(rows)).toEqual(['1', '2']);
		const three = getReadDepth({ edge: 801, done: '', open: { '1': 0, '2': 0, '3': 0 } }, 0, 1000);
		expect(three.isReached(rows)).toBe(false);
	});

	it('is, in the beginning, as far as something could still be running', async () => {
		const [slow] = make(1, { status: 'running' });
		make(200);
		await instance.activate();
		service.calls.length = 0;
		if (slow) service.finish(slow);
		await instance.poll();
		expect(instance.emitted).toEqual(slow && [service.idOf(slow)]);
		expect(service.calls).toEqual([`videos?${account}`, slow && `videos/${service.idOf(slow)}`]);
	});
});

describe('A workflow that n8n starts without a memory', () => {
	it('counts what is made from then on, even while nothing can be read', async () => {
		service.before = () => refusal(503);
		await instance.restart();
		service.now += HOUR;
		const [one] = make(1);
		service.before = () => undefined;
		await instance.poll();
		expect(instance.emitted).toEqual(one && [service.idOf(one)]);
	});
});
