import type { INodeProperties } from 'n8n-workflow';
import { formatVideoPrice } from '../../shared/catalog/prices';
import {
	defaultVideoModel,
	getDurations,
	getQualities,
	getVideoModels,
	type ReferenceKind,
	type VideoEndpoint,
	type VideoModel,
	videoModels,
} from '../../shared/catalog/videoModels';
import {
	buildModelDependentFields,
	type ModelDependentField,
	modelField,
} from './modelDependentFields';

export function videoModelField(endpoint: VideoEndpoint): INodeProperties {
	return modelField(videoModels, defaultVideoModel[endpoint], {
		description: 'Model that generates the video. The fields below only offer values it supports.',
	});
}

/** Duration, quality, and aspect ratio, as the selected model supports them on an endpoint. */
export function videoModelDependentFields(
	endpoint: VideoEndpoint,
	wanted: Array<keyof typeof FIELD_BUILDERS>,
): INodeProperties[] {
	return wanted.flatMap((name) =>
		buildModelDependentFields(FIELD_BUILDERS[name](endpoint), getVideoModels(endpoint)),
	);
}

/** How many references models take: "up to 3 (v5), 7 (v5.6, pixverse-c1)". */
export function formatReferenceLimits(kind: ReferenceKind): string {
	const idsByLimit = new Map<number, string[]>();
	for (const [id, { fusion }] of Object.entries(videoModels)) {
		const limit = fusion?.[kind];
		if (limit) idsByLimit.set(limit, [...(idsByLimit.get(limit) ?? []), id]);
	}
	const limits = [...idsByLimit].sort(([one], [other]) => one - other);
	return `up to ${limits.map(([limit, ids]) => `${limit} (${ids.join(', ')})`).join(', ')}`;
}

const FIELD_BUILDERS = {
	duration: (endpoint) => ({
		name: 'duration',
		displayName: 'Duration',
		description:
			endpoint === 'extend'
				? 'Duration of the added part in seconds. Each second uses credits.'
				: 'Duration of the video in seconds. Each second uses credits.',
		emptyValue: 0,
		getAllowedValues: (model, id) => {
			const durations = getDurations(endpoint, model);
			if (!durations) return undefined;
			const { min, max, allowed } = durations;
			const { defaultQuality = '' } = getQualities(endpoint, model);
			return {
				price: (seconds) => {
					const price = formatVideoPrice(endpoint, id, defaultQuality, Number(seconds));
					return price && `${price} at ${defaultQuality}`;
				},
				values: allowed ?? Array.from({ length: max - min + 1 }, (_, index) => min + index),
				defaultValue: durations.default,
				required: model.required?.includes('duration'),
			};
		},
	}),
	quality: (endpoint) => ({
		name: 'quality',
		displayName: 'Quality',
		description: 'Vertical resolution of the video. Higher resolutions use more credits.',
		placeholder: 'e.g. 720p',
		getAllowedValues: (model, id) => {
			const { qualities, defaultQuality } = getQualities(endpoint, model);
			const required = model.required?.includes('quality');
			const price = (quality: string | number) => formatVideoPrice(endpoint, id, String(quality));
			return { values: qualities, defaultValue: defaultQuality, required, price };
		},
	}),
	aspectRatio: (endpoint) => ({
		name: 'aspectRatio',
		displayName: 'Aspect Ratio',
		description:
			endpoint === 'create'
				? 'Aspect ratio of the video. Leave the default if a first frame is set: the video takes the aspect ratio of the image.'
				: 'Aspect ratio of the video, width to height',
		placeholder: 'e.g. 16:9',
		getAllowedValues: ({ aspectRatios }) => aspectRatios && { values: aspectRatios },
	}),
} satisfies Record<string, (endpoint: VideoEndpoint) => ModelDependentField<VideoModel>>;
