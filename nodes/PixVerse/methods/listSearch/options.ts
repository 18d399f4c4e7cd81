import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toText } from '../../../shared/api/responseSchemas';
import { PixVerseClient } from '../../../shared/api/client';
import {
	effectList,
	fetchOptionList,
	lipSyncVoiceList,
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
	if (code === 'auto') return 'Automatic (auto)';
	try {
		return `${names.of(code) ?? code} (${code})`;
	} catch {
		return code;
	}
}
