import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';
import { generationTypes } from '../../api/generationTypes';
import { parseGenerationId } from '../../api/generationId';
import type { NodeError } from '../jobErrors';
import type { RunOutput, OutputEntry } from '../output/runOutput';
import type { Job } from '../types';

/** A job as it is kept while its execution sleeps. */
const suspendedJobSchema = z.object({
	itemIndex: z.number(),
	id: z.string(),
	credits: z.number().optional(),
	request: z.record(z.string(), z.unknown()),
	/** Ended and handed over before the execution fell asleep. */
	settled: z.boolean(),
	simplify: z.boolean(),
	downloadTo: z.string().optional(),
	timeout: z.number(),
});

/** What an execution needs to go on when it is woken. Plain JSON: n8n writes it into its database. */
const suspendedRunSchema = z.object({
	/** Of the whole run, in its order. */
	jobs: z.array(suspendedJobSchema),
	/** What was ready before. */
	settled: z.array(
		z.object({ itemIndex: z.number(), place: z.number(), item: z.custom<INodeExecutionData>() }),
	),
});

/** A run that sleeps, as it is found when PixVerse calls. */
export interface SuspendedRun {
	/** All jobs of the run. */
	jobs: Job[];
	/** Those that it sleeps for. */
	pendingJobs: Job[];
	settled: OutputEntry[];
}

/** Under this name in the context of the node, which belongs to the execution. */
const CONTEXT_KEY = 'pixVerseAsleep';
/** What stands in for fields that the API may leave out of its answer. */
const STORED_REQUEST_FIELDS = ['model', 'quality', 'duration', 'prompt', 'text'];

/**
 * Puts the execution to sleep until PixVerse calls, or the time of its last job is over. In that case n8n passes on
 * the node's input items and asks nobody, so they become what the node would hand over then.
 * @param run with what is ready, the jobs to sleep for, and the clock time
 * @returns the items to end with; n8n drops them when the execution goes on
 */
export async function suspend(
	context: IExecuteFunctions,
	run: { gathering: RunOutput; settled: OutputEntry[]; left: Job[]; now: number },
): Promise<INodeExecutionData[]> {
	const { gathering, settled, left, now } = run;
	const kept: z.infer<typeof suspendedRunSchema> = {
		jobs: gathering.jobs.map((job) => ({
			itemIndex: job.itemIndex,
			id: job.id.raw,
			credits: job.credits,
			request: Object.fromEntries(
				Object.entries(job.request).filter(([name]) => STORED_REQUEST_FIELDS.includes(name)),
			),
			settled: !left.includes(job),
			simplify: job.jobOptions.simplify,
			downloadTo: job.jobOptions.binaryPropertyName,
			timeout: job.jobOptions.timeoutMs,
		})),
		settled: settled.map(({ itemIndex, position, item }) => ({ itemIndex, place: position, item })),
	};
	context.getContext('node')[CONTEXT_KEY] = kept as unknown as IDataObject;
	const items = context.getInputData();
	for (const [index, item] of items.entries()) {
		const jobs = gathering.jobs.filter(({ itemIndex }) => itemIndex === index);
		const pending = left.find(({ itemIndex }) => itemIndex === index);
		const shown = pending
			? await gathering.buildPendingItem(pending)
			: settled.find(({ itemIndex }) => itemIndex === index)?.item;
		if (!shown) continue;
		// n8n pairs the items it passes on with their place, so one item has to hold all IDs.
		const ids = jobs.length > 1 ? { ids: jobs.map(({ id }) => id.raw) } : {};
		// A new object: the old one is shared with the node before and others behind it.
		item.json = { ...shown.json, ...ids };
		item.binary = shown.binary;
	}
	const longest = Math.max(...left.map(({ deadline }) => deadline - now));
	await context.putExecutionToWait(new Date(Date.now() + longest));
	return items;
}

/** @returns undefined when the node of this call does not sleep */
export function loadSuspendedRun(context: IWebhookFunctions): SuspendedRun | undefined {
	const name = context.getNode().name;
	const found = context.evaluateExpression(
		`{{ $node[${toExpressionString(name)}].context.${CONTEXT_KEY} }}`,
		0,
	);
	const read = suspendedRunSchema.safeParse(found);
	if (!read.success) return undefined;
	const all = read.data.jobs.flatMap((kept) => {
		const id = parseGenerationId(kept.id);
		if (!id) return [];
		const { itemIndex, credits, simplify, downloadTo, timeout } = kept;
		const job: Job = {
			itemIndex,
			generationType: generationTypes[id.kind],
			id,
			jobOptions: {
				waitMode: 'callback',
				timeoutMs: timeout,
				onTimeout: 'pending',
				simplify,
				binaryPropertyName: downloadTo,
			},
			request: kept.request as IDataObject,
			credits,
			createdByThisRun: true,
			deadline: 0,
		};
		return [{ job, settled: kept.settled }];
	});
	const left = all.filter((one) => !one.settled).map(({ job }) => job);
	return {
		jobs: all.map(({ job }) => job),
		pendingJobs: left,
		settled: read.data.settled.map(({ itemIndex, place, item }) => ({
			itemIndex,
			position: place,
			item,
		})),
	};
}

/**
 * Fails a woken execution at this node. n8n offers nothing for it: an error thrown from a webhook makes it run the rest
 * of the workflow with an empty item and drop all results so far. So the error goes where n8n itself keeps the one of
 * a sub-workflow that failed while its caller slept; n8n before 2.30 reads the second place.
 * @throws the error, where these places are not to be had
 */
export function failResumedExecution(
	context: IWebhookFunctions,
	error: NodeError,
): IWebhookResponseData {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	const woken = runExecutionData?.executionData?.nodeExecutionStack[0];
	if (!runExecutionData || !woken) throw error;
	// Messages and stacks of errors are lost in JSON, by which queue mode passes it on.
	const { name, message, stack } = error;
	const plain = { ...error, name, message, stack } as NodeError;
	woken.metadata = { ...woken.metadata, resumeError: plain };
	runExecutionData.resultData.error = plain;
	return { workflowData: [[]] };
}

/** A text as an expression may hold it, whatever is in it: `}}` would end the expression. */
function toExpressionString(text: string): string {
	const safe = text
		.split('')
		.map((unit) =>
			/[\w ]/.test(unit) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
	return `"${safe.join('')}"`;
}
