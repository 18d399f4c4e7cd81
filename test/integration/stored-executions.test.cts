import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExecutionStore, type Outcome } from './harness/harness.cts';
import { videoCreate } from './parameters.cts';
import { createTestBed } from './test-bed.cts';

/*
 * An execution that version 0.1.0 (commit fe2a7d8) suspended, exactly as n8n stored it: three videos, of which the first
 * was finished.
 */
const stored = readFileSync(join(__dirname, 'stored', 'suspended-0.1.0.json'), 'utf8');
const EXECUTION_ID = '4711';
const FIRST_ID = 351000000000001;
const PROMPTS = ['one [takes 2s]', 'two [takes 60s]', 'three [takes 30s]'];

const testBed = createTestBed();
let executions: ExecutionStore;
beforeAll(async () => {
	executions = await ExecutionStore.open();
});
afterAll(async () => await executions.close());

/**
 * Creates the videos of the stored execution, which PixVerse reports to its callback URL.
 * @returns the execution with their IDs
 */
async function createVideos(): Promise<string> {
	const token = /[\da-f]{64}/.exec(stored)?.[0] ?? '';
	for (const prompt of PROMPTS) {
		const response = await fetch(`${testBed.simulator.url}/v2/pixverse/videos/create`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${testBed.simulator.token}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				prompt,
				model: 'v6',
				replyUrl: `${executions.url}/${EXECUTION_ID}/pixverse?signature=${token}`,
			}),
		});
		expect(response.status).toBe(200);
	}
	// The execution with the IDs that the simulator has given this time.
	return testBed.simulator.jobs.reduce(
		(text, { id }, index) => text.replaceAll(`${FIRST_ID + index}`, /\d+$/.exec(id)?.[0] ?? ''),
		stored,
	);
}

const parameters = videoCreate({
	waitMode: 'callback',
	prompt: '={{ $json.prompt }}',
} as never);

describe('An execution that version 0.1.0 stored', () => {
	it('should resume and return all results without another create', async () => {
		const suspended = await createVideos();
		const outcome = await testBed.run(parameters, {
			executionId: EXECUTION_ID,
			executions,
			suspended,
		} as never);

		expect(outcome.error).toBeUndefined();
		expect(outcome.items.map(({ json }) => [json.id, json.status])).toEqual(
			testBed.simulator.jobs.map(({ id }) => [id, 'COMPLETED']),
		);
		expect(outcome.items.map(({ pairedItem }) => pairedItem)).toEqual(
			PROMPTS.map((_, item) => ({ item })),
		);
		expect(testBed.creates()).toHaveLength(PROMPTS.length);
	});

	it('should be retried with the same videos', async () => {
		const crashed = await createVideos();
		const outcome = await testBed.run(parameters, {
			mode: 'retry',
			executions,
			items: ['one [takes 2s]', 'two [takes 900s]', 'three [takes 900s]'].map((prompt) => ({
				json: { prompt },
			})),
			retryOf: { stored: crashed } as Outcome,
		} as never);

		expect(outcome.error).toBeUndefined();
		expect(outcome.items.map(({ json }) => json.id)).toEqual(
			testBed.simulator.jobs.map(({ id }) => id),
		);
		expect(testBed.creates()).toHaveLength(PROMPTS.length);
	});
});
