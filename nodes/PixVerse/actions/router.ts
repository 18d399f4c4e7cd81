import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { PixVerseClient } from '../../shared/api/client';
import { createInputError, toNodeError } from '../../shared/api/errors';
import { getModels } from '../../shared/catalog/modelsByResource';
import { JobRunner } from '../../shared/jobs/jobRunner';
import { toErrorItem } from '../../shared/jobs/jobErrors';
import { renameErrorKey } from '../../shared/jobs/output/generationJson';
import { shouldContinueOnFail, isAiTool } from '../../shared/jobs/aiTool';
import { Uploader } from '../../shared/jobs/submit/uploader';
import { prepareCallbacks } from '../../shared/jobs/suspend/callbackUrl';
import { loadResumedRun } from '../../shared/jobs/suspend/suspendedRun';
import type {
	RequestOperation,
	ExistingJobOperation,
	GenerationOperation,
	Operation,
	UploadOperation,
} from './types';
import { getJobOptions } from './jobOptions';
import { ItemParameters } from './itemParameters';
import { FieldIndex } from './parameterNames';
import { findOperation } from './index';
import { runAsAiTool } from './aiToolOutput';

/** Runs the selected operation for all items. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	if (!isAiTool(context)) return await execute(context);
	return await runAsAiTool(
		context,
		{
			creates: findSelectedOperation(context)?.type === 'generation',
			models: Object.keys(getModelsOfResource(context)),
		},
		async () => await execute(context),
	);
}

function findSelectedOperation(context: IExecuteFunctions): Operation | undefined {
	const [resource, operation] = ['resource', 'operation'].map((name) =>
		String(context.getNodeParameter(name, 0)),
	);
	return findOperation(resource ?? '', operation ?? '');
}

const getModelsOfResource = (context: IExecuteFunctions) =>
	getModels(
		String(context.getNodeParameter('resource', 0)),
		String(context.getNodeParameter('operation', 0)),
	);

async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const operation = getOperation(context);
	const api = await PixVerseClient.fromContext(context);
	const suspendedRun = loadResumedRun(context);
	if (suspendedRun) return await new JobRunner(context, api).resume(suspendedRun);
	const names = new FieldIndex(operation.fields);
	const models = getModelsOfResource(context);
	const tool = isAiTool(context);
	const items = context
		.getInputData()
		.map((_, index) => new ItemParameters(context, index, names, models, tool));
	switch (operation.type) {
		case 'request':
			return await runSequentially(
				context,
				api,
				items,
				async (item) => await executeRequest(operation, api, item),
			);
		case 'upload':
			return await runSequentially(
				context,
				api,
				items,
				createUploadHandler(context, api, operation),
			);
		case 'generation':
			return await executeGeneration(context, api, items, operation);
		case 'existingJob':
			return await executeExistingJob(context, api, items, operation);
	}
}

function getOperation(context: IExecuteFunctions): Operation {
	const found = findSelectedOperation(context);
	if (found) return found;
	const { resource, operation } = context.getNode().parameters;
	throw new NodeOperationError(
		context.getNode(),
		`There is no operation "${String(operation)}" for the resource "${String(resource)}"`,
		{ description: 'Select the operation again in the node.' },
	);
}

type OperationResult = IDataObject | IDataObject[];

async function executeRequest(
	operation: RequestOperation,
	api: PixVerseClient,
	item: ItemParameters,
): Promise<OperationResult> {
	return await operation.run(api.forItem(item.index), item);
}

function createUploadHandler(
	context: IExecuteFunctions,
	api: PixVerseClient,
	operation: UploadOperation,
) {
	const uploads = new Uploader(context, api);
	return async (item: ItemParameters): Promise<OperationResult> => {
		const file = operation.file(item);
		if (!file)
			throw createInputError(context.getNode(), item.index, {
				message: '"File" is empty',
				description: 'Enter the name of the binary field with the file, or a URL.',
			});
		return await uploads.upload(file, item.index, item.getAccount());
	};
}

/** For operations without jobs. With Continue on Fail, each item fails separately. */
async function runSequentially(
	context: IExecuteFunctions,
	api: PixVerseClient,
	items: ItemParameters[],
	task: (item: ItemParameters) => Promise<OperationResult>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const item of items) {
		try {
			const result = await task(item);
			for (const json of Array.isArray(result) ? result : [result])
				output.push({ json: renameErrorKey(json), pairedItem: { item: item.index } });
		} catch (thrown) {
			const failure = toNodeError(api, item.index, thrown);
			if (!shouldContinueOnFail(context)) throw failure;
			output.push(toErrorItem(failure, item.index));
		}
	}
	return output;
}

async function executeGeneration(
	context: IExecuteFunctions,
	api: PixVerseClient,
	items: ItemParameters[],
	operation: GenerationOperation,
): Promise<INodeExecutionData[]> {
	const runner = new JobRunner(context, api);
	const { generationType, endpoint, verbPhrase, schema, preflight } = operation;
	const requests = mapItems(runner, items, (item) => {
		const body = addAccount(operation.request(item), item);
		return {
			itemIndex: item.index,
			generationType,
			endpoint,
			verbPhrase,
			schema,
			displayNames: item.displayNames,
			body,
			preflight,
			jobOptions: getJobOptions(item, generationType, body),
		};
	});
	const failItem = (index: number, error: Error) => runner.failItem(index, error);
	return await runner.submitAndWait(await prepareCallbacks(context, api, requests, failItem));
}

/** The account of a source by ID is that of the ID: the API takes no other. */
function addAccount(body: Record<string, unknown>, item: ItemParameters): Record<string, unknown> {
	const hasSourceId = body.video_id !== undefined || body.image_id !== undefined;
	return hasSourceId ? body : { ...body, email: item.getAccount() };
}

async function executeExistingJob(
	context: IExecuteFunctions,
	api: PixVerseClient,
	items: ItemParameters[],
	operation: ExistingJobOperation,
): Promise<INodeExecutionData[]> {
	const runner = new JobRunner(context, api);
	const jobs = mapItems(runner, items, (item) => ({
		itemIndex: item.index,
		generationType: operation.generationType,
		id: operation.id(item),
		jobOptions: { ...operation.jobOptions(item), waitMode: 'poll' as const },
		request: {},
		createdByThisRun: false,
	}));
	return await runner.waitForExisting(jobs);
}

/** Reads the parameters of all items. An item whose parameters can't be read fails; the others continue. */
function mapItems<T>(
	runner: JobRunner,
	items: ItemParameters[],
	read: (item: ItemParameters) => T,
): T[] {
	return items.flatMap((item) => {
		try {
			return [read(item)];
		} catch (thrown) {
			runner.failItem(item.index, thrown);
			return [];
		}
	});
}
