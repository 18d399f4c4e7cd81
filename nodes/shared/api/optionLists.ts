import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { PixVerseApi } from './client';
import { readAs } from './parseResponse';

/** What PixVerse offers to choose from: effects, voices, styles, speech models. */
export interface OfferList {
	/** Below `/v2/pixverse/`. */
	path: string;
	/** Goes into sentences: "list the effects". */
	task: string;
	/** Field by which an entry is known, whatever the answer around it looks like. */
	key: string;
}

export const effects: OfferList = {
	path: 'videos/effects',
	task: 'list the effects',
	key: 'template_id',
};
export const lipSyncVoices: OfferList = {
	path: 'videos/voices',
	task: 'list the lip sync voices',
	key: 'speaker_id',
};
export const restyles: OfferList = {
	path: 'videos/restyles',
	task: 'list the styles',
	key: 'restyle_id',
};
export const speechVoices: OfferList = {
	path: 'speech/voices',
	task: 'list the voices',
	key: 'voice_id',
};
export const speechModelsOffered: OfferList = {
	path: 'speech/models',
	task: 'list the speech models',
	key: 'model',
};

const anyJson = z.union([z.object({}).passthrough(), z.array(z.unknown())]);

/**
 * Reads a list. The shapes of the voice and style lists are not documented, so the entries are looked for: the first
 * array, however deep, whose objects have the key. Without one the whole answer is the only entry.
 */
export async function readOffers(
	api: PixVerseApi,
	{ path, task, key }: OfferList,
	query: Record<string, string | undefined>,
): Promise<IDataObject[]> {
	const occasion = { task, account: query.email };
	const body = await api.call({ method: 'GET', path, query }, occasion);
	const answer = readAs(api, anyJson, body, occasion);
	const found = entriesIn(answer, key, 0);
	if (found.length > 0) return found;
	if (Array.isArray(answer)) return answer.map((entry) => asEntry(entry, key));
	return isEmptyList(answer) ? [] : [answer as IDataObject];
}

/** An item holds an object: a bare word or number is taken for the ID. */
function asEntry(value: unknown, key: string): IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: ({ [key]: value } as IDataObject);
}

/** Deeper than any known answer. */
const DEEPEST = 5;

function entriesIn(value: unknown, key: string, depth: number): IDataObject[] {
	if (depth > DEEPEST || typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value) && value.some((entry) => isEntry(entry, key)))
		return value.filter((entry): entry is IDataObject => isEntry(entry, key));
	return Object.values(value).flatMap((inner) => entriesIn(inner, key, depth + 1));
}

function isEntry(value: unknown, key: string): boolean {
	return typeof value === 'object' && value !== null && key in value;
}

/** `{items: []}` is an empty list, not an entry. */
function isEmptyList(answer: object): boolean {
	const values = Object.values(answer);
	return values.length > 0 && values.every((value) => Array.isArray(value) && value.length === 0);
}
