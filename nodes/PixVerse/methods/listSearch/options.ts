import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
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
import { filterResults } from '../../../shared/listSearch/filterResults';

export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
) => Promise<INodeListSearchResult>;

/** Lists the effects with number of images and price. */
export const searchEffects: ListSearch = async function (filter) {
	const list = await fetchOptions(this, effectList);
	const entries = list.map((effect) => {
		const credits = getEffectCredits(effect);
		const facts = [
			formatImageRange(getImageRange(effect)),
			credits === undefined ? '' : `${credits} credits`,
		];
		if (effect.template_type === 2) facts.push('generates an image');
		const name = toText(effect.display_name) || toText(effect.template_id);
		return {
			name: `${name} · ${facts.filter(Boolean).join(', ')}`,
			value: toText(effect.template_id),
		};
	});
	return filterResults(entries, filter);
};

/** Lists the qualities of the selected effect; the first is its default. */
export const searchEffectQualities: ListSearch = async function (filter) {
	const selected = this.getCurrentNodeParameter('templateId') as { value?: unknown } | undefined;
	const list = await fetchOptions(this, effectList);
	const effect = list.find(({ template_id }) => toText(template_id) === toText(selected?.value));
	const qualities = effect ? getEffectQualities(effect) : [];
	return filterResults(
		qualities.map((quality) => ({ name: quality, value: quality })),
		filter,
	);
};

export const searchLipSyncVoices: ListSearch = async function (filter) {
	return filterResults(
		(await fetchOptions(this, lipSyncVoiceList)).map(createEntryMapper('speaker_id')),
		filter,
	);
};

export const searchRestyles: ListSearch = async function (filter) {
	return filterResults(
		(await fetchOptions(this, restyleList)).map(createEntryMapper('restyle_id')),
		filter,
	);
};

/** Lists the songs of the music video library with their lengths. */
export const searchSongs = createLibrarySearch('songs', ({ name, audio_path, duration }) => {
	const seconds = toNumber(duration);
	return [seconds === undefined ? name : `${toText(name)} · ${formatTime(seconds)}`, audio_path];
});

export const searchCharacters = createLibrarySearch('characters', toImageEntry);
export const searchStyleImages = createLibrarySearch('styles', toImageEntry);

/** Lists the styles of music videos: the two that aren't in the library come first. */
export const searchStyles = createLibrarySearch(
	'styles',
	({ name }) => [name, normalizeStyle(toText(name))],
	[
		{ name: 'Automatic', value: 'auto' },
		{ name: 'From Style Image', value: 'custom' },
	],
);

function createLibrarySearch(
	type: string,
	toEntry: (row: IDataObject) => unknown[],
	before: INodeListSearchItems[] = [],
): ListSearch {
	return async function (filter) {
		const rows = await fetchOptions(this, musicVideoLibrary, { type });
		const entries = rows
			.map((row) => toEntry(row).map(toText))
			.map(([name = '', value = '']) => ({ name, value }));
		return filterResults([...before, ...entries], filter);
	};
}

function toImageEntry({ name, image_path }: IDataObject): unknown[] {
	return [name, image_path];
}

/** 94 → "1:34". */
function formatTime(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** Lists the voices of the selected speech model. */
export const searchVoices: ListSearch = async function (filter) {
	const voices = await fetchOptions(this, speechVoiceList, {
		model: getSelectedValue(this, 'model'),
		language: getSelectedValue(this, 'languageCode'),
	});
	return filterResults(voices.map(createEntryMapper('voice_id')), filter);
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

/** Few fields of these lists are documented, so the name may be in one of several. */
function createEntryMapper(key: string) {
	return (entry: IDataObject) => {
		const id = toText(entry[key]);
		const name = ['display_name', 'name', 'voice_name', 'title', 'label']
			.map((field) => entry[field])
			.find((value) => typeof value === 'string' && value !== '');
		return { name: name ? `${String(name)} (${id})` : id, value: id };
	};
}

function getLanguageName(names: Intl.DisplayNames, code: string): string {
	if (code === 'auto') return 'Automatic';
	try {
		return `${names.of(code) ?? code} (${code})`;
	} catch {
		return code;
	}
}
