import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import type { PixVerseClient } from '../shared/api/client';
import type { GenerationType } from '../shared/api/generationTypes';
import { matchesFilters } from './matchesFilters';
import { TimedDownloader, toItem } from './output';
import type { Settings } from './settings';
import type { TriggerRow } from './rows';
import type { SnapshotReader } from './snapshotReader';

/** Milliseconds for the file of a sample: somebody is waiting for it. */
const DOWNLOAD_TIMEOUT_MS = 120_000;
const NOUNS: Record<GenerationType, string> = {
	video: 'video',
	image: 'image',
	music: 'piece of music',
	speech: 'speech',
};

/**
 * The newest generation that would have started the workflow, for "Fetch Test Event". Changes no memory.
 * @throws NodeOperationError that says how to make one, when there is none
 */
export async function fetchTestEvent(
	context: IPollFunctions,
	api: PixVerseClient,
	watching: SnapshotReader,
	{ wanted, handover }: Settings,
): Promise<INodeExecutionData[]> {
	// Of what is finished, the API may not say who made it: that does not stand in the way of a sample.
	const criteria = { ...wanted.criteria, own: false };
	let found: TriggerRow | undefined;
	for (const row of await watching.newest(wanted)) {
		const usable =
			matchesFilters(row, criteria, new Set()) && !(wanted.criteria.own && row.own === false);
		if (usable && (!found || (row.created ?? 0) > (found.created ?? 0))) found = row;
	}
	if (!found) throw createNoEventError(context, wanted.criteria);
	const item = toItem(found, handover, Date.now());
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
		description: `${filtered ? 'None of the newest fits the filters. ' : ''}Make one with the PixVerse node or at app.pixverse.ai, wait until it is finished, then fetch the test event again.`,
	});
}
