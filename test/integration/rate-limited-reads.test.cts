import type { RequestEntry } from '../../simulator/requests.cts';
import { account, videoCreate, videoWait, imageCreate } from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Longer than any pause that the node would make of its own accord. */
const ASKED = 180;

const reads = () =>
	testBed.simulator.requests.filter(({ host, method }) => host === 'api' && method === 'GET');
const refused = () => reads().filter(({ status }) => status === 429);
/** Milliseconds from the last rejected read to the next read. */
const quiet = () => {
	const last = refused().at(-1) as RequestEntry;
	const next = reads().find(({ at }) => at > last.at);
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
		async (_of, place, order, path) => {
			const match = { method: 'GET', path };
			testBed.simulator.plannedResults.add({ afterMs: MINUTE });
			testBed.simulator.faults.add({
				...{ kind: 'status', status: 429, match },
				...{ retryAfterSeconds: ASKED, retryAfterIn: place },
			});
			expect(onlyJson(await testBed.run(order))).toMatchObject({ status: 'COMPLETED' });
			expect(refused()).toHaveLength(1);
			expect(quiet()).toBeGreaterThanOrEqual(ASKED * SECOND);
			expect(quiet()).toBeLessThan(ASKED * SECOND + MINUTE);
			expect(testBed.simulator.jobs).toHaveLength(1);
		},
	);

	it('should delay the whole batch in a list', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE, count: 4 });
		testBed.simulator.faults.add({
			...{ kind: 'status', status: 429, retryAfterSeconds: ASKED },
			match: { method: 'GET', path: '/videos\\/?($|\\?)/' },
		});
		const out = await testBed.run(videoCreate(), { items: [{}, {}, {}, {}] });
		expect(out.items.map(({ json }) => json.status)).toEqual(new Array(4).fill('COMPLETED'));
		expect(refused()).toHaveLength(1);
		expect(quiet()).toBeGreaterThanOrEqual(ASKED * SECOND);
	});

	it('should also delay the jobs of other accounts', async () => {
		const second = 'second@example.com';
		testBed.simulator.accounts.add({ email: second });
		testBed.simulator.plannedResults.add({ afterMs: 2 * MINUTE, count: 2 });
		testBed.simulator.faults.add({
			...{ kind: 'status', status: 429, retryAfterSeconds: ASKED },
			match: { method: 'GET', path: `videos/user:` },
		});
		const emails = [testAccount, second];
		const out = await testBed.run(videoCreate({ account: account('={{ $json.email }}') }), {
			items: emails.map((email) => ({ json: { email } })),
		});
		expect(out.items).toHaveLength(2);
		const [first] = refused();
		// Both may be read in the same look.
		const between = reads().filter(
			({ at }) => at > (first?.at ?? 0) + 5 * SECOND && at < (first?.at ?? 0) + ASKED * SECOND,
		);
		expect(between).toEqual([]);
	});

	it('should end in time anyway, with the ID and without another read', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 30 * MINUTE });
		const match = { method: 'GET', path: 'videos/' };
		testBed.simulator.faults.add({ kind: 'status', status: 429, retryAfterSeconds: 3600, match });
		const out = await testBed.run(videoCreate({ options: { timeout: 5 } }));
		expect(out.durationMs).toBeGreaterThanOrEqual(5 * MINUTE);
		expect(out.durationMs).toBeLessThan(6 * MINUTE);
		expect(out.error?.message).toContain('5 min');
		expect(out.error?.description).toContain(testBed.simulator.jobs[0]?.id);
		expect(quiet()).toBe(Infinity);
	});

	it('should not end the wait for an existing video', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
		const match = { method: 'GET', path: 'videos/' };
		testBed.simulator.faults.add({ kind: 'status', status: 429, retryAfterSeconds: ASKED, match });
		const json = onlyJson(await testBed.run(videoWait(String(id))));
		expect(json).toMatchObject({ id, status: 'COMPLETED' });
		expect(quiet()).toBeGreaterThanOrEqual(ASKED * SECOND);
	});

	it('should not be caused by a create that finds no free slot', async () => {
		testBed.simulator.plannedResults.add({ afterMs: MINUTE, count: 2 });
		testBed.simulator.faults.add({
			...{ kind: 'status', status: 429, retryAfterSeconds: ASKED, skip: 1 },
			match: { method: 'POST', path: 'videos/create' },
		});
		const out = await testBed.run(videoCreate(), { items: [{}, {}] });
		expect(out.items).toHaveLength(2);
		const [, refusal] = testBed.creates();
		const soon = reads().filter(
			({ at, path }) =>
				path.includes('/videos') && at > (refusal?.at ?? 0) && at < (refusal?.at ?? 0) + MINUTE,
		);
		expect(soon.length).toBeGreaterThan(0);
	});
});
