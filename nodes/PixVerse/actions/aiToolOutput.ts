import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asFailure, errorItem } from '../../shared/jobs/jobErrors';
import { continues } from '../../shared/jobs/aiTool';

/** Said of what is not finished, so that the model neither gives up nor pays twice. */
const UNFINISHED =
	'It is still being made and already paid for. Do not create it again: ask for it later by its id.';
/** States that nothing more comes of. */
const OVER = ['COMPLETED', 'FAILED', 'MODERATED'];

/**
 * What the model of an AI agent gets: results without files, and every failure as a text with the next step.
 * @param models the IDs of what the resource can be made with
 * @throws NodeApiError, NodeOperationError when the execution was canceled, or the user wants failures to end it
 */
export async function answerOf(
	context: IExecuteFunctions,
	models: string[],
	execute: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	try {
		const wanted = wantedFields(context);
		return (await execute()).map(({ json, pairedItem }) => ({
			json: worded(json, models, wanted),
			pairedItem,
		}));
	} catch (thrown) {
		const failure = asFailure({ node: context.getNode() }, 0, thrown);
		if (context.getExecutionCancelSignal?.()?.aborted || !continues(context)) throw failure;
		const { json, pairedItem } = errorItem(failure, 0);
		return [{ json: worded(json, models), pairedItem }];
	}
}

/** The chosen fields; undefined for all. */
function wantedFields(context: IExecuteFunctions): string[] | undefined {
	if (context.getNodeParameter('output', 0, null) !== 'selected') return undefined;
	return [context.getNodeParameter('outputFields', 0, [])].flat().map(String);
}

function worded(json: IDataObject, models: string[], wanted?: string[]): IDataObject {
	if (typeof json.error === 'string')
		return failed(json.error, json.details ?? json.message, models);
	const { id, status, url } = json;
	const unfinished = url === null && typeof status === 'string' && !OVER.includes(status);
	const shown = wanted
		? Object.fromEntries(Object.entries(json).filter(([name]) => wanted.includes(name)))
		: json;
	return unfinished ? { ...shown, id, status, note: UNFINISHED } : shown;
}

function failed(message: string, details: unknown, models: string[]): IDataObject {
	const { description, id, httpCode } = (details ?? {}) as Record<string, unknown>;
	const said = forModel(message);
	const next = typeof description === 'string' ? forModel(description) : '';
	// A model that the catalog does not know is the API's to refuse, and it does not say which there are.
	const about = httpCode === '400' && /\bmodel\b/i.test(said);
	const known = about ? `The models are ${models.join(', ')}.` : '';
	return {
		error: [/[.!?…]$/.test(said) ? said : `${said}.`, next, known].filter(Boolean).join(' '),
		...(typeof id === 'string' && { id }),
	};
}

/** A model makes one thing with each call, and knows of no items. */
function forModel(text: string): string {
	return text
		.replace(/ \[item \d+\]| of item \d+| for this item\b| ?Other items are not affected\./g, '')
		.trim();
}
