import { getWallTime } from '../shared/api/clock';
import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import type { PixVerseClient } from '../shared/api/client';
import type { GenerationType } from '../shared/api/generationTypes';
import { MINUTE } from '../shared/time';
import { TimedDownloader, toItem } from './output';
import { matchesFilters } from './selectNewRows';
import type { Settings } from './settings';
import type { SnapshotReader } from './snapshotReader';
import type { TriggerFilters } from './triggerState';

const DOWNLOAD_TIMEOUT_MS = 2 * MINUTE;
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
	reader: SnapshotReader,
	{ watchConfig, outputOptions }: Settings,
): Promise<INodeExecutionData[]> {
	const { filters } = watchConfig;
	const rows = (await reader.readNewest(watchConfig)).filter(
		(row) =>
			// The API may not report the origin of finished generations, so only another origin counts.
			matchesFilters(row, { ...filters, own: false }, new Set()) &&
			!(filters.own && row.own === false),
	);
	const [newest] = rows.sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
	if (!newest) throw createNoEventError(context, filters);
	const item = toItem(newest, outputOptions, getWallTime());
	const { downloadTo } = outputOptions;
	if (downloadTo === undefined) return [item];
	const downloader = new TimedDownloader(context, api, DOWNLOAD_TIMEOUT_MS);
	return [(await downloader.download(newest, item, downloadTo)) ?? item];
}

function createNoEventError(
	context: IPollFunctions,
	{ kinds, outcome, models, prompt, own }: TriggerFilters,
) {
	const what = kinds.map((kind) => NOUNS[kind]).join(' or ');
	const how = { completed: 'completed ', failed: 'failed ', both: 'finished ' }[outcome];
	const hasFilters = models.length > 0 || prompt !== '' || own;
	return new NodeOperationError(context.getNode(), `There is no ${how}${what} to show yet`, {
		description: `${hasFilters ? 'None of the newest generations matches the filters. ' : ''}Create one with the PixVerse node or at app.pixverse.ai, wait until it is finished, then fetch the test event again.`,
	});
}
