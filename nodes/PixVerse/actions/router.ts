import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { PixVerseClient } from '../../shared/api/client';
import { toNodeError } from '../../shared/api/errors';
import { getModels } from '../../shared/catalog/modelsByResource';
import { JobRunner } from '../../shared/jobs/jobRunner';
import { toErrorItem } from '../../shared/jobs/jobErrors';
import { renameErrorKey } from '../../shared/jobs/output/generationJson';
import { shouldContinueOnFail, isAiTool } from '../../shared/jobs/aiTool';
import { Uploader } from '../../shared/jobs/submit/uploader';
import { prepareCallbacks } from '../../shared/jobs/suspend/callbackUrl';
import { loadResumedRun } from '../../shared/jobs/suspend/suspendedRun';
import type { GenerationRequest } from '../../shared/jobs/types';
import type {
	ExistingJobOperation,
	GenerationOperation,
	Operation,
	RequestOperation,
} from './types';
import { getJobOptions } from './jobOptions';
import { ItemParameters } from './itemParameters';
import { FieldIndex } from './parameterNames';
import { findOperation } from './index';
import { runAsAiTool } from './aiToolOutput';

/** Runs the selected operation for all items. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = String(context.getNodeParameter('resource', 0));
	const name = String(context.getNodeParameter('operation', 0));
	const operation = findOperation(resource, name);
	const models = getModels(resource, name);
	if (!isAiTool(context)) return await execute(context, operation, models);
	return await runAsAiTool(
		context,
		{ creates: operation?.type === 'generation', models: Object.keys(models) },
		async () => await execute(context, operation, models),
	);
}

async function execute(
	context: IExecuteFunctions,
	operation: Operation | undefined,
	models: ReturnType<typeof getModels>,
): Promise<INodeExecutionData[]> {
	if (!operation) {
		const { resource, operation: name } = context.getNode().parameters;
		throw new NodeOperationError(
			context.getNode(),
			`There is no operation "${String(name)}" for the resource "${String(resource)}"`,
			{ description: 'Select the operation again in the node.' },
		);
	}
	const api = await PixVerseClient.fromContext(context);
	const suspendedRun = loadResumedRun(context);
	if (suspendedRun) return await new JobRunner(context, api).resume(suspendedRun);
	const names = new FieldIndex(operation.fields);
	const tool = isAiTool(context);
	const items = context
		.getInputData()
		.map((_, index) => new ItemParameters(context, index, names, models, tool));
	if (operation.type === 'request') return await executeRequests(context, api, items, operation);
	const runner = new JobRunner(context, api);
	if (operation.type === 'existingJob')
		return await runner.waitForExisting(
			mapItems(runner, items, (item) => buildExistingJob(item, operation)),
		);
	const requests = mapItems(runner, items, (item) => buildRequest(item, operation));
	const failItem = (index: number, error: Error) => runner.failItem(index, error);
	return await runner.submitAndWait(await prepareCallbacks(context, api, requests, failItem));
}

/** One after the other. With Continue on Fail, each item fails separately. */
async function executeRequests(
	context: IExecuteFunctions,
	api: PixVerseClient,
	items: ItemParameters[],
	operation: RequestOperation,
): Promise<INodeExecutionData[]> {
	const uploader = new Uploader(context, api);
	const output: INodeExecutionData[] = [];
	for (const item of items) {
		try {
			const result = await operation.run(api.forItem(item.index), item, uploader);
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

function buildRequest(item: ItemParameters, operation: GenerationOperation): GenerationRequest {
	const { generationType, endpoint, verbPhrase, schema, preflight } = operation;
	const shared = { generationType, endpoint, verbPhrase, schema, preflight };
	const body = addAccount(operation.request(item), item);
	const jobOptions = getJobOptions(item, generationType, body);
	const { displayNames } = item.fields;
	return { ...shared, itemIndex: item.index, displayNames, body, jobOptions };
}

/** Adds the selected account, unless there is a source ID: the API uses the account in the ID and rejects `email`. */
function addAccount(body: Record<string, unknown>, item: ItemParameters): Record<string, unknown> {
	const hasSourceId = body.video_id !== undefined || body.image_id !== undefined;
	return hasSourceId ? body : { ...body, email: item.getAccount() };
}

function buildExistingJob(item: ItemParameters, operation: ExistingJobOperation) {
	return {
		itemIndex: item.index,
		generationType: operation.generationType,
		id: operation.id(item),
		jobOptions: { ...operation.jobOptions(item), waitMode: 'poll' as const },
		request: {},
		createdByThisRun: false,
	};
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
