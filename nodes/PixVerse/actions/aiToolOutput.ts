import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from '../../shared/jobs/jobErrors';
import { toNodeError } from '../../shared/api/errors';
import { shouldContinueOnFail } from '../../shared/jobs/aiTool';

/** Said of what is not finished, so that the model neither gives up nor pays twice. */
const STILL_RUNNING_NOTE =
	'It is still being made and already paid for. Do not create it again: ask for it later by its id.';
/** States that nothing more comes of. */
const TERMINAL_STATUSES = ['COMPLETED', 'FAILED', 'MODERATED'];

/**
 * What the model of an AI agent gets: results without files, and every failure as a text with the next step.
 * @param models the IDs of what the resource can be made with
 * @throws NodeApiError, NodeOperationError when the execution was canceled, or the user wants failures to end it
 */
export async function runAsAiTool(
	context: IExecuteFunctions,
	models: string[],
	execute: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	try {
		const wanted = getSelectedFields(context);
		return (await execute()).map(({ json, pairedItem }) => ({
			json: formatForModel(json, models, wanted),
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

/** The chosen fields; undefined for all. */
function getSelectedFields(context: IExecuteFunctions): string[] | undefined {
	if (context.getNodeParameter('output', 0, null) !== 'selected') return undefined;
	return [context.getNodeParameter('outputFields', 0, [])].flat().map(String);
}

function formatForModel(json: IDataObject, models: string[], wanted?: string[]): IDataObject {
	if (typeof json.error === 'string')
		return formatError(json.error, json.details ?? json.message, models);
	const { id, status, url } = json;
	const unfinished =
		url === null && typeof status === 'string' && !TERMINAL_STATUSES.includes(status);
	const shown = wanted
		? Object.fromEntries(Object.entries(json).filter(([name]) => wanted.includes(name)))
		: json;
	return unfinished ? { ...shown, id, status, note: STILL_RUNNING_NOTE } : shown;
}

function formatError(message: string, details: unknown, models: string[]): IDataObject {
	const { description, id, httpCode } = (details ?? {}) as Record<string, unknown>;
	const said = stripItemContext(message);
	const next = typeof description === 'string' ? stripItemContext(description) : '';
	// A model that the catalog does not know is the API's to refuse, and it does not say which there are.
	const about = httpCode === '400' && /\bmodel\b/i.test(said);
	const known = about ? `The models are ${models.join(', ')}.` : '';
	return {
		error: [/[.!?…]$/.test(said) ? said : `${said}.`, next, known].filter(Boolean).join(' '),
		...(typeof id === 'string' && { id }),
	};
}

/** A model makes one thing with each call, and knows of no items. */
function stripItemContext(text: string): string {
	return text
		.replace(/ \[item \d+\]| of item \d+| for this item\b| ?Other items are not affected\./g, '')
		.trim();
}
