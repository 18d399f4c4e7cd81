import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';
import { z } from 'zod';
import { getClock } from '../../api/clock';
import { type GenerationType, generationTypes } from '../../api/generationTypes';
import { parseGenerationId } from '../../api/generationId';
import { lazySchema } from '../../lazySchema';
import { MINUTE, SECOND } from '../../time';
import { LEGACY_RUN_KEY, convertLegacyRun } from '../legacyState';
import { buildItem, type OutputEntry } from '../output/runOutput';
import type { Job } from '../types';
import { getExecutionData, getSuspendedExecutionId, suspendExecution } from './resumption';

/** What a suspended execution needs to resume. Plain JSON: n8n stores it in its database. */
const buildRunSchema = () =>
	z.object({
		/** All jobs of the run, in its order. */
		jobs: z.array(
			z.object({
				itemIndex: z.number(),
				id: z.string(),
				kind: z.string().optional(),
				credits: z.number().optional(),
				isMatched: z.boolean().optional(),
				request: z.record(z.string(), z.unknown()),
				/** Finished before the execution was suspended, with its item in `finishedItems`. */
				isFinished: z.boolean(),
				simplify: z.boolean(),
				binaryPropertyName: z.string().optional(),
				/** Epoch milliseconds. */
				deadline: z.number().optional(),
			}),
		),
		finishedItems: z.array(
			z.object({
				itemIndex: z.number(),
				position: z.number(),
				item: z.custom<INodeExecutionData>(),
			}),
		),
		/** The items that the node received. */
		input: z.array(z.custom<Pick<INodeExecutionData, 'json' | 'binary'>>()).optional(),
		/** Epoch milliseconds. */
		startedAt: z.number().optional(),
	});
type StoredRun = z.infer<ReturnType<typeof buildRunSchema>>;
const storedRunSchema = lazySchema(buildRunSchema);

export interface SuspendedRun {
	/** All jobs of the run. */
	jobs: Job[];
	/** Those that had not ended when the execution was suspended. */
	pendingJobs: Job[];
	finishedItems: OutputEntry[];
	/** Epoch milliseconds. */
	startedAt: number;
}

/** Key in the context of the node, which is stored with the execution. */
const CONTEXT_KEY = 'pixVerseSuspendedRun';
/** Request fields that the API may leave out of its responses. */
const STORED_REQUEST_FIELDS = ['model', 'quality', 'duration', 'prompt', 'text'];
/** When the node polls for the first time although no callback came; afterward whenever the time has doubled. */
const FIRST_CHECK_MS = 2 * MINUTE;
/** n8n's timers may be early. */
const TIMER_TOLERANCE_MS = SECOND;

/**
 * Suspends the execution until PixVerse calls back, or until the last deadline. Callbacks may be lost, so the node polls
 * now and then in between.
 * @returns the items that the editor shows in the meantime. There is no error among them: n8n's Retry On Fail would run
 * the node again.
 */
export async function suspend(
	context: IExecuteFunctions,
	{ jobs, finishedItems, pendingJobs, startedAt }: SuspendedRun,
): Promise<INodeExecutionData[]> {
	const clock = getClock(context);
	const now = clock.wallTime();
	const deadlines = new Map<Job, number>(
		pendingJobs.map((job) => [job, now + job.deadline - clock.now()]),
	);
	const items = context.getInputData();
	const stored: StoredRun = {
		jobs: jobs.map((job) => ({
			itemIndex: job.itemIndex,
			id: job.id.raw,
			kind: job.generationType.kind,
			credits: job.credits,
			isMatched: job.isMatched,
			request: Object.fromEntries(
				Object.entries(job.request).filter(([name]) => STORED_REQUEST_FIELDS.includes(name)),
			),
			isFinished: !deadlines.has(job),
			simplify: job.jobOptions.simplify,
			binaryPropertyName: job.jobOptions.binaryPropertyName,
			deadline: deadlines.get(job),
		})),
		finishedItems,
		input: items.map(({ json, binary }) => ({ json, binary })),
		startedAt,
	};
	context.getContext('node')[CONTEXT_KEY] = stored as unknown as IDataObject;
	const pending = pendingJobs.map((job) => ({
		itemIndex: job.itemIndex,
		item: buildItem({ job, outcome: 'pending' }),
	}));
	// When a canceled execution is retried with a changed workflow, n8n outputs the input items.
	for (const { itemIndex, item } of [...finishedItems, ...pending])
		Object.assign(items[itemIndex] ?? {}, { json: item.json, binary: item.binary });
	const nextCheck = now + Math.max(FIRST_CHECK_MS, now - startedAt);
	await suspendExecution(context, Math.min(nextCheck, Math.max(...deadlines.values())));
	return pending.map(({ item }) => item);
}

/** @returns undefined if this run of the node doesn't continue a suspended one */
export function loadResumedRun(context: IExecuteFunctions): SuspendedRun | undefined {
	const suspendedExecution = getSuspendedExecutionId(context);
	if (suspendedExecution === undefined) return undefined;
	const run = loadSuspendedRun(context);
	const { input } = run ?? {};
	for (const [index, item] of context.getInputData().entries())
		if (input?.[index]) Object.assign(item, { binary: undefined, ...input[index] });
	// n8n's "Retry execution" is another execution: it creates what has failed, if it has the items for it.
	return input && suspendedExecution !== context.getExecutionId() ? undefined : run;
}

/** @returns undefined if this node didn't suspend the execution */
export function loadSuspendedRun(
	context: IExecuteFunctions | IWebhookFunctions,
): (SuspendedRun & Pick<StoredRun, 'input'>) | undefined {
	// Not by an expression: with execution logic v2, n8n can't evaluate expressions in webhooks.
	const { contextData } = getExecutionData(context)?.executionData ?? {};
	const stored = contextData?.[`node:${context.getNode().name}`];
	const { data: run } = storedRunSchema.safeParse(
		stored?.[CONTEXT_KEY] ?? convertLegacyRun(stored?.[LEGACY_RUN_KEY]),
	);
	if (!run) return undefined;
	const clock = getClock(context);
	const now = clock.wallTime();
	const jobs: Job[] = [];
	const pendingJobs: Job[] = [];
	for (const stored of run.jobs) {
		const id = parseGenerationId(stored.id);
		if (!id) continue;
		const { kind, isFinished, simplify, binaryPropertyName, deadline = now, ...same } = stored;
		const timeoutMs = Math.max(0, deadline - now - TIMER_TOLERANCE_MS);
		const job: Job = {
			...same,
			id,
			generationType: generationTypes[(kind as GenerationType | undefined) ?? id.kind],
			request: same.request as IDataObject,
			jobOptions: {
				simplify,
				binaryPropertyName,
				waitMode: 'callback',
				timeoutMs,
				onTimeout: 'pending',
			},
			createdByThisRun: true,
			deadline: clock.now() + timeoutMs,
		};
		jobs.push(job);
		if (!isFinished) pendingJobs.push(job);
	}
	const { finishedItems, input, startedAt = now } = run;
	return { jobs, pendingJobs, finishedItems, input, startedAt };
}
