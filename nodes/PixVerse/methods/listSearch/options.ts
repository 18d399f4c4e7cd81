import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { wordIn } from '../../../shared/api/responseSchemas';
import { PixVerseApi } from '../../../shared/api/client';
import type { OfferList } from '../../../shared/api/optionLists';
import {
	effects,
	lipSyncVoices,
	readOffers,
	restyles,
	speechModelsOffered,
	speechVoices,
} from '../../../shared/api/optionLists';
import { costOf, imagesFor, imagesInWords, qualitiesOf } from '../../actions/effects';
import { accountToAsk } from './accounts';
import { matching } from './filterResults';

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** Lists the effects: name, how many images each needs, what it costs. */
export const searchEffects: Search = async function (filter) {
	const list = await offersFor(this, effects);
	const entries = list.map((effect) => {
		const credits = costOf(effect);
		const facts = [
			imagesInWords(imagesFor(effect)),
			credits === undefined ? '' : `${credits} credits`,
		];
		if (effect.template_type === 2) facts.push('makes an image');
		const name = wordIn(effect.display_name) || wordIn(effect.template_id);
		return {
			name: `${name} · ${facts.filter(Boolean).join(', ')}`,
			value: wordIn(effect.template_id),
		};
	});
	return matching(entries, filter);
};

/** Lists the qualities of the chosen effect; the first is its default. */
export const searchEffectQualities: Search = async function (filter) {
	const chosen = this.getCurrentNodeParameter('templateId') as { value?: unknown } | undefined;
	const list = await offersFor(this, effects);
	const effect = list.find(({ template_id }) => wordIn(template_id) === wordIn(chosen?.value));
	const qualities = effect ? qualitiesOf(effect) : [];
	return matching(
		qualities.map((quality) => ({ name: quality, value: quality })),
		filter,
	);
};

/** Lists the voices of lip sync. */
export const searchLipSyncVoices: Search = async function (filter) {
	return matching((await offersFor(this, lipSyncVoices)).map(entryBy('speaker_id')), filter);
};

/** Lists the looks of restyle. */
export const searchRestyles: Search = async function (filter) {
	return matching((await offersFor(this, restyles)).map(entryBy('restyle_id')), filter);
};

/** Lists the voices that the chosen speech model can speak with. */
export const searchVoices: Search = async function (filter) {
	const voices = await offersFor(this, speechVoices, {
		model: chosenIn(this, 'model'),
		language: chosenIn(this, 'languageCode'),
	});
	return matching(voices.map(entryBy('voice_id')), filter);
};

/** Lists the languages of the chosen speech model. */
export const searchLanguages: Search = async function (filter) {
	const models = await offersFor(this, speechModelsOffered);
	const model = models.find((candidate) => candidate.model === chosenIn(this, 'model'));
	const codes = Array.isArray(model?.supported_language_codes)
		? model.supported_language_codes.map(wordIn).filter(Boolean)
		: [];
	const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
	const entries = codes.map((code) => ({ name: nameOf(names, code), value: code }));
	return matching(entries, filter);
};

async function offersFor(
	context: ILoadOptionsFunctions,
	list: OfferList,
	query: Record<string, string | undefined> = {},
): Promise<IDataObject[]> {
	const api = await PixVerseApi.connect(context);
	return await readOffers(api, list, { ...query, email: await accountToAsk(context, api) });
}

/** The documented fields of these lists are few: a name is looked for, the ID is always shown. */
function entryBy(key: string) {
	return (offer: IDataObject) => {
		const id = wordIn(offer[key]);
		const named = ['display_name', 'name', 'voice_name', 'title', 'label']
			.map((field) => offer[field])
			.find((value) => typeof value === 'string' && value !== '');
		return { name: named ? `${String(named)} (${id})` : id, value: id };
	};
}

function chosenIn(context: ILoadOptionsFunctions, parameter: string): string | undefined {
	const chosen = context.getCurrentNodeParameter(parameter) as { value?: unknown } | undefined;
	const value = chosen?.value;
	return typeof value === 'string' && value !== '' && !value.startsWith('=') ? value : undefined;
}

function nameOf(names: Intl.DisplayNames, code: string): string {
	if (code === 'auto') return 'Automatic (auto)';
	try {
		return `${names.of(code) ?? code} (${code})`;
	} catch {
		return code;
	}
}
