import { createTestBed, testAccount } from './test-bed.cts';
import { MINUTE } from '../../nodes/shared/time';
import { TriggerWorkflow } from './polling-workflow.cts';

/** IDs of the items that the trigger emitted. */
export const ids = (items: Array<{ json: { id?: unknown } }>) => items.map(({ json }) => json.id);

/** A simulator for the trigger, and functions that use the API as other clients do. Call it once, outside of the tests. */
export function createTriggerTestBed(...options: Parameters<typeof createTestBed>) {
	const testBed = createTestBed(...options);

	const createWorkflow = (
		parameters: ConstructorParameters<typeof TriggerWorkflow>[1] = {},
		options?: ConstructorParameters<typeof TriggerWorkflow>[2],
	) => {
		const { token, url } = testBed.simulator;
		return new TriggerWorkflow({ apiToken: token, baseUrl: url }, parameters, options);
	};

	/** Sends a create as any other client would. @returns the IDs of the jobs */
	async function create(path: string, body: Record<string, unknown> = {}): Promise<string[]> {
		const before = testBed.simulator.jobs.length;
		const response = await fetch(`${testBed.simulator.url}/v2/pixverse/${path}`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${testBed.simulator.token}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ email: testAccount, ...body }),
		});
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
		return testBed.simulator.jobs.slice(before).map(({ id }) => id);
	}

	const createVideo = async (body: Record<string, unknown> = {}): Promise<string> =>
		(await create('videos/create', { prompt: 'a lighthouse', ...body }))[0] as string;

	/** Creates many videos that finish. @returns their IDs, oldest first */
	async function finishVideos(count: number): Promise<string[]> {
		const created: string[] = [];
		while (created.length < count) {
			created.push(await createVideo());
			if (created.length % 6 === 0) advance();
		}
		return created;
	}

	/** Advances the clocks, by default long enough to finish an ordinary generation. */
	const advance = (ms = MINUTE) => {
		testBed.simulator.clock.advance(ms);
		jest.setSystemTime(Date.now() + ms);
	};
	const callsDuring = async (task: () => Promise<unknown>) => {
		const before = testBed.calls().length;
		await task();
		return testBed.calls().slice(before);
	};

	return { testBed, createWorkflow, create, createVideo, finishVideos, advance, callsDuring };
}
