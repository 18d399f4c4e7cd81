import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { musicModels, speechModels } from '../../../shared/catalog/audioModels';
import { imageModels } from '../../../shared/catalog/imageModels';
import { formatImagePrice, formatVideoPrice } from '../../../shared/catalog/prices';
import {
	getDurations,
	getQualities,
	getVideoModels,
	isPixVerseModel,
	type VideoEndpoint,
	videoModels,
} from '../../../shared/catalog/videoModels';
import { type UpscaleKind, upscalers } from '../../../shared/catalog/upscalers';
import { findOperation } from '../../actions/index';
import { filterResults } from '../../../shared/listSearch/filterResults';

/** Lists the models of the selected operation with their main properties. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const resource = String(this.getCurrentNodeParameter('resource'));
	const operation = String(this.getCurrentNodeParameter('operation'));
	const list =
		operation === 'upscale'
			? () => listUpscalers(resource)
			: (MODEL_LISTS[resource] ?? listVideoModels);
	const found = findOperation(resource, operation);
	const endpoint = found?.type === 'generation' ? found.endpoint : 'videos/create';
	const results = list(endpoint).map(({ id, name, details }) => {
		// The list cuts off the end of long names, so the price comes first.
		const shown = details.filter(Boolean).join(', ');
		return { name: `${name}${shown ? ` · ${shown}` : ''} (${id})`, value: id };
	});
	return filterResults(results, filter);
}

interface ModelEntry {
	id: string;
	name: string;
	details: Array<string | undefined>;
}

const MODEL_LISTS: Record<string, (endpoint: string) => ModelEntry[]> = {
	image: () =>
		Object.entries(imageModels).map(([id, { name, qualities, seconds }]) => ({
			id,
			name,
			details: [
				formatImagePrice(id, qualities[0] ?? ''),
				formatMaxQuality(qualities),
				seconds === undefined ? undefined : `about ${seconds} s`,
			],
		})),
	music: () =>
		Object.entries(musicModels).map(([id, { name, credits }]) => ({
			id,
			name,
			details: [`${credits} credits`],
		})),
	speech: () =>
		Object.entries(speechModels).map(([id, { name, charactersPerCredit }]) => ({
			id,
			name,
			details: [`1 credit for ${charactersPerCredit} characters`],
		})),
};

function listUpscalers(resource: string): ModelEntry[] {
	const entries = Object.entries(upscalers[resource as UpscaleKind] ?? {});
	return entries.map(([id, { name, qualities }]) => ({
		id,
		name,
		details: [qualities.join(', ')],
	}));
}

function listVideoModels(path: string): ModelEntry[] {
	const endpoint = (path.split('/')[1] ?? 'create') as VideoEndpoint;
	return getVideoModels(endpoint).flatMap((id) => {
		const model = videoModels[id];
		if (!model) return [];
		const durations = getDurations(endpoint, model);
		const length = durations && `${durations.min}–${durations.max} s`;
		const { qualities, defaultQuality = qualities[0] } = getQualities(endpoint, model);
		const price = defaultQuality && formatVideoPrice(endpoint, id, defaultQuality);
		const plan = isPixVerseModel(model) ? undefined : 'Pro plan or higher';
		return { id, name: model.name, details: [price, length, formatMaxQuality(qualities), plan] };
	});
}

function formatMaxQuality(qualities: readonly string[]): string | undefined {
	const best = qualities.at(-1);
	return best && (qualities.length > 1 ? `up to ${best}` : best);
}
