import type { INodeParameters } from 'n8n-workflow';

import type { RequestEntry } from '../../simulator/requests.cts';
import { type Simulator, type SimulatorOptions } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import {
	type Execution,
	accelerateTime,
	type Outcome,
	run,
	type RunOptions,
	start,
} from './harness/harness.cts';
import { loadCredential, loadTool } from './harness/sources.cts';

/** Options of an execution, besides the node and its parameters. */
type ExecutionOptions = Omit<RunOptions, 'node' | 'parameters'>;

/** A simulator and the action node with a credential for it. */
export interface TestBed {
	readonly simulator: Simulator;
	/** Executes the action node to its end. */
	run(parameters: INodeParameters, more?: ExecutionOptions): Promise<Outcome>;
	/** Starts the action node, and returns while it runs. */
	start(parameters: INodeParameters, more?: ExecutionOptions): Promise<Execution>;
	/** Executes the action node as an AI agent's tool. */
	runTool(parameters: INodeParameters, more?: ExecutionOptions): Promise<Outcome>;
	/** The node with its credential, for listSearch. */
	use(parameters?: INodeParameters): Pick<RunOptions, 'node' | 'parameters' | 'credentials'>;
	/** The creates of videos, oldest first. */
	creates(): RequestEntry[];
	/** The requests to the API, as "GET accounts", oldest first, with the IDs and queries that were sent. */
	calls(): string[];
	/** ID of the newest job for a prompt. Creates that are sent at the same time may arrive in any order. */
	idOf(prompt: string): string;
	/** The body of the only create that was sent, without the node's own reference. */
	created(): Record<string, unknown>;
}

interface TestBedOptions extends SimulatorOptions {
	/** Factor by which time is accelerated. Default: 300. Use 1 to measure real time. */
	readonly speedUp?: number;
}

export const testAccount = 'studio@example.com';

/** Creates a test bed for the suite: one simulator, reset before each test. */
export function createTestBed({ speedUp = 300, ...options }: TestBedOptions = {}): TestBed {
	let simulator: Simulator | undefined;
	let restoreTime = () => {};

	beforeAll(async () => {
		if (speedUp !== 1) restoreTime = accelerateTime(speedUp);
		simulator = await startReportedSimulator(options);
	});
	afterAll(async () => {
		await simulator?.stop();
		restoreTime();
	});
	beforeEach(() => simulator?.reset());

	const getSimulator = (): Simulator => {
		if (simulator === undefined) throw new Error('The simulator starts before the first test');
		return simulator;
	};
	const use = (parameters: INodeParameters = {}) => ({
		node: 'pixVerse' as const,
		parameters,
		credentials: { apiToken: getSimulator().token, baseUrl: getSimulator().url },
	});
	const getApiRequests = () => getSimulator().requests.filter(({ host }) => host === 'api');
	const creates = () =>
		getApiRequests().filter(({ method, path }) => method === 'POST' && /\/videos\//.test(path));

	return {
		get simulator() {
			return getSimulator();
		},
		use,
		run: async (parameters, more) => await run({ ...use(parameters), ...more }),
		runTool: async (parameters, more) =>
			await run({
				...use(parameters),
				node: loadTool(),
				credentialTypes: [loadCredential('pixVerseApi')],
				...more,
			}),
		start: async (parameters, more) => await start({ ...use(parameters), ...more }),
		creates,
		calls: () =>
			getApiRequests().map(
				({ method, rawUrl }) => `${method} ${rawUrl.replace('/v2/pixverse/', '')}`,
			),
		idOf: (prompt) => {
			const job = getSimulator().jobs.findLast(({ parameters }) => parameters.prompt === prompt);
			if (job === undefined) throw new Error(`There is no job for "${prompt}"`);
			return job.id;
		},
		created: () => {
			const [only, second] = creates();
			if (only === undefined) throw new Error('No create was sent');
			if (second !== undefined) throw new Error('More than one create was sent');
			const { replyRef, ...body } = only.body as Record<string, unknown>;
			expect(replyRef).toEqual(expect.any(String));
			return body;
		},
	};
}

/** The JSON of the only item. Throws the error of the execution, if any. */
export function onlyJson(outcome: Outcome): Record<string, unknown> {
	if (outcome.error) throw new Error(`${outcome.error.message}: ${outcome.error.description}`);
	expect(outcome.items).toHaveLength(1);
	return outcome.items[0]?.json ?? {};
}
