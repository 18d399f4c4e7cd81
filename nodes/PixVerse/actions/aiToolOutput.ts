import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from '../../shared/jobs/jobErrors';
import { toNodeError } from '../../shared/api/errors';
import { shouldContinueOnFail } from '../../shared/jobs/aiTool';

/** Keeps the model from giving up, and from paying twice. */
const STILL_RUNNING_NOTE =
	'It is still being generated and already paid for. Do not create it again: get it later by its id.';
const TERMINAL_STATUSES = ['COMPLETED', 'FAILED', 'MODERATED'];

/**
 * The output for an AI agent: results without files, and failures as text with the next step.
 * @param models IDs of the models of the resource
 * @throws NodeApiError, NodeOperationError if the execution was canceled, or if the node is set to stop on errors
 */
export async function runAsAiTool(
	context: IExecuteFunctions,
	models: string[],
	execute: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	try {
		const selectedFields = getSelectedFields(context);
		return (await execute()).map(({ json, pairedItem }) => ({
			json: formatForModel(json, models, selectedFields),
			pairedItem,
		}));
	} catch (thrown) {
		const failure = toNodeError({ node: context.getNode() }, 0, thrown);
		if (context.getExecutionCancelSignal?.()?.aborted || !shouldContinueOnFail(context))
			throw failure;
		const { json, pairedItem } = toErrorItem(failure, 0);
		return [{ json: formatForModel(json, models), pairedItem }];
	}
}

/** Undefined for all fields. */
function getSelectedFields(context: IExecuteFunctions): string[] | undefined {
	if (context.getNodeParameter('output', 0, null) !== 'selected') return undefined;
	return [context.getNodeParameter('outputFields', 0, [])].flat().map(String);
}

function formatForModel(
	json: IDataObject,
	models: string[],
	selectedFields?: string[],
): IDataObject {
	if (typeof json.error === 'string')
		return formatError(json.error, json.details ?? json.message, models);
	const { id, status, url } = json;
	const unfinished =
		url === null && typeof status === 'string' && !TERMINAL_STATUSES.includes(status);
	const shown = selectedFields
		? Object.fromEntries(Object.entries(json).filter(([name]) => selectedFields.includes(name)))
		: json;
	return unfinished ? { ...shown, id, status, note: STILL_RUNNING_NOTE } : shown;
}

function formatError(message: string, details: unknown, models: string[]): IDataObject {
	const { description, id, httpCode } = (details ?? {}) as Record<string, unknown>;
	const text = stripItemContext(message);
	const next = typeof description === 'string' ? stripItemContext(description) : '';
	// The API rejects an unknown model without listing the known ones.
	const isAboutModel = httpCode === '400' && /\bmodel\b/i.test(text);
	const modelList = isAboutModel ? `The models are ${models.join(', ')}.` : '';
	return {
		error: [/[.!?\u2026]$/.test(text) ? text : `${text}.`, next, modelList]
			.filter(Boolean)
			.join(' '),
		...(typeof id === 'string' && { id }),
	};
}

/** A tool call has no items. */
function stripItemContext(text: string): string {
	return text
		.replace(/ \[item \d+\]| of item \d+| for this item\b| ?Other items are not affected\./g, '')
		.trim();
}
