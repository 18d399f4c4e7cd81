import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';
import type { Clock } from '../../api/clock';
import { generationTypes } from '../../api/generationTypes';
import { parseGenerationId } from '../../api/generationId';
import type { NodeError } from '../../api/errors';
import { LEGACY_RUN_KEY, readLegacyRun } from '../legacyState';
import type { OutputEntry, RunOutput } from '../output/runOutput';
import type { Job, WaitingJob } from '../types';

const storedJobSchema = z.object({
	itemIndex: z.number(),
	id: z.string(),
	credits: z.number().optional(),
	isMatched: z.boolean().optional(),
	request: z.record(z.string(), z.unknown()),
	/** Finished before the execution was suspended, with its item in `finishedItems`. */
	isFinished: z.boolean(),
	simplify: z.boolean(),
	binaryPropertyName: z.string().optional(),
});

/** What a suspended execution needs to resume. Plain JSON: n8n stores it in its database. */
const storedRunSchema = z.object({
	/** All jobs of the run, in its order. */
	jobs: z.array(storedJobSchema),
	finishedItems: z.array(
		z.object({ itemIndex: z.number(), position: z.number(), item: z.custom<INodeExecutionData>() }),
	),
});
export type StoredRun = z.infer<typeof storedRunSchema>;

/** A suspended run, as loaded when PixVerse calls back. */
export interface SuspendedRun {
	/** All jobs of the run. */
	jobs: Job[];
	/** Those that had not ended when the execution was suspended. */
	pendingJobs: Job[];
	finishedItems: OutputEntry[];
}

/** Key in the context of the node, which is stored with the execution. */
const CONTEXT_KEY = 'pixVerseSuspendedRun';
/** Request fields that the API may leave out of its responses. */
const STORED_REQUEST_FIELDS = ['model', 'quality', 'duration', 'prompt', 'text'];

/**
 * Suspends the execution until PixVerse calls back, or until the last deadline. On timeout, n8n outputs the node's input
 * items without calling the node, so the input items are replaced with the pending results in advance.
 * @returns the items to end the run with; n8n drops them when the execution resumes
 */
export async function suspend(
	context: IExecuteFunctions,
	clock: Clock,
	run: { output: RunOutput; finishedItems: OutputEntry[]; pendingJobs: WaitingJob[] },
): Promise<INodeExecutionData[]> {
	const { output, finishedItems, pendingJobs } = run;
	const pendingIds = new Set(pendingJobs.map(({ id }) => id.raw));
	const stored: StoredRun = {
		jobs: output.jobs.map(({ itemIndex, id, credits, isMatched, request, jobOptions }) => ({
			itemIndex,
			id: id.raw,
			credits,
			isMatched,
			request: Object.fromEntries(
				Object.entries(request).filter(([name]) => STORED_REQUEST_FIELDS.includes(name)),
			),
			isFinished: !pendingIds.has(id.raw),
			simplify: jobOptions.simplify,
			binaryPropertyName: jobOptions.binaryPropertyName,
		})),
		finishedItems,
	};
	context.getContext('node')[CONTEXT_KEY] = stored as unknown as IDataObject;
	const items = context.getInputData();
	for (const [index, item] of items.entries()) {
		const jobs = output.jobs.filter(({ itemIndex }) => itemIndex === index);
		const pendingJob = pendingJobs.find(({ itemIndex }) => itemIndex === index);
		const result = pendingJob
			? await output.buildPendingItem(pendingJob)
			: finishedItems.find(({ itemIndex }) => itemIndex === index)?.item;
		if (!result) continue;
		// n8n pairs these items by position, so one item must hold all IDs.
		const ids = jobs.length > 1 ? { ids: jobs.map(({ id }) => id.raw) } : {};
		// A new object: the previous node and other branches share the old one.
		item.json = { ...result.json, ...ids };
		item.binary = result.binary;
	}
	const longestWait = Math.max(...pendingJobs.map(({ deadline }) => deadline)) - clock.now();
	await context.putExecutionToWait(new Date(clock.wallTime() + longestWait));
	return items;
}

/** @returns undefined if this node didn't suspend the execution */
export function loadSuspendedRun(context: IWebhookFunctions): SuspendedRun | undefined {
	const nodeName = toExpressionString(context.getNode().name);
	const readContext = (key: string): unknown =>
		context.evaluateExpression(`{{ $node[${nodeName}].context.${key} }}`, 0);
	const parsed = storedRunSchema.safeParse(readContext(CONTEXT_KEY));
	const run = parsed.success ? parsed.data : readLegacyRun(readContext(LEGACY_RUN_KEY));
	if (!run) return undefined;
	const jobs: Job[] = [];
	const pendingJobs: Job[] = [];
	for (const {
		isFinished,
		id: rawId,
		request,
		simplify,
		binaryPropertyName,
		...same
	} of run.jobs) {
		const id = parseGenerationId(rawId);
		if (!id) continue;
		const job: Job = {
			...same,
			id,
			generationType: generationTypes[id.kind],
			request: request as IDataObject,
			jobOptions: { simplify, binaryPropertyName },
			createdByThisRun: true,
		};
		jobs.push(job);
		if (!isFinished) pendingJobs.push(job);
	}
	return { jobs, pendingJobs, finishedItems: run.finishedItems };
}

/**
 * Fails a resumed execution at this node. n8n has no function for it: an error thrown from a webhook makes n8n run the
 * rest of the workflow with an empty item and drop all results so far. So the error goes where n8n itself stores the
 * error of a sub-workflow that failed while its parent was waiting; n8n before 2.30 reads the second place.
 * @throws the error if these places don't exist
 */
export function failResumedExecution(
	context: IWebhookFunctions,
	error: NodeError,
): IWebhookResponseData {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	const resumed = runExecutionData?.executionData?.nodeExecutionStack[0];
	if (!runExecutionData || !resumed) throw error;
	// Queue mode passes it on as JSON, which drops the message and stack of errors.
	const { name, message, stack } = error;
	const plain = { ...error, name, message, stack } as NodeError;
	resumed.metadata = { ...resumed.metadata, resumeError: plain };
	runExecutionData.resultData.error = plain;
	return { workflowData: [[]] };
}

/** Escapes a string for use in an n8n expression, which a `}}` in a node name would end. */
function toExpressionString(text: string): string {
	const units = text
		.split('')
		.map((unit) =>
			/[\w ]/.test(unit) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
	return `"${units.join('')}"`;
}
