import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { PixVerseApi } from '../shared/api/client';
import { Files, itemOf, without } from './output';
import type { Handover } from './output';
import type { Memory } from './triggerState';
import { recall } from './triggerState';
import { settingsOf } from './settings';
import { begin, plan, postpone } from './selectNewRows';
import type { Seen } from './rows';
import { sample } from './testEvent';
import { Watching } from './snapshotReader';

/** Time a poll may take where n8n sets no limit; the shortest pause between two polls is a minute. */
const USUAL_BUDGET = 300_000;

/** The contexts of polls after a user's activation. n8n hands the same object to all polls of one activation. */
const polls = new WeakSet<IPollFunctions>();

/**
 * One poll. What is there when the workflow is activated counts as seen from that moment, even if it cannot be read
 * then. Otherwise everything is read first; then, without a pause in which another poll could come between, the memory
 * is read, the plan made and the memory written.
 * @returns null when there is nothing to start the workflow with: an empty list would start it all the same
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = settingsOf(context);
	const { wanted, handover } = settings;
	const api = await PixVerseApi.connect(context);
	const started = Date.now();
	const budget = budgetOf(context);
	const watching = new Watching(context, api, started + budget / 2);
	if (context.getMode() === 'manual') return [await sample(context, api, watching, settings)];

	if (isActivatedAnew(context)) {
		polls.add(context);
		if (!settings.catchUp) remember(context, begin(wanted, started));
	}
	const before = remembered(context);
	if (!before) remember(context, begin(wanted, started));
	const listing = await watching.listing(before, wanted, started);
	if (!listing) return null;
	const planned = plan(remembered(context), listing, started, wanted);
	remember(context, planned.memory);
	if (planned.emit.length === 0) return null;

	const left = started + budget - Date.now();
	const { items, late } = await handOver(context, api, planned.emit, handover, left);
	if (late.length > 0) {
		const now = remembered(context);
		if (now) remember(context, postpone(now, late));
	}
	return [items];
}

/** Turns generations into items, in their order. Those whose files there was no time for are left for the next poll. */
async function handOver(
	context: IPollFunctions,
	api: PixVerseApi,
	rows: Seen[],
	handover: Handover,
	ms: number,
): Promise<{ items: INodeExecutionData[]; late: Seen[] }> {
	const now = Date.now();
	const { downloadTo } = handover;
	const plain = rows.map((row) => itemOf(row, handover, now));
	if (downloadTo === undefined) return { items: plain, late: [] };
	// A part of the time is kept for n8n to take the items over.
	const files = new Files(context, api, ms * 0.8);
	const fetched = await Promise.all(
		plain.map(async (item, index) => await files.fetch(rows[index] as Seen, item, downloadTo)),
	);
	const items = fetched.flatMap((one) => (one.kind === 'late' ? [] : [one.item]));
	const late = rows.filter((_, index) => fetched[index]?.kind === 'late');
	if (items.length > 0 || late.length === 0) return { items, late };
	// Not even one was fetched: the next poll would fare no better.
	const told = new Error('There was no time to download it. Fetch it with the Download operation');
	return { items: [without(plain[0] as INodeExecutionData, told)], late: late.slice(1) };
}

/** True in the first poll after a user has activated the workflow, which was off before. */
function isActivatedAnew(context: IPollFunctions): boolean {
	return ['activate', 'create'].includes(context.getActivationMode()) && !polls.has(context);
}

/** Never kept: n8n may hand out another object in every poll. */
function remembered(context: IPollFunctions): Memory | undefined {
	return recall(context.getWorkflowStaticData('node').memory);
}

/** Writes only what changed, since n8n may write every change to its database. */
function remember(context: IPollFunctions, memory: Memory): void {
	const kept = context.getWorkflowStaticData('node');
	if (JSON.stringify(kept.memory) !== JSON.stringify(memory)) kept.memory = memory;
}

/** Milliseconds until n8n gives a poll up. Only newer versions say. */
function budgetOf(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as { getPollBudgetMs?: () => number };
	const budget = typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(context) : undefined;
	return budget && Number.isFinite(budget) && budget > 0 ? budget : USUAL_BUDGET;
}
