import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { PixVerseClient } from '../shared/api/client';
import { type OutputOptions, TimedDownloader, toItem, withDownloadError } from './output';
import { parseState, type TriggerState } from './triggerState';
import { getSettings } from './settings';
import { createInitialState, selectNewRows, requeue } from './selectNewRows';
import type { TriggerRow } from './rows';
import { fetchTestEvent } from './testEvent';
import { SnapshotReader } from './snapshotReader';

/** Time a poll may take where n8n sets no limit; the shortest pause between two polls is a minute. */
const DEFAULT_POLL_BUDGET_MS = 300_000;

/** The contexts of polls after a user's activation. n8n hands the same object to all polls of one activation. */
const activatedContexts = new WeakSet<IPollFunctions>();

/**
 * One poll. What is there when the workflow is activated counts as seen from that moment, even if it cannot be read
 * then. Otherwise everything is read first; then, without a pause in which another poll could come between, the memory
 * is read, the plan made and the memory written.
 * @returns null when there is nothing to start the workflow with: an empty list would start it all the same
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = getSettings(context);
	const { wanted, handover } = settings;
	const api = await PixVerseClient.fromContext(context);
	const started = Date.now();
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
	const listing = await watching.listing(before, wanted, started);
	if (!listing) return null;
	const planned = selectNewRows(loadState(context), listing, started, wanted);
	saveState(context, planned.memory);
	if (planned.emit.length === 0) return null;

	const left = started + budget - Date.now();
	const { items, late } = await buildItems(context, api, planned.emit, handover, left);
	if (late.length > 0) {
		const now = loadState(context);
		if (now) saveState(context, requeue(now, late));
	}
	return [items];
}

/** Turns generations into items, in their order. Those whose files there was no time for are left for the next poll. */
async function buildItems(
	context: IPollFunctions,
	api: PixVerseClient,
	rows: TriggerRow[],
	handover: OutputOptions,
	ms: number,
): Promise<{ items: INodeExecutionData[]; late: TriggerRow[] }> {
	const now = Date.now();
	const { downloadTo } = handover;
	const plain = rows.map((row) => toItem(row, handover, now));
	if (downloadTo === undefined) return { items: plain, late: [] };
	// A part of the time is kept for n8n to take the items over.
	const files = new TimedDownloader(context, api, ms * 0.8);
	const fetched = await Promise.all(
		plain.map(
			async (item, index) => await files.download(rows[index] as TriggerRow, item, downloadTo),
		),
	);
	const items = fetched.flatMap((one) => (one.kind === 'timeout' ? [] : [one.item]));
	const late = rows.filter((_, index) => fetched[index]?.kind === 'timeout');
	if (items.length > 0 || late.length === 0) return { items, late };
	// Not even one was fetched: the next poll would fare no better.
	const told = new Error('There was no time to download it. Fetch it with the Download operation');
	return { items: [withDownloadError(plain[0] as INodeExecutionData, told)], late: late.slice(1) };
}

/** True in the first poll after a user has activated the workflow, which was off before. */
function isFirstPollAfterActivation(context: IPollFunctions): boolean {
	return (
		['activate', 'create'].includes(context.getActivationMode()) && !activatedContexts.has(context)
	);
}

/** Never kept: n8n may hand out another object in every poll. */
function loadState(context: IPollFunctions): TriggerState | undefined {
	return parseState(context.getWorkflowStaticData('node').memory);
}

/** Writes only what changed, since n8n may write every change to its database. */
function saveState(context: IPollFunctions, memory: TriggerState): void {
	const kept = context.getWorkflowStaticData('node');
	if (JSON.stringify(kept.memory) !== JSON.stringify(memory)) kept.memory = memory;
}

/** Milliseconds until n8n gives a poll up. Only newer versions say. */
function getPollBudget(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as { getPollBudgetMs?: () => number };
	const budget = typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(context) : undefined;
	return budget && Number.isFinite(budget) && budget > 0 ? budget : DEFAULT_POLL_BUDGET_MS;
}
