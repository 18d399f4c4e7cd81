import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from '../../shared/jobs/jobErrors';
import { toNodeError } from '../../shared/api/errors';
import { shouldContinueOnFail } from '../../shared/jobs/aiTool';

/** Next steps for the model, so that it neither gives up nor pays twice. */
const NEXT_STEPS = {
	finished:
		'It is finished: give the user the url. Other tools take its id to change or extend it.',
	running:
		'It is still being generated and already paid for. Do not create it again: wait for it or get it later by its id.',
	failed: 'It has failed: tell the user, and only create it again with another prompt.',
};
/** The fields that are new to a model that created the generation. */
const CREATED_FIELDS = ['id', 'status', 'url', 'credits'];

/**
 * The output for an AI agent: results without files, and failures as text with the next step.
 * @param operation whether it creates something, and the IDs of the models of its resource
 * @throws NodeApiError, NodeOperationError if the execution was canceled, or if the node is set to stop on errors
 */
export async function runAsAiTool(
	context: IExecuteFunctions,
	{ creates, models }: { creates: boolean; models: string[] },
	execute: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	try {
		const selected = getSelectedFields(context);
		const fields = selected ?? (creates ? CREATED_FIELDS : undefined);
		const items = await execute();
		const hasNextStep = !selected && items.length === 1;
		return items.map(({ json, pairedItem }) => ({
			json: formatForModel(json, models, fields, hasNextStep),
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

/** Returns the selected fields; undefined for the simplified output. */
function getSelectedFields(context: IExecuteFunctions): string[] | undefined {
	if (context.getNodeParameter('output', 0, null) !== 'selected') return undefined;
	return [context.getNodeParameter('outputFields', 0, [])].flat().map(String);
}

function formatForModel(
	json: IDataObject,
	models: string[],
	fields?: string[],
	hasNextStep?: boolean,
): IDataObject {
	if (typeof json.error === 'string')
		return formatError(json.error, json.details ?? json.message, models);
	const { id, status, url } = json;
	// Raw responses and dry runs are returned unchanged.
	if (typeof status !== 'string' || url === undefined) return json;
	const shown = Object.fromEntries(
		Object.entries(json).filter(([name, value]) =>
			fields ? fields.includes(name) : value !== null && name !== 'account',
		),
	);
	const isRunning = url === null && !/^(?:COMPLETED|FAILED|MODERATED)$/.test(status);
	if (isRunning) return { ...shown, id, status, next: NEXT_STEPS.running };
	const next = url === null ? NEXT_STEPS.failed : NEXT_STEPS.finished;
	return { ...shown, ...(hasNextStep && { next }) };
}

function formatError(message: string, details: unknown, models: string[]): IDataObject {
	const { description, id, httpCode } = (details ?? {}) as Record<string, unknown>;
	const text = stripItemContext(message);
	const next = typeof description === 'string' ? stripItemContext(description) : '';
	// The API rejects an unknown model without listing the known ones.
	const isAboutModel = models.length > 0 && httpCode === '400' && /\bmodel\b/i.test(text);
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
