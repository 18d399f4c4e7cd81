import type { INodeProperties } from 'n8n-workflow';
import { formatVideoPrice } from '../../shared/catalog/prices';
import {
	defaultVideoModel,
	getDurations,
	getQualities,
	getVideoModels,
	type VideoEndpoint,
	type VideoModel,
	videoModels,
} from '../../shared/catalog/videoModels';
import {
	buildModelDependentFields,
	COSTS_CREDITS_HINT,
	type ModelDependentField,
	modelField,
} from './modelDependentFields';

/** Picks the model of a video endpoint. */
export function videoModelField(endpoint: VideoEndpoint): INodeProperties {
	return modelField(videoModels, defaultVideoModel[endpoint] ?? '', {
		description: 'What makes the video. The fields below offer what it can do.',
		hint: COSTS_CREDITS_HINT,
	});
}

/** Duration, quality and ratio as the chosen model offers them on an endpoint. */
export function videoModelDependentFields(
	endpoint: VideoEndpoint,
	wanted: Array<keyof typeof FIELD_BUILDERS>,
): INodeProperties[] {
	return wanted.flatMap((name) =>
		buildModelDependentFields(FIELD_BUILDERS[name](endpoint), getVideoModels(endpoint)),
	);
}

const getModel = (id: string) => videoModels[id] as VideoModel;

const FIELD_BUILDERS = {
	duration: (endpoint: VideoEndpoint): ModelDependentField => ({
		name: 'duration',
		displayName: 'Duration',
		description:
			endpoint === 'extend'
				? 'Length of the added part in seconds. Each second costs credits.'
				: 'Length of the video in seconds. Each second costs credits.',
		emptyValue: 0,
		choices: (id) => {
			const durations = getDurations(endpoint, getModel(id));
			if (!durations) return undefined;
			const { min, max, allowed } = durations;
			return {
				values: allowed ?? Array.from({ length: max - min + 1 }, (_, index) => min + index),
				byDefault: durations.default,
				required: getModel(id).required?.includes('duration'),
			};
		},
	}),
	quality: (endpoint: VideoEndpoint): ModelDependentField => ({
		name: 'quality',
		displayName: 'Quality',
		description: 'Vertical resolution of the video. A higher one costs more credits.',
		emptyValue: '',
		placeholder: 'e.g. 720p',
		choices: (id) => {
			const { qualities, defaultQuality } = getQualities(endpoint, getModel(id));
			const required = getModel(id).required?.includes('quality');
			const price = (quality: string | number) => formatVideoPrice(endpoint, id, String(quality));
			return { values: qualities, byDefault: defaultQuality, required, price };
		},
	}),
	aspectRatio: (endpoint: VideoEndpoint): ModelDependentField => ({
		name: 'aspectRatio',
		displayName: 'Aspect Ratio',
		description:
			endpoint === 'create'
				? 'Shape of the picture. Leave it at its default when a first frame is set: the video takes the ratio of the image.'
				: 'Shape of the picture, width to height',
		emptyValue: '',
		placeholder: 'e.g. 16:9',
		choices: (id) => {
			const { aspectRatios } = getModel(id);
			return aspectRatios && { values: aspectRatios };
		},
	}),
};
