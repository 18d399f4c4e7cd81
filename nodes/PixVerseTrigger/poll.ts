import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { PixVerseClient } from '../shared/api/client';
import { getWallTime } from '../shared/api/clock';
import { MINUTE } from '../shared/time';
import { type OutputOptions, TimedDownloader, toItem, withDownloadError } from './output';
import type { TriggerRow } from './rows';
import { createInitialState, requeue, selectNewRows } from './selectNewRows';
import { getSettings } from './settings';
import { SnapshotReader } from './snapshotReader';
import { loadState, removeUsedInitialState, saveInitialState, saveState } from './stateStore';
import { fetchTestEvent } from './testEvent';

/** Time limit of a poll if n8n sets none. The shortest poll interval is a minute. */
const DEFAULT_POLL_BUDGET_MS = 5 * MINUTE;

/** Contexts of polls after an activation. n8n may pass the same object to all polls of one activation. */
const activatedContexts = new WeakSet<IPollFunctions>();

/**
 * One poll. Generations that exist on activation count as processed from that moment, even if they can't be read then.
 * Everything is read from the API first. Then the state is loaded, the rows are selected, and the state is saved without
 * a pause, so that no other poll can come in between.
 * @returns null if there is nothing to emit: an empty array would start the workflow, too
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = getSettings(context);
	const { watchConfig, outputOptions } = settings;
	const api = await PixVerseClient.fromContext(context);
	const started = getWallTime();
	const budget = getPollBudget(context);
	const reader = new SnapshotReader(context, api, started + budget / 2);
	if (context.getMode() === 'manual') return [await fetchTestEvent(context, api, reader, settings)];

	removeUsedInitialState(context);
	const activation = { workflowId: String(context.getWorkflow().id), at: started };
	const initial = { activation, ...createInitialState(watchConfig, started) };
	const isActivated = isFirstPollAfterActivation(context);
	const stored = loadState(context);
	const isCopied = stored?.activation && stored.activation.workflowId !== activation.workflowId;
	const isInitial = !stored || (isActivated && (!settings.catchUp || isCopied));
	const save = isInitial ? saveInitialState : saveState;
	if (isInitial) save(context, initial);
	const load = () => ({ activation, ...(loadState(context) ?? initial) });

	const snapshot = await reader.readSnapshot(load(), watchConfig, started);
	if (!snapshot) return null;
	const { rows, state } = selectNewRows(load(), snapshot, started, watchConfig);
	save(context, state);
	if (rows.length === 0) return null;

	const left = started + budget - getWallTime();
	const { items, timedOut } = await buildItems(context, api, rows, outputOptions, left);
	if (timedOut.length > 0) save(context, requeue(load(), timedOut));
	return [items];
}

/** Turns rows into items, in order. Rows without time for their download are left to the next poll. */
async function buildItems(
	context: IPollFunctions,
	api: PixVerseClient,
	rows: TriggerRow[],
	outputOptions: OutputOptions,
	ms: number,
): Promise<{ items: INodeExecutionData[]; timedOut: TriggerRow[] }> {
	const now = getWallTime();
	const { downloadTo } = outputOptions;
	const items = rows.map((row) => toItem(row, outputOptions, now));
	if (downloadTo === undefined) return { items, timedOut: [] };
	// n8n needs the rest of the time to process the items.
	const downloader = new TimedDownloader(context, api, ms * 0.8);
	const results = await Promise.all(
		rows.map(
			async (row, index) =>
				await downloader.download(row, items[index] as INodeExecutionData, downloadTo),
		),
	);
	const complete = results.filter((item) => item !== undefined);
	const timedOut = rows.filter((_, index) => !results[index]);
	if (complete.length > 0) return { items: complete, timedOut };
	// No download was completed, and the next poll wouldn't do better.
	const reason = 'There was no time to download the file. Use the Download operation instead';
	const [first] = items as [INodeExecutionData];
	return { items: [withDownloadError(first, new Error(reason))], timedOut: timedOut.slice(1) };
}

/** Whether this is the first poll after a user has activated the workflow. */
function isFirstPollAfterActivation(context: IPollFunctions): boolean {
	const isFirst = !activatedContexts.has(context);
	activatedContexts.add(context);
	return isFirst && ['activate', 'create'].includes(context.getActivationMode());
}

/** Milliseconds until n8n cancels a poll, in n8n versions that provide it. */
function getPollBudget(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as { getPollBudgetMs?: () => number };
	const budget = typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(context) : undefined;
	return budget && Number.isFinite(budget) && budget > 0 ? budget : DEFAULT_POLL_BUDGET_MS;
}
