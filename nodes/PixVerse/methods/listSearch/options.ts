import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';
import { pickAccount } from '../../../shared/api/accounts';
import { isHttpUrl } from '../../../shared/api/baseUrl';
import { toNumber, toText, toTexts } from '../../../shared/api/responseSchemas';
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
import { getEffectCredits, getImageRange, formatImageRange } from '../../actions/effects';
import { normalizeStyle } from '../../../shared/catalog/musicVideos';
import { getLocatorValue } from '../../../shared/descriptions/fields';
import { filterResults, getSelectedValue, type ListSearch } from '../../../shared/listSearch';

/** Languages of a voice that are shown. */
const MAX_LANGUAGES = 4;

/** Searches an endpoint that lists options. Additional entries come first. */
const createOptionSearch = (
	list: OptionList,
	toEntry: (row: IDataObject) => INodeListSearchItems,
	getQuery: (context: ILoadOptionsFunctions) => Record<string, string | undefined> = () => ({}),
	ownEntries: INodeListSearchItems[] = [],
): ListSearch =>
	async function (filter) {
		const rows = await fetchOptions(this, list, getQuery(this));
		return filterResults([...ownEntries, ...rows.map(toEntry)], filter);
	};

/** Lists the effects with their inputs, outputs, and costs; the link is the preview. */
export const searchEffects = createOptionSearch(effectList, (effect) => {
	const { template_id: id, template_model: model, thumbnail_video_path, thumbnail_path } = effect;
	const credits = getEffectCredits(effect);
	const seconds = toNumber(effect.duration);
	const facts = [
		// The list truncates long names, so the most important facts come first.
		formatImageRange(getImageRange(effect)),
		credits !== undefined && `${credits} credits`,
		effect.template_type === 2 && 'generates an image',
		seconds ? `${seconds} s` : '',
		toTexts(effect.qualities).join('/'),
		toText(model),
	];
	const preview = toText(thumbnail_video_path) || thumbnail_path;
	return toListEntry(id, effect.display_name, facts, preview, effect.example_text);
});

/** Lists the qualities of the selected effect; the first is its default. */
export const searchEffectQualities: ListSearch = async function (filter) {
	const selected = getLocatorValue(this.getCurrentNodeParameter('templateId'));
	const list = await fetchOptions(this, effectList);
	const effect = list.find(({ template_id }) => toText(template_id) === toText(selected));
	const entries = toTexts(effect?.qualities).map((quality) => ({ name: quality, value: quality }));
	return filterResults(entries, filter);
};

/** Lists the voices of lip sync; the link is the sample. */
export const searchLipSyncVoices = createOptionSearch(lipSyncVoiceList, (voice) =>
	toListEntry(voice.speaker_id, getEntryName(voice), [voice.speaker_id], voice.url),
);

export const searchRestyles = createOptionSearch(restyleList, (style) =>
	toListEntry(style.restyle_id, getEntryName(style), [style.restyle_id]),
);

const createLibrarySearch = (
	type: string,
	toEntry: (row: IDataObject) => INodeListSearchItems,
	ownEntries?: INodeListSearchItems[],
) => createOptionSearch(musicVideoLibrary, toEntry, () => ({ type }), ownEntries);

/** Lists the songs of the music video library with their durations; the link is the song. */
export const searchSongs = createLibrarySearch('songs', ({ name, audio_path, duration, url }) => {
	const seconds = toNumber(duration);
	return toListEntry(audio_path, name, [seconds !== undefined && formatTime(seconds)], url);
});

const toImageEntry = ({ name, image_path, url }: IDataObject) =>
	toListEntry(image_path, name, [], url);
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

/** 94 → "1:34". */
const formatTime = (seconds: number) =>
	`${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** Lists the voices of the selected speech model with their properties; the link is the preview. */
export const searchVoices = createOptionSearch(
	speechVoiceList,
	(voice) => {
		const facts = [voice.gender, voice.age, voice.accent, getLanguages(voice)].map(toText);
		const id = voice.voice_id;
		const shown = facts.some(Boolean) ? facts : [id];
		return toListEntry(id, getEntryName(voice), shown, voice.preview_url);
	},
	(context) => ({
		model: getSelectedValue(context, 'model'),
		language: getSelectedValue(context, 'languageCode'),
	}),
);

/** Lists the languages of the selected speech model. */
export const searchLanguages: ListSearch = async function (filter) {
	const models = await fetchOptions(this, speechModelList);
	const model = models.find((candidate) => candidate.model === getSelectedValue(this, 'model'));
	const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
	const entries = toTexts(model?.supported_language_codes).map((code) => ({
		name: getLanguageName(names, code),
		value: code,
	}));
	return filterResults(entries, filter);
};

async function fetchOptions(
	context: ILoadOptionsFunctions,
	list: OptionList,
	query: Record<string, string | undefined> = {},
): Promise<IDataObject[]> {
	const api = await PixVerseClient.fromContext(context);
	const email = getSelectedValue(context, 'account') ?? (await pickAccount(api));
	return await fetchOptionList(api, list, { ...query, email });
}

/** "Emily · female, young": the name, or the ID if there is none, and the properties. */
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

/** Reads the name from several fields: the field of styles is undocumented, and that of voices may change. */
function getEntryName(entry: IDataObject): unknown {
	return ['display_name', 'name', 'voice_name', 'title', 'label']
		.map((field) => entry[field])
		.find((value) => typeof value === 'string' && value !== '');
}

/** The languages that a voice is recommended for. The name of their field is unknown. */
function getLanguages(voice: IDataObject): string {
	const named = Object.entries(voice).filter(([name]) => /languages?/i.test(name));
	const codes = named.flatMap(([, value]) => toTexts(value));
	const rest = codes.length > MAX_LANGUAGES ? ` +${codes.length - MAX_LANGUAGES}` : '';
	return codes.slice(0, MAX_LANGUAGES).join('/') + rest;
}

function getLanguageName(names: Intl.DisplayNames, code: string): string {
	if (code === 'auto') return 'Automatic';
	try {
		return `${names.of(code) ?? code} (${code})`;
	} catch {
		return code;
	}
}
