import { createTestBed, testAccount } from './test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** The IDs of what came out of the trigger. */
export const ids = (items: Array<{ json: { id?: unknown } }>) => items.map(({ json }) => json.id);

/** A simulated PixVerse for the trigger, and what people do there. Call it once, outside of the tests. */
export function triggerStudio() {
	const testBed = createTestBed();

	const watch = (
		parameters: ConstructorParameters<typeof TriggerWorkflow>[1] = {},
		traits?: ConstructorParameters<typeof TriggerWorkflow>[2],
	) => {
		const { token, url } = testBed.simulator;
		return new TriggerWorkflow({ apiToken: token, baseUrl: url }, parameters, traits);
	};

	/** Asks PixVerse for something, as anybody else would. */
	async function order(path: string, body: Record<string, unknown> = {}): Promise<string[]> {
		const before = testBed.simulator.jobs.length;
		const answer = await fetch(`${testBed.simulator.url}/v2/pixverse/${path}`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${testBed.simulator.token}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ email: testAccount, ...body }),
		});
		if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
		return testBed.simulator.jobs.slice(before).map(({ id }) => id);
	}

	const video = async (body: Record<string, unknown> = {}): Promise<string> =>
		(await order('videos/create', { prompt: 'a lighthouse', ...body }))[0] as string;

	/** As many videos as an account makes in some minutes, all finished; their IDs, oldest first. */
	async function finishMany(count: number): Promise<string[]> {
		const made: string[] = [];
		while (made.length < count) {
			made.push(await video());
			if (made.length % 6 === 0) pass();
		}
		return made;
	}

	/** Lets everything that usually takes a minute finish. */
	const pass = (ms = MINUTE) => {
		testBed.simulator.clock.advance(ms);
		jest.setSystemTime(Date.now() + ms);
	};
	const callsDuring = async (task: () => Promise<unknown>) => {
		const before = testBed.calls().length;
		await task();
		return testBed.calls().slice(before);
	};

	return { here: testBed, watch, order, video, finishMany, pass, callsDuring };
}
