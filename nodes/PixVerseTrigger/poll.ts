import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import { PixVerseClient } from '../shared/api/client';
import { getWallTime } from '../shared/api/clock';
import { generationTypes } from '../shared/api/generationTypes';
import { MINUTE } from '../shared/time';
import { buildItems, withDownloadError } from './output';
import { ignoreRetryableError } from './readList';
import type { TriggerRow } from './rows';
import { createInitialState, matchesFilters, requeue, selectNewRows } from './selectNewRows';
import { getSettings } from './settings';
import { SnapshotReader } from './snapshotReader';
import { loadState, removeUsedInitialState, saveInitialState, saveState } from './stateStore';

/** Time limit of a poll if n8n sets none. The shortest poll interval is a minute. */
const DEFAULT_POLL_BUDGET_MS = 5 * MINUTE;

const DOWNLOAD_TIMEOUT_MS = 2 * MINUTE;
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

	const snapshot = await reader
		.readSnapshot(load(), watchConfig, started)
		.catch(ignoreRetryableError);
	if (!snapshot) return null;
	const { rows, state } = selectNewRows(load(), snapshot, started, watchConfig);
	save(context, state);
	if (rows.length === 0) return null;

	// n8n needs the rest of the time to process the items.
	const downloadTime = (started + budget - getWallTime()) * 0.8;
	const built = await buildItems(context, api, rows, outputOptions, downloadTime);
	const items = built.filter(({ isTimedOut }) => !isTimedOut).map(({ item }) => item);
	const timedOut = built.filter(({ isTimedOut }) => isTimedOut).map(({ row }) => row);
	if (items.length === 0 && built[0]) {
		// No download was completed, and the next poll wouldn't have more time.
		const reason = 'There was no time to download the file. Use the Download operation instead';
		items.push(withDownloadError(built[0].item, new Error(reason)));
		timedOut.shift();
	}
	// The others are left to the next poll.
	if (timedOut.length > 0) save(context, requeue(load(), timedOut));
	return [items];
}

/**
 * The newest generation that would have started the workflow, for "Fetch Test Event". Doesn't change the state.
 * @throws NodeOperationError if there is none
 */
async function fetchTestEvent(
	context: IPollFunctions,
	api: PixVerseClient,
	reader: SnapshotReader,
	{ watchConfig, outputOptions }: ReturnType<typeof getSettings>,
): Promise<INodeExecutionData[]> {
	const { filters } = watchConfig;
	// The API may not report the origin of finished generations, so only another origin counts.
	const isWanted = (row: TriggerRow) =>
		matchesFilters(row, { ...filters, own: false }, new Set()) &&
		!(filters.own && row.own === false);
	const rows = (await reader.readNewest(watchConfig)).filter(isWanted);
	const [newest] = rows.sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
	if (!newest) {
		const { kinds, outcome, models, prompt, own } = filters;
		const what = kinds.map((kind) => generationTypes[kind].countNoun).join(' or ');
		const how = { completed: 'completed ', failed: 'failed ', both: 'finished ' }[outcome];
		const hasFilters = models.length > 0 || prompt !== '' || own;
		throw new NodeOperationError(context.getNode(), `There is no ${how}${what} to show yet`, {
			description: `${hasFilters ? 'None of the newest generations matches the filters. ' : ''}Create one with the PixVerse node or at app.pixverse.ai, wait until it is finished, then fetch the test event again.`,
		});
	}
	const built = await buildItems(context, api, [newest], outputOptions, DOWNLOAD_TIMEOUT_MS);
	return built.map(({ item }) => item);
}

function isFirstPollAfterActivation(context: IPollFunctions): boolean {
	const isFirst = !activatedContexts.has(context);
	activatedContexts.add(context);
	return isFirst && ['activate', 'create'].includes(context.getActivationMode());
}

/** Milliseconds until n8n cancels a poll, in n8n versions that provide it. */
function getPollBudget(context: IPollFunctions): number {
	const budget = (context as { getPollBudgetMs?(): number }).getPollBudgetMs?.();
	return budget && budget > 0 ? budget : DEFAULT_POLL_BUDGET_MS;
}
