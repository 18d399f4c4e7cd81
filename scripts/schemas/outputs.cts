import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { findOperation } from '../../nodes/PixVerse/actions/index';
import { generationTypes } from '../../nodes/shared/api/generationTypes';
import {
	fillPlaceholders,
	send,
	type Fixtures,
	seedFixtures,
} from '../../test/integration/conformance/api.cts';
import { endpoints } from '../../test/integration/conformance/spec/endpoints.cts';
import { type InputItem, poll, run } from '../../test/integration/harness/harness.cts';
import { files, itemWithFile } from '../../test/integration/media.cts';
import { fromList, model } from '../../test/integration/parameters.cts';
import { testAccount } from '../../test/integration/test-bed.cts';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.cts';

/** Options of the simulator: the account always has free slots. */
export const SIMULATOR_OPTIONS = {
	accounts: [{ email: testAccount, maxJobs: 1000 }],
} satisfies SimulatorOptions;

/** The values of an operation in saved workflows and in n8n's paths to schemas. */
export interface OperationName {
	readonly resource: string;
	readonly operation: string;
}

/** The state of all generations that exist before the operation is executed. */
type FixtureState = 'finished' | 'running';

/** One way to use an operation, in addition to its required parameters. */
interface UseCase {
	readonly fixtureState?: FixtureState;
	readonly parameters?: INodeParameters;
	readonly items?: readonly InputItem[];
	readonly prepare?: (simulator: Simulator) => unknown;
}

/** Longer than any timeout, in simulated milliseconds. */
const UNFINISHED_DURATION_MS = 1e9;
const returnPending: INodeParameters = { options: { onTimeout: 'pending', timeout: 0.1 } };
const draft: INodeParameters = { model: model('seedance-2.5-draft'), duration: 4 };
const videoCreate: OperationName = { resource: 'video', operation: 'create' };
const lostResponse: UseCase = { parameters: { prompt: 'a lost boat' }, prepare: loseResponse };
const CAN_CREATE_DRAFTS = ['video.create', 'video.createFromFrames', 'video.createFusion'];

/**
 * Executes an operation in n8n-core with only its required parameters. Covers all states of its items: completed,
 * pending, and submitted. Resets the simulator, which must have SIMULATOR_OPTIONS.
 *
 * @returns The JSON of all items.
 * @throws Error if an execution fails or returns no items.
 */
export async function collectOutputs(
	simulator: Simulator,
	operation: OperationName,
): Promise<IDataObject[]> {
	const outputs: IDataObject[] = [];
	for (const useCase of getUseCases(operation))
		outputs.push(...(await executeOperation(simulator, operation, useCase)));
	// The same for all operations that create something.
	if (findOperation(operation.resource, operation.operation)?.type === 'generation')
		outputs.push(...(await executeOperation(simulator, videoCreate, lostResponse)));
	simulator.reset();
	return outputs;
}

/** Executes the trigger once per generation type with default parameters. Returns the JSON of all items. */
export async function collectTriggerOutputs(simulator: Simulator): Promise<IDataObject[]> {
	const outputs: IDataObject[] = [];
	await seed(simulator, 'finished');
	for (const kind of Object.keys(generationTypes)) {
		outputs.push(...(await pollOnce(simulator, { kinds: [kind] })));
	}
	const { videoId = '', speechId = '' } = await seed(simulator, 'running');
	simulator.lifecycle.finishById(videoId, 'MODERATED');
	simulator.lifecycle.finishById(speechId, 'FAILED');
	for (const kind of ['video', 'speech'])
		outputs.push(...(await pollOnce(simulator, { kinds: [kind], outcome: 'failed' })));
	await seed(simulator, 'finished');
	simulator.faults.add({ kind: 'status', status: 404, match: { host: 'media' }, count: 0 });
	outputs.push(...(await pollOnce(simulator, { download: true })));
	simulator.reset();
	return outputs;
}

async function pollOnce(simulator: Simulator, parameters: INodeParameters): Promise<IDataObject[]> {
	const items = await poll({
		node: 'pixVerseTrigger',
		mode: 'manual',
		parameters,
		credentials: getCredentials(simulator),
	});
	return (items ?? []).flat().map(({ json }) => json);
}

/** Whether an operation returns simplified generations. */
export function returnsGenerations({ resource, operation }: OperationName): boolean {
	const type = findOperation(resource, operation)?.type;
	if (type === 'generation' || type === 'existingJob') return true;
	return resource in generationTypes && ['get', 'getAll'].includes(operation);
}

/** Returns use cases that cover all fields of the output items. */
function getUseCases({ resource, operation }: OperationName): UseCase[] {
	switch (`${resource}.${operation}`) {
		case 'account.get':
		case 'account.getAll':
			return [{}, { prepare: ({ accounts }) => accounts.setError(testAccount, 'Signed out') }];
		case 'account.getFeatures':
			return [{ parameters: { account: fromList('{account}') } }, {}];
		case 'file.upload':
			return [files.png, files.mp4, files.mp3].map((file) => ({ items: [itemWithFile(file)] }));
		case 'scheduler.getAll':
			return [{ fixtureState: 'running', prepare: createWithReplyUrl }];
		case 'scheduler.cancel':
			return [{ fixtureState: 'running' }];
	}
	const drafts: UseCase[] =
		resource === 'video' && ['get', 'wait', 'download'].includes(operation)
			? [{ parameters: { videoId: '{draftId}' } }]
			: [];
	if (operation === 'get' || operation === 'getAll')
		return [{}, { fixtureState: 'running' }, ...drafts];
	if (operation === 'wait')
		return [{}, { fixtureState: 'running', parameters: returnPending }, ...drafts];
	if (findOperation(resource, operation)?.type !== 'generation') return [{}, ...drafts];
	return [
		{},
		{ prepare: keepRunning, parameters: returnPending },
		{ parameters: { waitMode: 'none' } },
		...(CAN_CREATE_DRAFTS.includes(`${resource}.${operation}`) ? [{ parameters: draft }] : []),
		{ parameters: { options: { dryRun: true, plan: 'premiumWeb' } } },
	];
}

async function executeOperation(
	simulator: Simulator,
	operation: OperationName,
	{ fixtureState = 'finished', parameters = {}, items = [{}], prepare }: UseCase,
): Promise<IDataObject[]> {
	const fixtures = await seed(simulator, fixtureState);
	await prepare?.(simulator);
	const output = await run({
		node: 'pixVerse',
		parameters: fillPlaceholders(
			{ ...operation, ...getRequiredParameters(operation), ...parameters },
			fixtures,
		),
		credentials: getCredentials(simulator),
		items,
	});
	const name = `${operation.resource}.${operation.operation}`;
	const { error } = output;
	if (error) throw new Error(`${name}: ${error.message}: ${error.description}`);
	if (output.items.length === 0) throw new Error(`${name} returned no items`);
	return output.items.map(({ json }) => json);
}

/** The next create gets no response, and its job ends before it can be found. */
function loseResponse({ faults, plannedResults }: Simulator): void {
	faults.add({ kind: 'cutAfter', match: { method: 'POST' } });
	plannedResults.add({ afterMs: 0 });
}

/** Reads the required parameters of an operation from the API specification of the tests. */
function getRequiredParameters({ resource, operation }: OperationName): INodeParameters {
	const name = `${resource}.${operation}`;
	const endpoint = endpoints.find(({ operations }) => operations.includes(name));
	if (endpoint === undefined) throw new Error(`The API specification has no ${name}`);
	const parameter = endpoint.parameters.find((each) => each.operation === name);
	return parameter ? { ...parameter.base, ...parameter.set } : endpoint.base;
}

/** Resets the simulator and creates one generation or upload of each type. */
async function seed(simulator: Simulator, state: FixtureState): Promise<Fixtures> {
	simulator.reset();
	if (state === 'running') keepRunning(simulator);
	const fixtures = await seedFixtures({ simulator });
	if (state === 'finished') {
		for (const { id } of simulator.jobs) simulator.lifecycle.finishById(id);
		return fixtures;
	}
	const { body } = await send({ simulator }, 'POST', 'videos/create', { prompt: 'a river' });
	return { ...fixtures, videoId: String(body.video_id) };
}

/** New generations don't finish. */
function keepRunning({ lifecycle }: Simulator): void {
	Object.assign(lifecycle.durations, {
		video: UNFINISHED_DURATION_MS,
		musicVideo: UNFINISHED_DURATION_MS,
		image: UNFINISHED_DURATION_MS,
		music: UNFINISHED_DURATION_MS,
		speech: UNFINISHED_DURATION_MS,
	});
}

/** Creates a job with a reply URL and a reply reference. */
async function createWithReplyUrl(simulator: Simulator): Promise<void> {
	await send({ simulator }, 'POST', 'videos/create', {
		prompt: 'a river',
		replyUrl: `${simulator.mediaUrl}/reply`,
		replyRef: 'order 7',
	});
}

const getCredentials = ({ token, url }: Simulator) => ({ apiToken: token, baseUrl: url });
