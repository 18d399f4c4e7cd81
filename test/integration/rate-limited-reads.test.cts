import type { RequestEntry } from '../../simulator/requests.cts';
import { account, videoCreate, videoWait, imageCreate } from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';
import { MINUTE, SECOND } from '../../nodes/shared/time';

const testBed = createTestBed();
/** Longer than any polling interval of the node. */
const RETRY_AFTER_SECONDS = 180;

const getReads = () =>
	testBed.simulator.requests.filter(({ host, method }) => host === 'api' && method === 'GET');
const getRejectedReads = () => getReads().filter(({ status }) => status === 429);
/** Milliseconds from the last rejected read to the next read. */
const getPauseMs = () => {
	const last = getRejectedReads().at(-1) as RequestEntry;
	const next = getReads().find(({ at }) => at > last.at);
	return (next?.at ?? Infinity) - last.at;
};

describe('A read that gets a 429 with a delay', () => {
	it.each([
		['a video', 'header', videoCreate(), 'videos/'],
		['a video', 'body', videoCreate(), 'videos/'],
		['an image', 'header', imageCreate(), 'images/'],
		['an image', 'body', imageCreate(), 'images/'],
	] as const)(
		'should stop reads of %s until the delay in the %s has passed',
		async (_of, location, parameters, path) => {
			const match = { method: 'GET', path };
			testBed.simulator.plannedResults.add({ afterMs: MINUTE });
			testBed.simulator.faults.add({
				...{ kind: 'status', status: 429, match },
				...{ retryAfterSeconds: RETRY_AFTER_SECONDS, retryAfterIn: location },
			});
			expect(onlyJson(await testBed.run(parameters))).toMatchObject({ status: 'COMPLETED' });
			expect(getRejectedReads()).toHaveLength(1);
			expect(getPauseMs()).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * SECOND);
			expect(getPauseMs()).toBeLessThan(RETRY_AFTER_SECONDS * SECOND + MINUTE);
			expect(testBed.simulator.jobs).toHaveLength(1);
		},
	);

	it('should delay the whole batch in a list', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE, count: 4 });
		testBed.simulator.faults.add({
			...{ kind: 'status', status: 429, retryAfterSeconds: RETRY_AFTER_SECONDS },
			match: { method: 'GET', path: '/videos\\/?($|\\?)/' },
		});
		const out = await testBed.run(videoCreate(), { items: [{}, {}, {}, {}] });
		expect(out.items.map(({ json }) => json.status)).toEqual(new Array(4).fill('COMPLETED'));
		expect(getRejectedReads()).toHaveLength(1);
		expect(getPauseMs()).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * SECOND);
	});

	it('should also delay the jobs of other accounts', async () => {
		const second = 'second@example.com';
		testBed.simulator.accounts.add({ email: second });
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE, count: 2 });
		testBed.simulator.faults.add({
			...{ kind: 'status', status: 429, retryAfterSeconds: RETRY_AFTER_SECONDS },
			match: { method: 'GET', path: `videos/user:` },
		});
		const emails = [testAccount, second];
		const out = await testBed.run(videoCreate({ account: account('={{ $json.email }}') }), {
			items: emails.map((email) => ({ json: { email } })),
		});
		expect(out.items).toHaveLength(2);
		const [first] = getRejectedReads();
		// The node may read both at the same time.
		const between = getReads().filter(
			({ at }) =>
				at > (first?.at ?? 0) + 5 * SECOND && at < (first?.at ?? 0) + RETRY_AFTER_SECONDS * SECOND,
		);
		expect(between).toEqual([]);
	});

	it('should end at the timeout anyway, with the ID and without another read', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 30 * MINUTE });
		const match = { method: 'GET', path: 'videos/' };
		testBed.simulator.faults.add({ kind: 'status', status: 429, retryAfterSeconds: 3600, match });
		const out = await testBed.run(videoCreate({ options: { timeout: 5 } }));
		expect(out.durationMs).toBeGreaterThanOrEqual(5 * MINUTE);
		expect(out.durationMs).toBeLessThan(6 * MINUTE);
		expect(out.error?.message).toContain('5 min');
		expect(out.error?.description).toContain(testBed.simulator.jobs[0]?.id);
		expect(getPauseMs()).toBe(Infinity);
	});

	it('should not end the wait for an existing video', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		const match = { method: 'GET', path: 'videos/' };
		testBed.simulator.faults.add({
			kind: 'status',
			status: 429,
			retryAfterSeconds: RETRY_AFTER_SECONDS,
			match,
		});
		const json = onlyJson(await testBed.run(videoWait(String(id))));
		expect(json).toMatchObject({ id, status: 'COMPLETED' });
		expect(getPauseMs()).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * SECOND);
	});

	it('should not be caused by a create that finds no free slot', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE, count: 2 });
		testBed.simulator.faults.add({
			...{ kind: 'status', status: 429, retryAfterSeconds: RETRY_AFTER_SECONDS, skip: 1 },
			match: { method: 'POST', path: 'videos/create' },
		});
		const out = await testBed.run(videoCreate(), { items: [{}, {}] });
		expect(out.items).toHaveLength(2);
		const [, rejectedCreate] = testBed.creates();
		const readsWithinMinute = getReads().filter(
			({ at, path }) =>
				path.includes('/videos') &&
				at > (rejectedCreate?.at ?? 0) &&
				at < (rejectedCreate?.at ?? 0) + MINUTE,
		);
		expect(readsWithinMinute.length).toBeGreaterThan(0);
	});
});
