import { musicModels, speechModels } from '../../../shared/catalog/audioModels';
import { imageModels } from '../../../shared/catalog/imageModels';
import { formatImagePrice, formatVideoPrice } from '../../../shared/catalog/prices';
import {
	getDurations,
	getQualities,
	getVideoModels,
	isPixVerseModel,
	type VideoEndpoint,
	type VideoModel,
	videoModels,
} from '../../../shared/catalog/videoModels';
import { type UpscaleKind, upscalers } from '../../../shared/catalog/upscalers';
import { findOperation } from '../../actions/index';
import { filterResults, type ListSearch } from '../../../shared/listSearch';

/** Lists the models of the selected operation with their main properties. */
export const searchModels: ListSearch = async function (filter) {
	const resource = String(this.getCurrentNodeParameter('resource'));
	const operation = String(this.getCurrentNodeParameter('operation'));
	const found = findOperation(resource, operation);
	const path = found?.type === 'generation' ? found.endpoint : 'videos/create';
	const results = listModels(resource, operation, path).map(([id, name, details]) => {
		// The list truncates long names, so the price comes first.
		const shown = details.filter(Boolean).join(', ');
		return { name: `${name}${shown ? ` · ${shown}` : ''} (${id})`, value: id };
	});
	return filterResults(results, filter);
};

type ModelEntry = [id: string, name: string, details: Array<string | undefined>];

function listModels(resource: string, operation: string, path: string): ModelEntry[] {
	const list = <Model extends { name: string }>(
		models: Readonly<Record<string, Model>>,
		getDetails: (model: Model, id: string) => ModelEntry[2],
	) =>
		Object.entries(models).map(
			([id, model]): ModelEntry => [id, model.name, getDetails(model, id)],
		);
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
	const endpoint = (path.split('/')[1] ?? 'create') as VideoEndpoint;
	const models = getVideoModels(endpoint).map((id) => [id, videoModels[id] as VideoModel] as const);
	return list(Object.fromEntries(models), (model, id) => {
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

function formatMaxQuality(qualities: readonly string[]): string | undefined {
	const best = qualities.at(-1);
	return best && (qualities.length > 1 ? `up to ${best}` : best);
}
