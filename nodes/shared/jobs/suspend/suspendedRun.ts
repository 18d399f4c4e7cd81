import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';
import { families } from '../../api/generationTypes';
import { parseId } from '../../api/generationId';
import type { NodeFailure } from '../jobErrors';
import type { Gathering, Settled } from '../output/runOutput';
import type { Job } from '../types';

/** A job as it is kept while its execution sleeps. */
const sleepingJob = z.object({
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
const suspension = z.object({
	/** Of the whole run, in its order. */
	jobs: z.array(sleepingJob),
	/** What was ready before. */
	settled: z.array(
		z.object({ itemIndex: z.number(), place: z.number(), item: z.custom<INodeExecutionData>() }),
	),
});

/** A run that sleeps, as it is found when PixVerse calls. */
export interface Sleeper {
	/** All jobs of the run. */
	jobs: Job[];
	/** Those that it sleeps for. */
	left: Job[];
	settled: Settled[];
}

/** Under this name in the context of the node, which belongs to the execution. */
const KEPT = 'pixVerseAsleep';
/** What stands in for fields that the API may leave out of its answer. */
const REQUESTED = ['model', 'quality', 'duration', 'prompt', 'text'];

/**
 * Puts the execution to sleep until PixVerse calls, or the time of its last job is over. In that case n8n passes on
 * the node's input items and asks nobody, so they become what the node would hand over then.
 * @param run with what is ready, the jobs to sleep for, and the clock time
 * @returns the items to end with; n8n drops them when the execution goes on
 */
export async function suspend(
	context: IExecuteFunctions,
	run: { gathering: Gathering; settled: Settled[]; left: Job[]; now: number },
): Promise<INodeExecutionData[]> {
	const { gathering, settled, left, now } = run;
	const kept: z.infer<typeof suspension> = {
		jobs: gathering.jobs.map((job) => ({
			itemIndex: job.itemIndex,
			id: job.id.raw,
			credits: job.credits,
			request: Object.fromEntries(
				Object.entries(job.request).filter(([name]) => REQUESTED.includes(name)),
			),
			settled: !left.includes(job),
			simplify: job.delivery.simplify,
			downloadTo: job.delivery.downloadTo,
			timeout: job.delivery.timeout,
		})),
		settled,
	};
	context.getContext('node')[KEPT] = kept as unknown as IDataObject;
	const items = context.getInputData();
	for (const [index, item] of items.entries()) {
		const jobs = gathering.jobs.filter(({ itemIndex }) => itemIndex === index);
		const pending = left.find(({ itemIndex }) => itemIndex === index);
		const shown = pending
			? await gathering.pending(pending)
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
export function sleeperIn(context: IWebhookFunctions): Sleeper | undefined {
	const name = context.getNode().name;
	const found = context.evaluateExpression(`{{ $node[${literal(name)}].context.${KEPT} }}`, 0);
	const read = suspension.safeParse(found);
	if (!read.success) return undefined;
	const all = read.data.jobs.flatMap((kept) => {
		const id = parseId(kept.id);
		if (!id) return [];
		const { itemIndex, credits, simplify, downloadTo, timeout } = kept;
		const job: Job = {
			itemIndex,
			family: families[id.kind],
			id,
			delivery: { waitMode: 'callback', timeout, onTimeout: 'pending', simplify, downloadTo },
			request: kept.request as IDataObject,
			credits,
			own: true,
			deadline: 0,
		};
		return [{ job, settled: kept.settled }];
	});
	const left = all.filter((one) => !one.settled).map(({ job }) => job);
	return { jobs: all.map(({ job }) => job), left, settled: read.data.settled };
}

/**
 * Fails a woken execution at this node. n8n offers nothing for it: an error thrown from a webhook makes it run the rest
 * of the workflow with an empty item and drop all results so far. So the error goes where n8n itself keeps the one of
 * a sub-workflow that failed while its caller slept; n8n before 2.30 reads the second place.
 * @throws the error, where these places are not to be had
 */
export function failWoken(context: IWebhookFunctions, error: NodeFailure): IWebhookResponseData {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	const woken = runExecutionData?.executionData?.nodeExecutionStack[0];
	if (!runExecutionData || !woken) throw error;
	// Messages and stacks of errors are lost in JSON, by which queue mode passes it on.
	const { name, message, stack } = error;
	const plain = { ...error, name, message, stack } as NodeFailure;
	woken.metadata = { ...woken.metadata, resumeError: plain };
	runExecutionData.resultData.error = plain;
	return { workflowData: [[]] };
}

/** A text as an expression may hold it, whatever is in it: `}}` would end the expression. */
function literal(text: string): string {
	const safe = text
		.split('')
		.map((unit) =>
			/[\w ]/.test(unit) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
	return `"${safe.join('')}"`;
}
