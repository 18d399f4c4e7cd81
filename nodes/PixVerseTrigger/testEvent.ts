import { getWallTime } from '../shared/api/clock';
import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import type { PixVerseClient } from '../shared/api/client';
import type { GenerationType } from '../shared/api/generationTypes';
import { matchesFilters } from './matchesFilters';
import { TimedDownloader, toItem } from './output';
import type { Settings } from './settings';
import type { TriggerRow } from './rows';
import type { SnapshotReader } from './snapshotReader';

const DOWNLOAD_TIMEOUT_MS = 120_000;
const NOUNS: Record<GenerationType, string> = {
	video: 'video',
	image: 'image',
	music: 'piece of music',
	speech: 'speech',
};

/**
 * The newest generation that would have started the workflow, for "Fetch Test Event". Doesn't change the state.
 * @throws NodeOperationError if there is none
 */
export async function fetchTestEvent(
	context: IPollFunctions,
	api: PixVerseClient,
	watching: SnapshotReader,
	{ wanted, handover }: Settings,
): Promise<INodeExecutionData[]> {
	// The API may not report the origin of finished generations, so a test event ignores this filter.
	const criteria = { ...wanted.criteria, own: false };
	let found: TriggerRow | undefined;
	for (const row of await watching.readNewest(wanted)) {
		const usable =
			matchesFilters(row, criteria, new Set()) && !(wanted.criteria.own && row.own === false);
		if (usable && (!found || (row.created ?? 0) > (found.created ?? 0))) found = row;
	}
	if (!found) throw createNoEventError(context, wanted.criteria);
	const item = toItem(found, handover, getWallTime());
	if (handover.downloadTo === undefined) return [item];
	const fetched = await new TimedDownloader(context, api, DOWNLOAD_TIMEOUT_MS).download(
		found,
		item,
		handover.downloadTo,
	);
	return [fetched.kind === 'timeout' ? item : fetched.item];
}

function createNoEventError(
	context: IPollFunctions,
	{ kinds, outcome, ...filters }: Settings['wanted']['criteria'],
) {
	const what = kinds.map((kind) => NOUNS[kind]).join(' or ');
	const how = { completed: 'completed ', failed: 'failed ', both: 'finished ' }[outcome];
	const filtered = filters.models.length > 0 || filters.prompt !== '' || filters.own;
	return new NodeOperationError(context.getNode(), `There is no ${how}${what} to show yet`, {
		description: `${filtered ? 'None of the newest generations matches the filters. ' : ''}Create one with the PixVerse node or at app.pixverse.ai, wait until it is finished, then fetch the test event again.`,
	});
}
