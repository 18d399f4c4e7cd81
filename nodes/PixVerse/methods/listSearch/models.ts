import type { INodeListSearchItems } from 'n8n-workflow';
import { musicModels, speechModels } from '../../../shared/catalog/audioModels';
import { imageModels } from '../../../shared/catalog/imageModels';
import { formatImagePrice, formatVideoPrice } from '../../../shared/catalog/prices';
import {
	getDurations,
	getQualities,
	getVideoModels,
	isPixVerseModel,
	type VideoEndpoint,
} from '../../../shared/catalog/videoModels';
import { type UpscaleKind, upscalers } from '../../../shared/catalog/upscalers';
import { findOperation } from '../../actions/index';
import { filterResults, type ListSearch } from '../../../shared/listSearch';

/** Lists the models of the selected operation with their main properties. */
export const searchModels: ListSearch = async function (filter) {
	const resource = String(this.getCurrentNodeParameter('resource'));
	const operation = String(this.getCurrentNodeParameter('operation'));
	return filterResults(listModels(resource, operation), filter);
};

function listModels(resource: string, operation: string): INodeListSearchItems[] {
	if (operation === 'upscale')
		return list(upscalers[resource as UpscaleKind] ?? {}, ({ qualities }) => [
			qualities.join(', '),
		]);
	if (resource === 'music') return list(musicModels, ({ credits }) => [`${credits} credits`]);
	if (resource === 'speech')
		return list(speechModels, (model) => [`1 credit for ${model.charactersPerCredit} characters`]);
	if (resource === 'image')
		return list(imageModels, ({ qualities, seconds }, id) => [
			formatImagePrice(id, qualities[0] ?? ''),
			formatMaxQuality(qualities),
			seconds === undefined ? undefined : `about ${seconds} s`,
		]);
	const found = findOperation(resource, operation);
	const path = found?.type === 'generation' ? found.endpoint : 'videos/create';
	const endpoint = path.split('/')[1] as VideoEndpoint;
	return list(getVideoModels(endpoint), (model, id) => {
		const durations = getDurations(endpoint, model);
		const { qualities, defaultQuality = qualities[0] } = getQualities(endpoint, model);
		return [
			defaultQuality && formatVideoPrice(endpoint, id, defaultQuality),
			durations && `${durations.min}–${durations.max} s`,
			formatMaxQuality(qualities),
			isPixVerseModel(model) ? undefined : 'Pro plan or higher',
		];
	});
}

function list<Model extends { name: string }>(
	models: Readonly<Record<string, Model>>,
	getDetails: (model: Model, id: string) => Array<string | undefined>,
): INodeListSearchItems[] {
	return Object.entries(models).map(([id, model]) => {
		// The list truncates long names, so the price comes first.
		const details = getDetails(model, id).filter(Boolean).join(', ');
		return { name: `${model.name}${details ? ` · ${details}` : ''} (${id})`, value: id };
	});
}

function formatMaxQuality(qualities: readonly string[]): string | undefined {
	const best = qualities.at(-1);
	return best && (qualities.length > 1 ? `up to ${best}` : best);
}
