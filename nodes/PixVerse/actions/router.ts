import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { PixVerseApi } from '../../shared/api/client';
import { inputError } from '../../shared/api/errors';
import { modelsFor } from '../../shared/catalog/models';
import { Engine } from '../../shared/jobs/jobRunner';
import { asFailure, errorItem } from '../../shared/jobs/jobErrors';
import type { Job } from '../../shared/jobs/types';
import { asItemJson } from '../../shared/jobs/output/generationJson';
import { continues, isTool } from '../../shared/jobs/aiTool';
import { Uploads } from '../../shared/jobs/submit/uploader';
import { Waking } from '../../shared/jobs/suspend/callbackUrl';
import type { Call, Collection, Generation, Operation, Upload } from './types';
import { deliveryOf } from './jobOptions';
import { Item } from './itemParameters';
import { FieldNames } from './parameterNames';
import { findOperation } from './index';
import { answerOf } from './aiToolOutput';

/** Runs the chosen operation for all items. An AI agent gets an answer that its model understands. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	if (!isTool(context)) return await execute(context);
	return await answerOf(
		context,
		Object.keys(modelsOf(context)),
		async () => await execute(context),
	);
}

/** The models of the chosen resource, by ID. */
const modelsOf = (context: IExecuteFunctions) =>
	modelsFor(String(context.getNodeParameter('resource', 0)));

async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const operation = chosenOperation(context);
	const api = await PixVerseApi.connect(context);
	const names = new FieldNames(operation.fields);
	const models = modelsOf(context);
	const tool = isTool(context);
	const items = context
		.getInputData()
		.map((_, index) => new Item(context, index, names, models, tool));
	switch (operation.shape) {
		case 'call':
			return await oneByOne(
				context,
				api,
				items,
				async (item) => await callFor(operation, api, item),
			);
		case 'upload':
			return await oneByOne(context, api, items, uploadWith(context, api, operation));
		case 'generation':
			return await generate(context, api, items, operation);
		case 'collection':
			return await collect(context, api, items, operation);
	}
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = String(context.getNodeParameter('operation', 0));
	const found = findOperation(resource, operation);
	if (found) return found;
	throw new NodeOperationError(
		context.getNode(),
		`There is no operation "${operation}" for the resource "${resource}"`,
		{ description: 'Choose the operation anew in the node.' },
	);
}

type Result = IDataObject | IDataObject[];

async function callFor(operation: Call, api: PixVerseApi, item: Item): Promise<Result> {
	return await operation.run(api.forItem(item.index), item);
}

function uploadWith(context: IExecuteFunctions, api: PixVerseApi, operation: Upload) {
	const uploads = new Uploads(context, api);
	return async (item: Item): Promise<Result> => {
		const file = operation.file(item);
		if (!file)
			throw inputError(context.getNode(), item.index, {
				message: '"File" is empty',
				description: 'Name the binary field with the file, or give its URL.',
			});
		return await uploads.upload(file, item.index, item.account());
	};
}

/** For requests that are answered at once. With "Continue on Fail" each item stands for itself. */
async function oneByOne(
	context: IExecuteFunctions,
	api: PixVerseApi,
	items: Item[],
	task: (item: Item) => Promise<Result>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const item of items) {
		try {
			const result = await task(item);
			for (const json of Array.isArray(result) ? result : [result])
				output.push({ json: asItemJson(json), pairedItem: { item: item.index } });
		} catch (thrown) {
			const failure = asFailure(api, item.index, thrown);
			if (!continues(context)) throw failure;
			output.push(errorItem(failure, item.index));
		}
	}
	return output;
}

async function generate(
	context: IExecuteFunctions,
	api: PixVerseApi,
	items: Item[],
	operation: Generation,
): Promise<INodeExecutionData[]> {
	const engine = new Engine(context, api);
	const waking = new Waking(context, api);
	const { family, endpoint, task, contract, request, examine, withoutAccount } = operation;
	const orders = each(engine, items, (item) =>
		waking.arrange({
			itemIndex: item.index,
			family,
			endpoint,
			task,
			contract,
			names: item.names,
			body: { ...request(item), ...(withoutAccount ? {} : { email: item.account() }) },
			examine,
			delivery: deliveryOf(item),
		}),
	);
	return await engine.make(orders);
}

async function collect(
	context: IExecuteFunctions,
	api: PixVerseApi,
	items: Item[],
	operation: Collection,
): Promise<INodeExecutionData[]> {
	const engine = new Engine(context, api);
	const jobs = each(engine, items, (item): Job => {
		const delivery = operation.delivery(item);
		return {
			itemIndex: item.index,
			family: operation.family,
			id: operation.id(item),
			delivery: { ...delivery, waitMode: 'poll' },
			request: {},
			own: false,
			deadline: engine.deadlineIn(delivery.timeout),
		};
	});
	return await engine.resume(jobs);
}

/** Reads the parameters of every item; one that cannot be read is refused, the others go on. */
function each<T>(engine: Engine, items: Item[], read: (item: Item) => T): T[] {
	return items.flatMap((item) => {
		try {
			return [read(item)];
		} catch (thrown) {
			engine.refuse(item.index, thrown);
			return [];
		}
	});
}
