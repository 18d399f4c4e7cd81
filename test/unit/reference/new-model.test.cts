import type { ILoadOptionsFunctions, INodeProperties, INodeType } from 'n8n-workflow';

import type { MusicModel, SpeechModel } from '../../../nodes/shared/catalog/audioModels';
import type { ImageModel } from '../../../nodes/shared/catalog/imageModels';
import type { validate } from '../../../nodes/shared/catalog/validationIssues';
import type { estimateCost } from '../../../nodes/shared/catalog/prices';
import type { VideoModel } from '../../../nodes/shared/catalog/videoModels';
import type { searchModels } from '../../../nodes/PixVerse/methods';

/** New models, each as one entry of the catalog. */
const MODELS = {
	video: {
		name: 'Tomorrow 1',
		vendor: 'Somebody',
		endpoints: ['create', 'create-fusion'],
		qualities: ['700p', '1400p'],
		defaultQuality: '700p',
		durations: { min: 3, max: 6, default: 3 },
		aspectRatios: ['16:9', '9:19'],
		audio: 'optional',
		fusion: { images: 14 },
		creditsPerSecond: { '700p': 11, '1400p': 22 },
	} satisfies VideoModel,
	image: {
		name: 'Tomorrow Image',
		qualities: ['700p', '1400p'],
		aspectRatios: ['1:1', '9:19'],
		references: 20,
		credits: { '700p': 7, '1400p': 14 },
		seconds: 4,
	} satisfies ImageModel,
	music: {
		name: 'Tomorrow Music',
		maxPromptLength: 70,
		supportsLyrics: true,
		references: 12,
		credits: 33,
	} satisfies MusicModel,
	speech: {
		name: 'Tomorrow Speech',
		provider: 'MiniMax',
		maxTextLength: 70,
		supportsLanguageCode: true,
		charactersPerCredit: 10,
		speed: { min: 0.9, max: 1.1 },
		settings: ['speed'],
	} satisfies SpeechModel,
};

type Schemas = typeof import('../../../nodes/shared/catalog/requestSchemas/video') &
	typeof import('../../../nodes/shared/catalog/requestSchemas/image') &
	typeof import('../../../nodes/shared/catalog/requestSchemas/audio');

interface LoadedPackage {
	readonly properties: INodeProperties[];
	readonly searchModels: typeof searchModels;
	readonly validate: typeof validate;
	readonly schemas: Schemas;
	readonly estimateCost: typeof estimateCost;
	readonly docs: string;
}

/** Loads the package with an additional entry in each table of the catalog. */
function loadPackageWithModels(): LoadedPackage {
	let loaded: LoadedPackage | undefined;
	jest.isolateModules(() => {
		const { videoModels } = require('../../../nodes/shared/catalog/videoModels') as {
			videoModels: Record<string, VideoModel>;
		};
		const { imageModels } = require('../../../nodes/shared/catalog/imageModels') as {
			imageModels: Record<string, ImageModel>;
		};
		const { musicModels, speechModels } = require('../../../nodes/shared/catalog/audioModels') as {
			musicModels: Record<string, MusicModel>;
			speechModels: Record<string, SpeechModel>;
		};
		videoModels['tomorrow-1'] = MODELS.video;
		imageModels['tomorrow-image'] = MODELS.image;
		musicModels['tomorrow-music'] = MODELS.music;
		speechModels['tomorrow-speech'] = MODELS.speech;
		const { PixVerse } = require('../../../nodes/PixVerse/PixVerse.node') as {
			PixVerse: new () => INodeType;
		};
		loaded = {
			properties: new PixVerse().description.properties,
			...(require('../../../nodes/PixVerse/methods') as Pick<LoadedPackage, 'searchModels'>),
			...(require('../../../nodes/shared/catalog/validationIssues') as Pick<
				LoadedPackage,
				'validate'
			>),
			...(require('../../../nodes/shared/catalog/prices') as Pick<LoadedPackage, 'estimateCost'>),
			schemas: {
				...require('../../../nodes/shared/catalog/requestSchemas/video'),
				...require('../../../nodes/shared/catalog/requestSchemas/image'),
				...require('../../../nodes/shared/catalog/requestSchemas/audio'),
			} as Schemas,
			docs: (
				require('../../../scripts/docs/reference.cts') as { generateReference(): string }
			).generateReference(),
		};
	});
	if (loaded === undefined) throw new Error('The package could not be loaded');
	return loaded;
}

const loaded = loadPackageWithModels();

/** Finds a model in the list of an operation. */
async function findListedModel(operation: string, resource = 'video', id = 'tomorrow-1') {
	const parameters: Record<string, string> = { resource, operation };
	const context = { getCurrentNodeParameter: (name: string) => parameters[name] };
	const list = await loaded.searchModels.call(context as unknown as ILoadOptionsFunctions);
	return list.results.find(({ value }) => value === id);
}

/** Lists the problems of a request, as "parameter problem". */
const listProblems = (schema: keyof Schemas, body: Record<string, unknown>) =>
	loaded
		.validate(loaded.schemas[schema] as Parameters<typeof validate>[0], body)
		.errors.map(({ parameter, problem }) => `${parameter} ${problem}`);

/** Creates fields for one file more than the model accepts. */
const createFiles = (max: number, name: string) =>
	Object.fromEntries(
		Array.from({ length: max + 1 }, (_, index) => [name.replace('#', String(index + 1)), 'a']),
	);

/** Finds the fields of a Create operation that have these options. */
const findOptionFields = (name: string, values: unknown[], resource = 'video') =>
	loaded.properties.filter(
		(property) =>
			property.name === name &&
			property.displayOptions?.show?.resource?.includes(resource) &&
			property.displayOptions.show.operation?.includes('create') &&
			JSON.stringify(
				(property.options ?? []).slice(1).map((option) => 'value' in option && option.value),
			) === JSON.stringify(values),
	);

describe('A model that is added to the catalog as one entry', () => {
	it('should be in the model lists of its operations, with its properties, and in no other', async () => {
		expect(await findListedModel('create')).toEqual({
			name: 'Tomorrow 1 · 33 credits for 3 s, 3–6 s, up to 1400p, Pro plan or higher (tomorrow-1)',
			value: 'tomorrow-1',
		});
		expect(await findListedModel('createFusion')).toBeDefined();
		expect(await findListedModel('extend')).toBeUndefined();
	});

	it('should show its options in the editor', () => {
		expect(findOptionFields('duration', [3, 4, 5, 6])).toHaveLength(1);
		expect(findOptionFields('quality', ['700p', '1400p'])).toHaveLength(1);
		expect(findOptionFields('aspectRatio', ['16:9', '9:19'])).toHaveLength(1);
	});

	it('should be validated before anything is sent', () => {
		const check = (body: object) =>
			loaded
				.validate(loaded.schemas.videoCreateSchema, {
					prompt: 'x',
					model: 'tomorrow-1',
					...body,
				})
				.errors.map(({ parameter, problem }) => `${parameter} ${problem}`);
		expect(check({ duration: 6, quality: '1400p', aspect_ratio: '9:19', audio: true })).toEqual([]);
		expect(check({ duration: 7 })).toEqual(['duration is 7 s, but tomorrow-1 makes 3 to 6 s']);
		expect(check({ quality: '720p' })).toEqual([
			'quality is 720p, but tomorrow-1 makes 700p, 1400p',
		]);
		expect(check({ seed: 1 })).toEqual(["seed is set, but tomorrow-1 doesn't support it"]);
		const fusion = { prompt: 'x', model: 'tomorrow-1', duration: 6, quality: '700p' };
		expect(
			listProblems('videoFusionSchema', { ...fusion, ...createFiles(14, 'frame_#_path') }),
		).toEqual(['frame_15_path is one too many: tomorrow-1 accepts 14 images']);
	});

	it('should have its price', () => {
		const body = { model: 'tomorrow-1', duration: 4, quality: '1400p' };
		expect(loaded.estimateCost('videos/create', body)).toMatchObject({ credits: 88 });
		expect(loaded.estimateCost('videos/create', { model: 'tomorrow-1' })).toMatchObject({
			credits: 33,
		});
	});

	it('should be in the reference', () => {
		expect(loaded.docs).toMatch(/Tomorrow 1 \(Somebody\).*`tomorrow-1`.*\*\*700p\*\*, 1400p.*3–6/);
		expect(loaded.docs).toContain('| `tomorrow-1` | 700p: 11, 1400p: 22 |');
	});

	it('should be in the descriptions that contain limits', () => {
		const find = (name: string, resource: string) =>
			loaded.properties.find(
				(property) =>
					property.name === name && property.displayOptions?.show?.resource?.includes(resource),
			)?.description;
		expect(find('images', 'video')).toMatch(/14 \(tomorrow-1\)/);
		expect(find('referenceImages', 'image')).toContain('1 to 20');
		expect(find('referenceImages', 'music')).toContain('Up to 12');
	});
});

describe('An image model that is added to the catalog as one entry', () => {
	const model = 'tomorrow-image';

	it('should be in the model list, and have its options with their prices', async () => {
		expect(await findListedModel('create', 'image', model)).toMatchObject({
			name: 'Tomorrow Image · 7 credits an image, up to 1400p, about 4 s (tomorrow-image)',
		});
		const [quality, another] = findOptionFields('quality', ['700p', '1400p'], 'image');
		expect(another).toBeUndefined();
		expect(quality?.options).toMatchObject([
			{ name: 'Default (700p)', description: '7 credits an image' },
			{ name: '700p', description: '7 credits an image' },
			{ name: '1400p', description: '14 credits an image' },
		]);
		expect(findOptionFields('aspectRatio', ['1:1', '9:19'], 'image')).toHaveLength(1);
	});

	it('should be validated, priced, and in the reference', () => {
		const body = { prompt: 'x', model };
		expect(listProblems('imageCreateSchema', { ...body, quality: '1400p' })).toEqual([]);
		expect(listProblems('imageCreateSchema', { ...body, quality: '1080p' })).toEqual([
			'quality is 1080p, but tomorrow-image makes 700p, 1400p',
		]);
		expect(
			listProblems('imageCreateSchema', { ...body, ...createFiles(20, 'image_path_#') }),
		).toEqual(['image_path_21 is one too many: tomorrow-image accepts 20 reference images']);
		expect(loaded.estimateCost('images/create', body)).toMatchObject({ credits: 7 });
		expect(loaded.docs).toMatch(/Tomorrow Image \| `tomorrow-image` \| \*\*700p\*\*, 1400p/);
		expect(loaded.docs).toContain('| `tomorrow-image` | 700p: 7, 1400p: 14 |');
	});
});

describe('A music model that is added to the catalog as one entry', () => {
	const model = 'tomorrow-music';

	it('should be in the model list, validated, priced, and in the reference', async () => {
		expect(await findListedModel('create', 'music', model)).toMatchObject({
			name: 'Tomorrow Music · 33 credits (tomorrow-music)',
		});
		expect(listProblems('musicCreateSchema', { prompt: 'x', model, lyrics: 'la' })).toEqual([]);
		expect(listProblems('musicCreateSchema', { prompt: 'x'.repeat(71), model })).toEqual([
			'prompt has 71 characters, but tomorrow-music accepts at most 70',
		]);
		const tooManyImages = { prompt: 'x', model, ...createFiles(12, 'image_path_#') };
		expect(listProblems('musicCreateSchema', tooManyImages)).toEqual([
			'image_path_13 is one too many: tomorrow-music accepts 12 images',
		]);
		expect(loaded.estimateCost('music/create', { model })).toMatchObject({ credits: 33 });
		expect(loaded.docs).toMatch(/Tomorrow Music \| `tomorrow-music` \| 70 \| yes \| 12 \| 33/);
	});
});

describe('A speech model that is added to the catalog as one entry', () => {
	const model = 'tomorrow-speech';

	it('should be in the model list, validated, priced, and in the reference', async () => {
		expect(await findListedModel('create', 'speech', model)).toMatchObject({
			name: 'Tomorrow Speech · 1 credit for 10 characters (tomorrow-speech)',
		});
		const body = { text: 'x', voice_id: 'a', model };
		expect(listProblems('speechCreateSchema', { ...body, speed: 1 })).toEqual([]);
		expect(listProblems('speechCreateSchema', { ...body, speed: 2, pitch: 1 })).toEqual([
			"pitch is set, but tomorrow-speech (MiniMax) doesn't support it",
			'speed is 2, but tomorrow-speech accepts 0.9 to 1.1',
		]);
		expect(loaded.estimateCost('speech/create', { ...body, text: 'x'.repeat(11) })).toMatchObject({
			credits: 2,
		});
		expect(loaded.docs).toMatch(/Tomorrow Speech \| `tomorrow-speech` \| 70 \|/);
	});
});
