import fc from 'fast-check';
import { request } from 'undici';

import { parse } from 'flatted';
import { mutations, corrupt } from '../fuzz/mutations.cts';
import { findUnclearText } from '../fuzz/assertions.cts';
import { ExecutionStore, type Execution, type RunOptions } from './harness/harness.cts';
import { videoCreate } from './parameters.cts';
import { SEED, scale } from '../scale.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const HOUR = 3_600_000;
const FORGED_CALLBACKS = scale(100, 2000);
let executions: ExecutionStore;
beforeAll(async () => {
	executions = await ExecutionStore.open();
});
afterAll(async () => await executions.close());
beforeEach(() => testBed.simulator.faults.setSwitches({ callbacks: { lost: true } }));

const job = (index = 0) => {
	const found = testBed.simulator.jobs[index];
	if (!found) throw new Error('There is no job');
	return found;
};
const countReads = () =>
	testBed.calls().filter((sendCallback) => sendCallback.startsWith('GET videos')).length;

/** Starts an execution with videos that take hours. Returns when it is suspended. */
async function startSuspended(videos = 1, more: Partial<RunOptions> = {}): Promise<Execution> {
	testBed.simulator.plannedResults.add({ afterMs: 20 * HOUR, count: 0 });
	const execution = await testBed.start(
		videoCreate({ waitMode: 'callback', options: { timeout: 1440 } }),
		{ items: new Array(videos).fill({}), executions, ...more } as never,
	);
	while (executions.getStored(execution.id) === undefined)
		await new Promise((resolve) => setTimeout(resolve, 1000));
	return execution;
}

/** Sends a callback to the URL that PixVerse has received. @returns the status of the response */
async function sendCallback(body: string, url = String(job().replyUrl)): Promise<number> {
	const { statusCode, body: answer } = await request(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body,
	});
	await answer.dump();
	return statusCode;
}

/** Waits until the node has processed the callbacks. */
const waitForPolls = async () => await new Promise((resolve) => setTimeout(resolve, 20_000));

const buildCallback = (more: object = {}) =>
	JSON.stringify({
		video_id: job().id,
		video_status: 1,
		video_status_name: 'COMPLETED',
		video_status_final: true,
		url: 'https://evil.test/v.mp4',
		output_width: 640,
		...more,
	});
const FAILED = { video_status: 8, video_status_name: 'FAILED', fail_reason: 'they say' };

describe('A suspended execution', () => {
	it(
		`should stay suspended through ${FORGED_CALLBACKS} forged callbacks and end with the status of the API`,
		async () => {
			const execution = await startSuspended(2);
			const bodies = fc
				.sample(mutations, { numRuns: FORGED_CALLBACKS, seed: SEED })
				.map((list, index) => corrupt(buildCallback(index % 3 === 0 ? FAILED : {}), list))
				// n8n itself rejects bodies that aren't JSON.
				.filter((text) => {
					try {
						return typeof JSON.parse(text) === 'object';
					} catch {
						return false;
					}
				});
			expect(bodies.length).toBeGreaterThan(FORGED_CALLBACKS / 2);
			const before = countReads();
			const startedAt = Date.now();
			for (let start = 0; start < bodies.length; start += 20) {
				const statuses = await Promise.all(
					bodies.slice(start, start + 20).map(async (body) => await sendCallback(body)),
				);
				// While the node polls because no callback came, the execution runs, and n8n answers 409.
				expect([200, 409]).toEqual(expect.arrayContaining(statuses));
			}
			await waitForPolls();
			// Polled repeatedly for a minute, one request at a time, no matter how many callbacks arrive.
			const minutes = (Date.now() - startedAt) / 60_000;
			expect(countReads() - before).toBeLessThan(10 * (minutes + 2));
			expect(executions.getStored(execution.id)).toBeDefined();
			expect('polluted' in {}).toBe(false);

			for (const { id } of testBed.simulator.jobs) testBed.simulator.lifecycle.finishById(id);
			await sendCallback(buildCallback());
			const out = await execution.finished;
			expect(out.error).toBeUndefined();
			const { jobs } = testBed.simulator;
			expect(out.items.map(({ json }) => json.id).sort()).toEqual(jobs.map(({ id }) => id).sort());
			for (const { json } of out.items) {
				const job = jobs.find(({ id }) => id === json.id);
				expect(json).toMatchObject({
					status: 'COMPLETED',
					url: job && testBed.simulator.media.getUrl(job),
				});
			}
			expect(out.stored).not.toContain('evil.test');
			expect(testBed.creates()).toHaveLength(2);
		},
		scale(120_000, 600_000),
	);

	it.each<[string, () => string]>([
		['the status COMPLETED for a running video', () => buildCallback()],
		['the status FAILED for a running video', () => buildCallback(FAILED)],
		["another user's video", () => buildCallback({ video_id: 'user:9-pixverse:b@b.test-video:1' })],
		['no video ID', () => buildCallback({ video_id: undefined })],
		['a number as the video ID', () => buildCallback({ video_id: 1 })],
		[
			'the ID of the video as an image ID',
			() => buildCallback({ video_id: null, image_id: job().id }),
		],
		['an empty object', () => '{}'],
		['a list', () => '[]'],
	])('should not be resumed by a callback with %s', async (_what, body) => {
		const execution = await startSuspended();
		const stored = executions.getStored(execution.id);
		expect(await sendCallback(body())).toBe(200);
		await waitForPolls();
		// Not even resumed and suspended again.
		expect(executions.getStored(execution.id)).toBe(stored);
		testBed.simulator.lifecycle.finishById(job().id);
		await sendCallback(buildCallback());
		expect((await execution.finished).items).toMatchObject([{ json: { status: 'COMPLETED' } }]);
	});

	it('should fail when the API shows a failure, whatever the callback says', async () => {
		const execution = await startSuspended();
		testBed.simulator.lifecycle.finishById(job().id, 'FAILED');
		await sendCallback(buildCallback());
		const { error, items } = await execution.finished;
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^PixVerse couldn't generate the video/);
		expect(findUnclearText(error as Error)).toBeUndefined();
		expect(JSON.stringify(error)).not.toContain('they say');
	});

	it('should succeed when the API shows a success, whatever the callback says', async () => {
		const execution = await startSuspended();
		testBed.simulator.lifecycle.finishById(job().id);
		await sendCallback(buildCallback(FAILED));
		expect((await execution.finished).items).toMatchObject([{ json: { status: 'COMPLETED' } }]);
	});

	it('should not send a request for a callback without a valid signature', async () => {
		const execution = await startSuspended();
		const url = new URL(String(job().replyUrl));
		for (const signature of [undefined, '', 'x', '0'.repeat(64)]) {
			if (signature === undefined) url.searchParams.delete('signature');
			else url.searchParams.set('signature', signature);
			expect(await sendCallback(buildCallback(), url.href)).toBe(401);
		}
		const other = String(job().replyUrl).replace(/\/\d+\/pixverse/, '/999999/pixverse');
		expect(await sendCallback(buildCallback(), other)).toBe(404);
		expect(executions.getStored(execution.id)).toBeDefined();
		testBed.simulator.lifecycle.finishById(job().id);
		await sendCallback(buildCallback());
		expect((await execution.finished).status).toBe('success');
	});

	it('should store no token', async () => {
		const execution = await startSuspended();
		const stored = executions.getStored(execution.id) ?? '';
		expect(JSON.stringify(parse(stored))).toContain(job().id);
		expect(stored).not.toContain(testBed.simulator.token);
		testBed.simulator.lifecycle.finishById(job().id);
		await sendCallback(buildCallback());
		await execution.finished;
	});
});
