import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { VideoEndpoint, VideoModel } from '../../shared/catalog/videoModels';
import { defaultVideoModel, videoModels, videoModelsFor } from '../../shared/catalog/videoModels';

/** Picks the model of an endpoint. One that appeared since can be typed. */
export function modelFor(endpoint: VideoEndpoint): INodeProperties {
	return {
		displayName: 'Model',
		name: 'model',
		type: 'resourceLocator',
		default: { mode: 'list', value: defaultVideoModel[endpoint] ?? '' },
		description: 'What makes the video. Quality, duration and ratio below follow it.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchModels', searchable: true },
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. v6',
				hint: 'A model that is not in the list is sent as typed; PixVerse decides',
			},
		],
	};
}

/** Stands for "not set": nothing is sent, and the API takes its own default. */
const UNSET = { quality: '', duration: 0, aspectRatio: '' } as const;

/** Fields that follow the model: a list for each group of models that offer the same, free input for others. */
export function followingModel(
	endpoint: VideoEndpoint,
	wanted: Array<keyof typeof UNSET>,
): INodeProperties[] {
	return wanted.flatMap((name) => {
		const groups = new Map<string, { models: string[]; options: INodePropertyOptions[] }>();
		for (const id of videoModelsFor(endpoint)) {
			const options = OPTIONS[name](videoModels[id] as VideoModel, endpoint);
			if (!options) continue;
			const key = JSON.stringify(options);
			const group = groups.get(key) ?? { models: [], options };
			group.models.push(id);
			groups.set(key, group);
		}
		const listed = [...groups.values()].flatMap(({ models }) => models);
		return [
			...[...groups.values()]
				.filter(({ options }) => options.length > 0)
				.map(({ models, options }) => choice(name, models, options)),
			free(name, listed),
		];
	});
}

const TEXTS = {
	quality: {
		displayName: 'Quality',
		description: 'Vertical resolution of the video. A higher one costs more credits.',
	},
	duration: {
		displayName: 'Duration',
		description: 'Length of the video in seconds. Each second costs credits.',
	},
	aspectRatio: {
		displayName: 'Aspect Ratio',
		description:
			'Shape of the picture. Leave it at its default when a first frame is set: the video takes the ratio of the image.',
	},
} as const;

const PLACEHOLDERS = { quality: 'e.g. 720p', duration: '', aspectRatio: 'e.g. 16:9' };

function choice(
	name: keyof typeof UNSET,
	models: string[],
	options: INodePropertyOptions[],
): INodeProperties {
	return {
		...TEXTS[name],
		name,
		type: 'options',
		default: UNSET[name],
		options,
		// n8n shows a field when a condition is an expression; of several lists only one may be seen.
		displayOptions: {
			show: { model: models },
			hide: { model: [{ _cnd: { startsWith: '=' } }] },
		},
	};
}

function free(name: keyof typeof UNSET, listed: string[]): INodeProperties {
	const numeric = name === 'duration';
	return {
		...TEXTS[name],
		name,
		type: numeric ? 'number' : 'string',
		default: UNSET[name],
		...(numeric
			? { typeOptions: { minValue: 0 }, hint: 'In seconds; 0 for the default of the model' }
			: { placeholder: PLACEHOLDERS[name], hint: 'Leave empty for the default of the model' }),
		displayOptions: { hide: { model: listed } },
	};
}

/** @returns undefined where the catalog does not know; empty where the model takes none */
const OPTIONS: Record<
	keyof typeof UNSET,
	(model: VideoModel, endpoint: VideoEndpoint) => INodePropertyOptions[] | undefined
> = {
	quality: ({ qualities, defaultQuality, required }) =>
		withDefault('', qualities, defaultQuality, required?.includes('quality')),
	duration: (model, endpoint) => {
		const durations = (endpoint === 'extend' && model.extendDurations) || model.durations;
		if (!durations) return undefined;
		const { min, max, allowed } = durations;
		const seconds = allowed ?? Array.from({ length: max - min + 1 }, (_, index) => min + index);
		const needed = model.required?.includes('duration');
		return withDefault(0, seconds, durations.default, needed, (value) => `${value} s`);
	},
	aspectRatio: ({ aspectRatios }) => aspectRatios && withDefault('', aspectRatios, undefined),
};

function withDefault<T extends string | number>(
	unset: T,
	values: readonly T[],
	byDefault: T | undefined,
	needed = false,
	shown: (value: T) => string = String,
): INodePropertyOptions[] {
	if (values.length === 0) return [];
	const standard =
		byDefault === undefined ? 'Default of the Model' : `Default (${shown(byDefault)})`;
	return [
		{ name: needed ? 'Choose…' : standard, value: unset },
		...values.map((value) => ({ name: shown(value), value })),
	];
}
