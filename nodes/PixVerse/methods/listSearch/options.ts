import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { isHttpUrl } from '../../../shared/api/baseUrl';
import { toNumber, toText } from '../../../shared/api/responseSchemas';
import { PixVerseClient } from '../../../shared/api/client';
import {
	effectList,
	fetchOptionList,
	lipSyncVoiceList,
	musicVideoLibrary,
	type OptionList,
	restyleList,
	speechModelList,
	speechVoiceList,
} from '../../../shared/api/optionLists';
import {
	getEffectCredits,
	getImageRange,
	formatImageRange,
	getEffectQualities,
} from '../../actions/effects';
import { normalizeStyle } from '../../../shared/catalog/musicVideos';
import { getAccountForQuery, getSelectedValue } from '../../../shared/listSearch/accounts';
import { getLocatorValue } from '../../../shared/descriptions/searchableLocator';
import { filterResults } from '../../../shared/listSearch/filterResults';

/** Languages of a voice that are shown. */
const MAX_LANGUAGES = 4;

export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
) => Promise<INodeListSearchResult>;

/** Lists the effects with what they need, make, and cost; the preview is the link. */
export const searchEffects: ListSearch = async function (filter) {
	const list = await fetchOptions(this, effectList);
	const entries = list.map((effect) => {
		const { template_id: id, template_model: model, thumbnail_video_path, thumbnail_path } = effect;
		const credits = getEffectCredits(effect);
		const seconds = toNumber(effect.duration);
		const facts = [
			// The list cuts off the end.
			formatImageRange(getImageRange(effect)),
			credits !== undefined && `${credits} credits`,
			effect.template_type === 2 && 'generates an image',
			seconds ? `${seconds} s` : '',
			getEffectQualities(effect).join('/'),
			toText(model),
		];
		const preview = toText(thumbnail_video_path) || thumbnail_path;
		return toListEntry(id, effect.display_name, facts, preview, effect.example_text);
	});
	return filterResults(entries, filter);
};

/** Lists the qualities of the selected effect; the first is its default. */
export const searchEffectQualities: ListSearch = async function (filter) {
	const selected = getLocatorValue(this.getCurrentNodeParameter('templateId'));
	const list = await fetchOptions(this, effectList);
	const effect = list.find(({ template_id }) => toText(template_id) === toText(selected));
	const qualities = effect ? getEffectQualities(effect) : [];
	return filterResults(
		qualities.map((quality) => ({ name: quality, value: quality })),
		filter,
	);
};

/** Lists the voices of lip sync; the sample is the link. */
export const searchLipSyncVoices: ListSearch = async function (filter) {
	const entries = (await fetchOptions(this, lipSyncVoiceList)).map((voice) =>
		toListEntry(voice.speaker_id, getEntryName(voice), [voice.speaker_id], voice.url),
	);
	return filterResults(entries, filter);
};

export const searchRestyles: ListSearch = async function (filter) {
	return filterResults(
		(await fetchOptions(this, restyleList)).map((style) =>
			toListEntry(style.restyle_id, getEntryName(style), [style.restyle_id]),
		),
		filter,
	);
};

/** Lists the songs of the music video library with their lengths; the song is the link. */
export const searchSongs = createLibrarySearch('songs', ({ name, audio_path, duration, url }) => {
	const seconds = toNumber(duration);
	return toListEntry(audio_path, name, [seconds !== undefined && formatTime(seconds)], url);
});

export const searchCharacters = createLibrarySearch('characters', toImageEntry);
export const searchStyleImages = createLibrarySearch('styles', toImageEntry);

/** Lists the styles of music videos: the two that aren't in the library come first. */
export const searchStyles = createLibrarySearch(
	'styles',
	({ name, url }) => toListEntry(normalizeStyle(toText(name)), name, [], url),
	[
		{ name: 'Automatic', value: 'auto' },
		{ name: 'From Style Image', value: 'custom' },
	],
);

function createLibrarySearch(
	type: string,
	toEntry: (row: IDataObject) => INodeListSearchItems,
	before: INodeListSearchItems[] = [],
): ListSearch {
	return async function (filter) {
		const rows = await fetchOptions(this, musicVideoLibrary, { type });
		return filterResults([...before, ...rows.map(toEntry)], filter);
	};
}

function toImageEntry({ name, image_path, url }: IDataObject): INodeListSearchItems {
	return toListEntry(image_path, name, [], url);
}

/** 94 → "1:34". */
function formatTime(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** Lists the voices of the selected speech model with what sets them apart; the preview is the link. */
export const searchVoices: ListSearch = async function (filter) {
	const voices = await fetchOptions(this, speechVoiceList, {
		model: getSelectedValue(this, 'model'),
		language: getSelectedValue(this, 'languageCode'),
	});
	const entries = voices.map((voice) => {
		const facts = [voice.gender, voice.age, voice.accent, getLanguages(voice)].map(toText);
		const id = voice.voice_id;
		const shown = facts.some(Boolean) ? facts : [id];
		return toListEntry(id, getEntryName(voice), shown, voice.preview_url);
	});
	return filterResults(entries, filter);
};

/** Lists the languages of the selected speech model. */
export const searchLanguages: ListSearch = async function (filter) {
	const models = await fetchOptions(this, speechModelList);
	const model = models.find((candidate) => candidate.model === getSelectedValue(this, 'model'));
	const codes = Array.isArray(model?.supported_language_codes)
		? model.supported_language_codes.map(toText).filter(Boolean)
		: [];
	const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
	const entries = codes.map((code) => ({ name: getLanguageName(names, code), value: code }));
	return filterResults(entries, filter);
};

async function fetchOptions(
	context: ILoadOptionsFunctions,
	list: OptionList,
	query: Record<string, string | undefined> = {},
): Promise<IDataObject[]> {
	const api = await PixVerseClient.fromContext(context);
	return await fetchOptionList(api, list, {
		...query,
		email: await getAccountForQuery(context, api),
	});
}

/** "Emily · female, young": a name, and what tells it apart. Without a name, the ID. */
function toListEntry(
	id: unknown,
	name: unknown,
	facts: unknown[],
	link?: unknown,
	description?: unknown,
): INodeListSearchItems {
	const value = toText(id);
	const details = facts.map((fact) => toText(fact).replaceAll('_', ' ')).filter(Boolean);
	const shown = toText(name) && details.length > 0 ? ` · ${details.join(', ')}` : '';
	const [url, text] = [toText(link), toText(description)];
	return {
		name: `${toText(name) || value}${shown}`,
		value,
		...(isHttpUrl(url) && { url }),
		...(text && { description: text }),
	};
}

/** The name of a style is in an unknown field, and that of a voice could change. */
function getEntryName(entry: IDataObject): unknown {
	return ['display_name', 'name', 'voice_name', 'title', 'label']
		.map((field) => entry[field])
		.find((value) => typeof value === 'string' && value !== '');
}

/** The languages that a voice is recommended for. The name of their field is unknown. */
function getLanguages(voice: IDataObject): string {
	const lists = Object.entries(voice).flatMap(([name, value]) =>
		/languages?/i.test(name) && Array.isArray(value) ? [value] : [],
	);
	const codes = lists.flat().map(toText).filter(Boolean);
	return codes.length > MAX_LANGUAGES
		? `${codes.slice(0, MAX_LANGUAGES).join('/')} +${codes.length - MAX_LANGUAGES}`
		: codes.join('/');
}

function getLanguageName(names: Intl.DisplayNames, code: string): string {
	if (code === 'auto') return 'Automatic';
	try {
		return `${names.of(code) ?? code} (${code})`;
	} catch {
		return code;
	}
}
