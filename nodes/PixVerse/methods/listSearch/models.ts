import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { musicModels, speechModels } from '../../../shared/catalog/audioModels';
import { imageModels } from '../../../shared/catalog/imageModels';
import type { VideoEndpoint } from '../../../shared/catalog/videoModels';
import {
	durationsFor,
	qualitiesFor,
	videoModels,
	videoModelsFor,
} from '../../../shared/catalog/videoModels';
import { findOperation } from '../../actions/index';
import { matching } from './filterResults';

/** Lists the models of the chosen operation, with what sets them apart. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const resource = String(this.getCurrentNodeParameter('resource'));
	const operation = String(this.getCurrentNodeParameter('operation'));
	const list = LISTS[resource] ?? videos;
	const found = findOperation(resource, operation);
	const endpoint = found?.shape === 'generation' ? found.endpoint : 'videos/create';
	const results = list(endpoint).map(({ id, name, facts }) => {
		const shown = facts.filter(Boolean).join(', ');
		return { name: `${name} (${id})${shown ? ` · ${shown}` : ''}`, value: id };
	});
	return matching(results, filter);
}

interface Listed {
	id: string;
	name: string;
	facts: Array<string | undefined>;
}

const LISTS: Record<string, (endpoint: string) => Listed[]> = {
	image: () =>
		Object.entries(imageModels).map(([id, { name, qualities, seconds }]) => ({
			id,
			name,
			facts: [upTo(qualities), seconds === undefined ? undefined : `about ${seconds} s`],
		})),
	music: () =>
		Object.entries(musicModels).map(([id, { name, credits }]) => ({
			id,
			name,
			facts: [`${credits} credits`],
		})),
	speech: () =>
		Object.entries(speechModels).map(([id, { name, charactersPerCredit }]) => ({
			id,
			name,
			facts: [`1 credit for ${charactersPerCredit} characters`],
		})),
};

function videos(path: string): Listed[] {
	const endpoint = (path.split('/')[1] ?? 'create') as VideoEndpoint;
	return videoModelsFor(endpoint).flatMap((id) => {
		const model = videoModels[id];
		if (!model) return [];
		const durations = durationsFor(endpoint, model);
		const length = durations && `${durations.min}–${durations.max} s`;
		return { id, name: model.name, facts: [length, upTo(qualitiesFor(endpoint, model).qualities)] };
	});
}

function upTo(qualities: readonly string[]): string | undefined {
	const best = qualities.at(-1);
	return best && (qualities.length > 1 ? `up to ${best}` : best);
}
