import type { RequestEntry } from '../../simulator/requests.cts';
import {
	type Simulator,
	type SimulatorOptions,
	startSimulator,
} from '../../simulator/simulator.cts';

/** Where the requests of the running test are recorded. Read by the Jest environment when a test fails. */
interface RequestSource {
	/** One line per request, oldest first. */
	list(): string[];
	/** A test starts: forgets the requests of the one before. */
	restart(): void;
}

declare global {
	var requestSources: Set<RequestSource>;
}

/** Starts a simulator whose requests are shown when a test fails. */
export async function startReportedSimulator(options?: SimulatorOptions): Promise<Simulator> {
	const simulator = await startSimulator(options);
	let lastOfPreviousTest: RequestEntry | undefined;
	globalThis.requestSources.add({
		// A reset of the simulator empties its log.
		list: () =>
			simulator.requests
				.slice(lastOfPreviousTest ? simulator.requests.indexOf(lastOfPreviousTest) + 1 : 0)
				.map(
					({ method, rawUrl, host, status }) =>
						`${host === 'media' ? '(media) ' : ''}${method} ${rawUrl} → ${status || 'no response'}`,
				),
		restart: () => {
			lastOfPreviousTest = simulator.requests.at(-1);
		},
	});
	return simulator;
}

const recorded: string[] = [];

/** Records a request that a test double answered. */
export function recordRequest(method: string, path: string, status: number | string): void {
	globalThis.requestSources.add(recordedSource);
	recorded.push(`${method} ${path} → ${status}`);
}

const recordedSource: RequestSource = {
	list: () => recorded,
	restart: () => {
		recorded.length = 0;
	},
};
