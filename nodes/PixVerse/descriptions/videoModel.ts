import type { INodeProperties } from 'n8n-workflow';
import { videoPriceInWords } from '../../shared/catalog/prices';
import type { VideoEndpoint, VideoModel } from '../../shared/catalog/videoModels';
import {
	defaultVideoModel,
	durationsFor,
	qualitiesFor,
	videoModels,
	videoModelsFor,
} from '../../shared/catalog/videoModels';
import type { Following } from './modelDependentFields';
import { COSTS, following, modelPicker } from './modelDependentFields';

/** Picks the model of a video endpoint. */
export function modelFor(endpoint: VideoEndpoint): INodeProperties {
	return modelPicker(videoModels, defaultVideoModel[endpoint] ?? '', {
		description: 'What makes the video. The fields below offer what it can do.',
		hint: COSTS,
	});
}

/** Duration, quality and ratio as the chosen model offers them on an endpoint. */
export function followingModel(
	endpoint: VideoEndpoint,
	wanted: Array<keyof typeof FIELDS>,
): INodeProperties[] {
	return wanted.flatMap((name) => following(FIELDS[name](endpoint), videoModelsFor(endpoint)));
}

const known = (id: string) => videoModels[id] as VideoModel;

const FIELDS = {
	duration: (endpoint: VideoEndpoint): Following => ({
		name: 'duration',
		displayName: 'Duration',
		description:
			endpoint === 'extend'
				? 'Length of the added part in seconds. Each second costs credits.'
				: 'Length of the video in seconds. Each second costs credits.',
		unset: 0,
		choices: (id) => {
			const durations = durationsFor(endpoint, known(id));
			if (!durations) return undefined;
			const { min, max, allowed } = durations;
			return {
				values: allowed ?? Array.from({ length: max - min + 1 }, (_, index) => min + index),
				byDefault: durations.default,
				required: known(id).required?.includes('duration'),
			};
		},
	}),
	quality: (endpoint: VideoEndpoint): Following => ({
		name: 'quality',
		displayName: 'Quality',
		description: 'Vertical resolution of the video. A higher one costs more credits.',
		unset: '',
		placeholder: 'e.g. 720p',
		choices: (id) => {
			const { qualities, defaultQuality } = qualitiesFor(endpoint, known(id));
			const required = known(id).required?.includes('quality');
			const price = (quality: string | number) => videoPriceInWords(endpoint, id, String(quality));
			return { values: qualities, byDefault: defaultQuality, required, price };
		},
	}),
	aspectRatio: (endpoint: VideoEndpoint): Following => ({
		name: 'aspectRatio',
		displayName: 'Aspect Ratio',
		description:
			endpoint === 'create'
				? 'Shape of the picture. Leave it at its default when a first frame is set: the video takes the ratio of the image.'
				: 'Shape of the picture, width to height',
		unset: '',
		placeholder: 'e.g. 16:9',
		choices: (id) => {
			const { aspectRatios } = known(id);
			return aspectRatios && { values: aspectRatios };
		},
	}),
};
