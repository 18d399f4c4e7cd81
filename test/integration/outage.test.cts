import { scale, SEED } from '../scale.cts';
import { videoCreate } from './parameters.cts';
import { createTestBed, onlyJson, testAccount } from './test-bed.cts';

jest.setTimeout(120_000);

const testBed = createTestBed({ accounts: [] });
const createRequests = { match: { method: 'POST', path: 'videos/create' } } as const;
const readRequests = { match: { method: 'GET' } } as const;
const prompt = '={{ $json.prompt }}';

/** Random numbers between 0 and 1. The same seed gives the same numbers. */
function* generateRandom(seed: number): Generator<number, never> {
	for (let state = seed >>> 0; ; ) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		yield state / 2 ** 32;
	}
}

/** Cuts off some creates after the API accepted them, and responds to series of reads with 503. */
function startOutage(seed: number, creates: number): void {
	const numbers = generateRandom(seed);
	const pick = (most: number) => Math.floor(numbers.next().value * most);
	for (let cut = 0; cut < 6; cut++)
		testBed.simulator.faults.add({
			kind: 'cutAfter',
			...createRequests,
			skip: pick(creates),
			count: 1 + pick(3),
		});
	for (let run = 0; run < 5; run++) {
		const count = 5 + pick(30);
		testBed.simulator.faults.add({
			kind: 'status',
			status: 503,
			...readRequests,
			skip: pick(60),
			count,
		});
	}
}

describe('An outage while responses get lost', () => {
	beforeEach(() => testBed.simulator.accounts.add({ email: testAccount, maxJobs: 8 }));

	it.each(Array.from({ length: scale(3, 12) }, (_none, index) => SEED + index))(
		'should lose none of 40 jobs of 4 s, with seed %d',
		async (seed) => {
			const size = 40;
			testBed.simulator.plannedResults.add({ afterMs: 4000, count: size });
			startOutage(seed, size);
			const items = Array.from({ length: size }, (_none, index) => ({
				json: { prompt: `Wave ${index}.` },
			}));
			const { items: output } = await testBed.run(videoCreate({ prompt }), {
				items,
				onError: 'continueRegularOutput',
			});
			expect(output.filter(({ json }) => json.error).map(({ json }) => json)).toEqual([]);
			expect(output.map(({ json }) => json.prompt)).toEqual(items.map(({ json }) => json.prompt));
			expect(testBed.simulator.jobs).toHaveLength(size);
			expect(output.map(({ json }) => json.id)).toEqual(
				items.map(({ json }) => testBed.idOf(json.prompt)),
			);
		},
	);

	it('should find a job that finished before the search, and report how it was found', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 0 });
		testBed.simulator.faults.add({ kind: 'status', status: 503, ...readRequests, count: 9 });
		const json = onlyJson(await testBed.run(videoCreate()));
		expect(json).toMatchObject({
			id: testBed.simulator.jobs[0]?.id,
			status: 'COMPLETED',
			recovered: expect.stringMatching(/response was lost.*same settings/),
		});
	});

	describe('in which no search can read everything', () => {
		const schedulerRequests = { match: { method: 'GET', path: 'scheduler' } } as const;
		const listRequests = { match: { method: 'GET', path: 'pixverse/videos' } } as const;
		const failure = { kind: 'status', status: 503 } as const;

		beforeEach(() => {
			testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
			testBed.simulator.plannedResults.add({ afterMs: 0 });
		});

		it('should find a job by the scheduler of one search and the list of another', async () => {
			// Four requests make one search of the list: the first searches fail in the list, all others in the scheduler.
			testBed.simulator.faults.add({ ...failure, ...listRequests, count: 8 });
			testBed.simulator.faults.add({ ...failure, ...schedulerRequests, skip: 2, count: 0 });
			const json = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
			expect(json).toMatchObject({
				id: testBed.simulator.jobs[0]?.id,
				recovered: expect.stringMatching(/same settings/),
			});
		});

		it('should not find a job by a scheduler that was only read before the response was lost', async () => {
			testBed.simulator.faults.clear();
			testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests, skip: 1 });
			testBed.simulator.faults.add({ ...failure, ...schedulerRequests, skip: 1, count: 0 });
			const items = ['one', 'two'].map((text) => ({ json: { prompt: text } }));
			const { error } = await testBed.run(videoCreate({ prompt }), { items });
			expect(error?.message).toMatch(/was lost/);
			expect(error?.description).toContain(testBed.simulator.jobs[1]?.id);
		});

		it('should name the job as a candidate if only the first search could read the list', async () => {
			testBed.simulator.faults.add({ ...failure, ...schedulerRequests, count: 0 });
			testBed.simulator.faults.add({ ...failure, ...listRequests, skip: 2, count: 0 });
			const { error } = await testBed.run(videoCreate());
			expect(error?.message).toMatch(/was lost/);
			expect(error?.description).toContain(testBed.simulator.jobs[0]?.id);
		});

		it('should name the job as a candidate if the next page of the list can never be read', async () => {
			testBed.simulator.faults.add({ ...failure, ...listRequests, skip: 1, count: 0 });
			const { error } = await testBed.run(videoCreate());
			expect(error?.message).toMatch(/was lost/);
			expect(error?.description).toContain(testBed.simulator.jobs[0]?.id);
		});
	});

	it('should name each of eight jobs that equal each other as a candidate', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', count: 8, ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 0, count: 8 });
		const { items } = await testBed.run(videoCreate(), {
			items: Array.from({ length: 8 }, () => ({})),
			onError: 'continueRegularOutput',
		});
		const named = items.map(({ json }) => (json.details as { candidates: string[] }).candidates);
		for (const { id } of testBed.simulator.jobs) expect(named.flat()).toContain(id);
	});

	it('should find a job behind those that were created during the outage', async () => {
		testBed.simulator.accounts.add({ email: testAccount, maxJobs: 80 });
		testBed.simulator.faults.add({ kind: 'cutAfter', ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 0, count: 70 });
		const items = Array.from({ length: 70 }, (_none, index) => ({
			json: { prompt: `Bay ${index}.` },
		}));
		const { items: output, error } = await testBed.run(videoCreate({ prompt }), { items });
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.id)).toEqual(
			items.map(({ json }) => testBed.idOf(json.prompt)),
		);
	});

	it('should find all images of a create', async () => {
		testBed.simulator.faults.add({
			kind: 'cutAfter',
			match: { method: 'POST', path: 'images/create' },
		});
		testBed.simulator.plannedResults.add({ afterMs: 0, count: 3 });
		const { items, error } = await testBed.run({
			resource: 'image',
			operation: 'create',
			prompt: 'a pier',
			options: { createCount: 3 },
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(testBed.simulator.jobs.map(({ id }) => id));
	});

	it('should report both jobs as candidates of two creates with the same settings', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', count: 2, ...createRequests });
		testBed.simulator.plannedResults.add({ afterMs: 0, count: 2 });
		const { items } = await testBed.run(videoCreate(), {
			items: [{}, {}],
			onError: 'continueRegularOutput',
		});
		const ids = testBed.simulator.jobs.map(({ id }) => id);
		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/was lost/),
			expect.stringMatching(/was lost/),
		]);
		for (const { json } of items)
			expect(new Set((json.details as { candidates: string[] }).candidates)).toEqual(new Set(ids));
	});

	it('should not recover a job of another item or execution with the same settings', async () => {
		testBed.simulator.plannedResults.add({ afterMs: 0, count: 3 });
		testBed.simulator.faults.add({ kind: 'cutBefore', skip: 2, ...createRequests });
		const { items } = await testBed.run(videoCreate(), {
			items: [{}, {}, {}],
			onError: 'continueRegularOutput',
		});
		expect(items.filter(({ json }) => json.error)).toHaveLength(1);
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(3);
		testBed.simulator.faults.add({ kind: 'statusAfter', status: 502, ...createRequests });
		const recovered = onlyJson(await testBed.run(videoCreate()));
		expect(recovered.id).toBe(testBed.simulator.jobs.at(-1)?.id);
	});

	it('should not send a create again after a 5xx response when no job is found', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 502, ...createRequests });
		testBed.simulator.faults.add({ kind: 'status', status: 503, ...readRequests, count: 12 });
		const { error } = await testBed.run(videoCreate());
		expect(error?.message).toMatch(/was lost/);
		expect(testBed.creates()).toHaveLength(1);
		expect(testBed.simulator.jobs).toHaveLength(0);
	});
});
