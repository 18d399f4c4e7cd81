import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { RETIRED_ENDPOINTS } from '../catalog/videoModels';
import { lazySchema } from '../lazySchema';
import type { PixVerseClient } from './client';
import { read } from './parseResponse';
import { isRecord } from './responseSchemas';

/** An endpoint that lists options: effects, voices, styles, speech models. */
export interface OptionList {
	/** Below `/v2/pixverse/`. */
	path: string;
	/** Field that identifies an entry, wherever it is in the response. */
	key: string;
	/** For messages, e.g. "effects". */
	what: string;
}

const defineList = (path: string, key: string, what: string): OptionList => ({ path, key, what });

export const effectList = defineList('videos/effects', 'template_id', 'effects');
export const lipSyncVoiceList = defineList('videos/voices', 'speaker_id', 'lip sync voices');
export const restyleList = defineList('videos/restyles', 'restyle_id', 'styles');
export const speechVoiceList = defineList('speech/voices', 'voice_id', 'voices');
export const speechModelList = defineList('speech/models', 'model', 'speech models');
/** The parameter `type` selects songs, characters, or styles. */
export const musicVideoLibrary = defineList('music-video/library', 'name', 'music video library');

const looseJsonSchema = lazySchema(() =>
	z.union([z.object({}).passthrough(), z.array(z.unknown())]),
);

/** Pages of a list. Only an API that fails has more. */
const MAX_PAGES = 100;

/**
 * Reads a list. The shapes of the lists of speech voices and styles aren't documented, so the entries are the first array,
 * at any depth, whose objects have the key. If there is none, the whole response is the only entry. Whether these lists
 * have pages isn't documented either, so reading goes on while the response says that there is more.
 */
export async function fetchOptionList(
	api: PixVerseClient,
	{ path, what, key }: OptionList,
	query: Record<string, string | undefined>,
): Promise<IDataObject[]> {
	const mayBeRetired = RETIRED_ENDPOINTS.has(path);
	const errorContext = { verbPhrase: `list the ${what}`, account: query.email, mayBeRetired };
	const entries: IDataObject[] = [];
	let offset: number | undefined;
	for (let pages = 0; pages < MAX_PAGES; pages++) {
		const request = { path, query: { ...query, offset } };
		const response = await read(api, request, looseJsonSchema, errorContext);
		const page = parseEntries(response, key);
		entries.push(...page);
		const { has_more: hasMore, next_offset: next } = response as Record<string, unknown>;
		const isContinued = hasMore === true && typeof next === 'number' && next > (offset ?? 0);
		if (!isContinued || page.length === 0) break;
		offset = next;
	}
	return entries;
}

function parseEntries(response: object, key: string): IDataObject[] {
	const entries = findEntries(response, key, 0);
	// The URL of a lip sync voice can end with a line break.
	if (entries.length > 0)
		return entries.map((entry) =>
			typeof entry.url === 'string' ? { ...entry, url: entry.url.trim() } : entry,
		);
	// A string or number is the ID of the entry.
	if (Array.isArray(response))
		return response.map((entry) => (isRecord(entry) ? entry : { [key]: entry }) as IDataObject);
	// `{items: []}` is an empty list, not an entry.
	const values = Object.values(response);
	const isEmpty = values.every((value) => Array.isArray(value) && value.length === 0);
	return isEmpty && values.length > 0 ? [] : [response as IDataObject];
}

/** Deeper than any known response. */
const MAX_DEPTH = 5;

function findEntries(value: unknown, key: string, depth: number): IDataObject[] {
	if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
	const entries = Array.isArray(value)
		? value.filter((entry) => isRecord(entry) && key in entry)
		: [];
	if (entries.length > 0) return entries as IDataObject[];
	return Object.values(value).flatMap((inner) => findEntries(inner, key, depth + 1));
}
