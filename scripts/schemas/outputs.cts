import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { findOperation } from '../../nodes/PixVerse/actions/index';
import {
	fillRequired,
	send,
	type Stock,
	seedFixtures,
} from '../../test/integration/conformance/api.cts';
import { endpoints } from '../../test/integration/conformance/spec/design.cts';
import { chosen } from '../../test/integration/conformance/spec/shape.cts';
import { type InputItem, poll, run } from '../../test/integration/harness/harness.cts';
import { files, itemWithFile } from '../../test/integration/media.cts';
import { testAccount } from '../../test/integration/test-bed.cts';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.cts';

/** The simulator that outputs are taken from: a free slot is never the question there. */
export const ample = {
	accounts: [{ email: testAccount, maxJobs: 1000 }],
} satisfies SimulatorOptions;

/** An operation by the values that saved workflows, and n8n's paths to schemas, know it by. */
export interface OperationName {
	readonly resource: string;
	readonly operation: string;
}

/** How far what was made before is: all finished, or all still being made. */
type Progress = 'finished' | 'running';

/** One way to use an operation, beside what it requires. */
interface Use {
	readonly progress?: Progress;
	readonly parameters?: INodeParameters;
	readonly items?: readonly InputItem[];
	readonly before?: (simulator: Simulator) => unknown;
}

/** Longer than anybody waits, in simulated milliseconds. */
const NEVER = 1e9;
const returnPending: INodeParameters = { options: { onTimeout: 'pending', timeout: 0.1 } };

/**
 * Runs an operation in n8n's engine with nothing filled in but what it requires, in all states that its items can be
 * in: completed, pending, submitted. The simulator has to be `ample`, and is as new afterwards.
 *
 * @returns the json of all items
 * @throws Error when a run fails or puts out nothing
 */
export async function outputsOf(
	simulator: Simulator,
	wanted: OperationName,
): Promise<IDataObject[]> {
	const outputs: IDataObject[] = [];
	for (const use of usesOf(wanted)) outputs.push(...(await outputOf(simulator, wanted, use)));
	simulator.reset();
	return outputs;
}

/** The json of the items that start a workflow with the trigger as it is, one of each kind of generation. */
export async function triggerOutputs(simulator: Simulator): Promise<IDataObject[]> {
	const outputs: IDataObject[] = [];
	await stockOf(simulator, 'finished');
	for (const kind of ['video', 'image', 'music', 'speech']) {
		const items = await poll({
			node: 'pixVerseTrigger',
			mode: 'manual',
			parameters: { kinds: [kind] },
			credentials: credentialsFor(simulator),
		});
		outputs.push(...(items ?? []).flat().map(({ json }) => json));
	}
	simulator.reset();
	return outputs;
}

/** Whether an operation hands out generations, simplified. */
export function handsOutGenerations({ resource, operation }: OperationName): boolean {
	const shape = findOperation(resource, operation)?.type;
	if (shape === 'generation' || shape === 'existingJob') return true;
	const media = ['video', 'image', 'music', 'speech'].includes(resource);
	return media && ['get', 'getAll'].includes(operation);
}

/** The ways to use an operation that show everything its items can look like. */
function usesOf({ resource, operation }: OperationName): Use[] {
	switch (`${resource}.${operation}`) {
		case 'account.get':
		case 'account.getAll':
			return [{}, { before: ({ accounts }) => accounts.setError(testAccount, 'Signed out') }];
		case 'account.getFeatures':
			return [{ parameters: { account: chosen('{account}') } }, {}];
		case 'file.upload':
			return [files.png, files.mp4, files.mp3].map((file) => ({ items: [itemWithFile(file)] }));
		case 'scheduler.getAll':
			return [{ progress: 'running', before: makeForSomebody }];
		case 'scheduler.cancel':
			return [{ progress: 'running' }];
	}
	if (operation === 'get' || operation === 'getAll') return [{}, { progress: 'running' }];
	if (operation === 'wait') return [{}, { progress: 'running', parameters: returnPending }];
	if (findOperation(resource, operation)?.type !== 'generation') return [{}];
	return [
		{},
		{ before: slowDown, parameters: returnPending },
		{ parameters: { waitMode: 'none' } },
	];
}

async function outputOf(
	simulator: Simulator,
	wanted: OperationName,
	{ progress = 'finished', parameters = {}, items = [{}], before }: Use,
): Promise<IDataObject[]> {
	const goods = await stockOf(simulator, progress);
	await before?.(simulator);
	const out = await run({
		node: 'pixVerse',
		parameters: fillRequired({ ...wanted, ...required(wanted), ...parameters }, goods),
		credentials: credentialsFor(simulator),
		items,
	});
	const name = `${wanted.resource}.${wanted.operation}`;
	if (out.error) throw new Error(`${name}: ${out.error.message}: ${out.error.description}`);
	if (out.items.length === 0) throw new Error(`${name} put out nothing`);
	return out.items.map(({ json }) => json);
}

/** The parameters that an operation requires, from the reference of the API. */
function required({ resource, operation }: OperationName): INodeParameters {
	const name = `${resource}.${operation}`;
	const endpoint = endpoints.find(({ operations }) => operations.includes(name));
	if (endpoint === undefined) throw new Error(`The reference of the API has no ${name}`);
	const own = endpoint.parameters.find((parameter) => parameter.operation === name);
	return own ? { ...own.base, ...own.set } : endpoint.base;
}

/** A simulator as new, with something of each kind in it. */
async function stockOf(simulator: Simulator, progress: Progress): Promise<Stock> {
	simulator.reset();
	if (progress === 'running') slowDown(simulator);
	const goods = await seedFixtures({ simulator });
	if (progress === 'finished') {
		for (const { id } of simulator.jobs) simulator.lifecycle.finishById(id);
		return goods;
	}
	const { body } = await send({ simulator }, 'POST', 'videos/create', { prompt: 'a river' });
	return { ...goods, videoId: String(body.video_id) };
}

/** What is begun from now on does not come to an end. */
function slowDown({ lifecycle }: Simulator): void {
	Object.assign(lifecycle.durations, { video: NEVER, image: NEVER, music: NEVER, speech: NEVER });
}

/** A job that somebody wants to hear of. */
async function makeForSomebody(simulator: Simulator): Promise<void> {
	await send({ simulator }, 'POST', 'videos/create', {
		prompt: 'a river',
		replyUrl: `${simulator.mediaUrl}/nobody`,
		replyRef: 'order 7',
	});
}

const credentialsFor = ({ token, url }: Simulator) => ({ apiToken: token, baseUrl: url });
