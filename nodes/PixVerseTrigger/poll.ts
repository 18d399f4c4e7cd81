import { getWallTime } from '../shared/api/clock';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { PixVerseClient } from '../shared/api/client';
import { type OutputOptions, TimedDownloader, toItem, withDownloadError } from './output';
import { parseState, type TriggerState } from './triggerState';
import { getSettings } from './settings';
import { createInitialState, selectNewRows, requeue } from './selectNewRows';
import type { TriggerRow } from './rows';
import { fetchTestEvent } from './testEvent';
import { SnapshotReader } from './snapshotReader';

/** Time limit of a poll if n8n sets none. The shortest poll interval is a minute. */
const DEFAULT_POLL_BUDGET_MS = 300_000;

/** Contexts of polls after an activation. n8n passes the same object to all polls of one activation. */
const activatedContexts = new WeakSet<IPollFunctions>();

/**
 * One poll. Generations that exist on activation count as processed from that moment, even if they can't be read then.
 * Everything is read from the API first. Then the state is loaded, the rows are selected, and the state is saved without
 * a pause, so that no other poll can come in between.
 * @returns null if there is nothing to emit: an empty array would start the workflow, too
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = getSettings(context);
	const { wanted, handover } = settings;
	const api = await PixVerseClient.fromContext(context);
	const started = getWallTime();
	const budget = getPollBudget(context);
	const watching = new SnapshotReader(context, api, started + budget / 2);
	if (context.getMode() === 'manual')
		return [await fetchTestEvent(context, api, watching, settings)];

	if (isFirstPollAfterActivation(context)) {
		activatedContexts.add(context);
		if (!settings.catchUp) saveState(context, createInitialState(wanted, started));
	}
	const before = loadState(context);
	if (!before) saveState(context, createInitialState(wanted, started));
	const listing = await watching.readSnapshot(before, wanted, started);
	if (!listing) return null;
	const planned = selectNewRows(loadState(context), listing, started, wanted);
	saveState(context, planned.memory);
	if (planned.emit.length === 0) return null;

	const left = started + budget - getWallTime();
	const { items, late } = await buildItems(context, api, planned.emit, handover, left);
	if (late.length > 0) {
		const now = loadState(context);
		if (now) saveState(context, requeue(now, late));
	}
	return [items];
}

/** Turns rows into items, in order. Rows without time for their download are left to the next poll. */
async function buildItems(
	context: IPollFunctions,
	api: PixVerseClient,
	rows: TriggerRow[],
	handover: OutputOptions,
	ms: number,
): Promise<{ items: INodeExecutionData[]; late: TriggerRow[] }> {
	const now = getWallTime();
	const { downloadTo } = handover;
	const plain = rows.map((row) => toItem(row, handover, now));
	if (downloadTo === undefined) return { items: plain, late: [] };
	// n8n needs the rest of the time to process the items.
	const files = new TimedDownloader(context, api, ms * 0.8);
	const fetched = await Promise.all(
		plain.map(
			async (item, index) => await files.download(rows[index] as TriggerRow, item, downloadTo),
		),
	);
	const items = fetched.flatMap((one) => (one.kind === 'timeout' ? [] : [one.item]));
	const late = rows.filter((_, index) => fetched[index]?.kind === 'timeout');
	if (items.length > 0 || late.length === 0) return { items, late };
	// No download was completed, and the next poll wouldn't do better.
	const told = new Error(
		'There was no time to download the file. Use the Download operation instead',
	);
	return { items: [withDownloadError(plain[0] as INodeExecutionData, told)], late: late.slice(1) };
}

/** Whether this is the first poll after a user has activated the workflow. */
function isFirstPollAfterActivation(context: IPollFunctions): boolean {
	return (
		['activate', 'create'].includes(context.getActivationMode()) && !activatedContexts.has(context)
	);
}

/** Not cached: n8n may return another object in every poll. */
function loadState(context: IPollFunctions): TriggerState | undefined {
	return parseState(context.getWorkflowStaticData('node').memory);
}

/** Writes only what has changed, because n8n may write every change to its database. */
function saveState(context: IPollFunctions, memory: TriggerState): void {
	const kept = context.getWorkflowStaticData('node');
	if (JSON.stringify(kept.memory) !== JSON.stringify(memory)) kept.memory = memory;
}

/** Milliseconds until n8n cancels a poll, in n8n versions that provide it. */
function getPollBudget(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as { getPollBudgetMs?: () => number };
	const budget = typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(context) : undefined;
	return budget && Number.isFinite(budget) && budget > 0 ? budget : DEFAULT_POLL_BUDGET_MS;
}
