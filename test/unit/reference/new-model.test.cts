import type { ILoadOptionsFunctions, INodeProperties, INodeType } from 'n8n-workflow';

import type { MusicModel, SpeechModel } from '../../../nodes/shared/catalog/audioModels';
import type { ImageModel } from '../../../nodes/shared/catalog/imageModels';
import type { getErrors } from '../../../nodes/shared/catalog/validationIssues';
import type { estimateCost } from '../../../nodes/shared/catalog/prices';
import type { VideoModel } from '../../../nodes/shared/catalog/videoModels';
import type { searchModels } from '../../../nodes/PixVerse/methods';

/** Models that appear tomorrow, each as one row. */
const ROWS = {
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
		provider: 'Somebody',
		longestPrompt: 70,
		takesLyrics: true,
		references: 12,
		credits: 33,
	} satisfies MusicModel,
	speech: {
		name: 'Tomorrow Speech',
		provider: 'MiniMax',
		longestText: 70,
		takesLanguage: true,
		charactersPerCredit: 10,
		speed: { min: 0.9, max: 1.1 },
		settings: ['speed'],
	} satisfies SpeechModel,
};

type Schemas = typeof import('../../../nodes/shared/catalog/requestSchemas/video') &
	typeof import('../../../nodes/shared/catalog/requestSchemas/image') &
	typeof import('../../../nodes/shared/catalog/requestSchemas/audio');

interface Product {
	readonly properties: INodeProperties[];
	readonly searchModels: typeof searchModels;
	readonly getErrors: typeof getErrors;
	readonly contracts: Schemas;
	readonly estimateCost: typeof estimateCost;
	readonly docs: string;
}

/** The whole product as it is loaded with one row more in each table of the catalog. */
function withRows(): Product {
	let product: Product | undefined;
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
		videoModels['tomorrow-1'] = ROWS.video;
		imageModels['tomorrow-image'] = ROWS.image;
		musicModels['tomorrow-music'] = ROWS.music;
		speechModels['tomorrow-speech'] = ROWS.speech;
		const { PixVerse } = require('../../../nodes/PixVerse/PixVerse.node') as {
			PixVerse: new () => INodeType;
		};
		product = {
			properties: new PixVerse().description.properties,
			...(require('../../../nodes/PixVerse/methods') as Pick<Product, 'searchModels'>),
			...(require('../../../nodes/shared/catalog/validationIssues') as Pick<Product, 'getErrors'>),
			...(require('../../../nodes/shared/catalog/prices') as Pick<Product, 'estimateCost'>),
			contracts: {
				...require('../../../nodes/shared/catalog/requestSchemas/video'),
				...require('../../../nodes/shared/catalog/requestSchemas/image'),
				...require('../../../nodes/shared/catalog/requestSchemas/audio'),
			} as Schemas,
			docs: (
				require('../../../scripts/docs/reference.cts') as { generateReference(): string }
			).generateReference(),
		};
	});
	if (product === undefined) throw new Error('The product could not be loaded');
	return product;
}

const product = withRows();

/** What the picker of an operation lists for a model. */
async function listed(operation: string, resource = 'video', id = 'tomorrow-1') {
	const chosen: Record<string, string> = { resource, operation };
	const context = { getCurrentNodeParameter: (name: string) => chosen[name] };
	const found = await product.searchModels.call(context as unknown as ILoadOptionsFunctions);
	return found.results.find(({ value }) => value === id);
}

/** Problems of a request, as "parameter problem". */
const problemsOf = (schema: keyof Schemas, body: Record<string, unknown>) =>
	product
		.getErrors(product.contracts[schema] as Parameters<typeof getErrors>[0], body)
		.map(({ parameter, problem }) => `${parameter} ${problem}`);

/** Numbered files, one more than the model takes. */
const filesAbove = (most: number, name: string) =>
	Object.fromEntries(
		Array.from({ length: most + 1 }, (_, index) => [name.replace('#', String(index + 1)), 'a']),
	);

/** The lists of a field on the Create of a resource whose choices are these. */
const listsWith = (name: string, values: unknown[], resource = 'video') =>
	product.properties.filter(
		(property) =>
			property.name === name &&
			property.displayOptions?.show?.resource?.includes(resource) &&
			property.displayOptions.show.operation?.includes('create') &&
			JSON.stringify(
				(property.options ?? []).slice(1).map((option) => 'value' in option && option.value),
			) === JSON.stringify(values),
	);

describe('A model that is added to the catalog as one entry', () => {
	it('should be in the lists of its operations, with what sets it apart, and in no others', async () => {
		expect(await listed('create')).toEqual({
			name: 'Tomorrow 1 · 33 credits for 3 s, 3–6 s, up to 1400p, Pro plan or higher (tomorrow-1)',
			value: 'tomorrow-1',
		});
		expect(await listed('createFusion')).toBeDefined();
		expect(await listed('extend')).toBeUndefined();
	});

	it('should show its options in the editor', () => {
		expect(listsWith('duration', [3, 4, 5, 6])).toHaveLength(1);
		expect(listsWith('quality', ['700p', '1400p'])).toHaveLength(1);
		expect(listsWith('aspectRatio', ['16:9', '9:19'])).toHaveLength(1);
	});

	it('should be validated before anything is sent', () => {
		const check = (body: object) =>
			product
				.getErrors(product.contracts.videoCreateSchema, {
					prompt: 'x',
					model: 'tomorrow-1',
					...body,
				})
				.map(({ parameter, problem: because }) => `${parameter} ${because}`);
		expect(check({ duration: 6, quality: '1400p', aspect_ratio: '9:19', audio: true })).toEqual([]);
		expect(check({ duration: 7 })).toEqual(['duration is 7 s, but tomorrow-1 makes 3 to 6 s']);
		expect(check({ quality: '720p' })).toEqual([
			'quality is 720p, but tomorrow-1 makes 700p, 1400p',
		]);
		expect(check({ seed: 1 })).toEqual(['seed is set, but tomorrow-1 refuses it']);
		const fusion = { prompt: 'x', model: 'tomorrow-1', duration: 6, quality: '700p' };
		expect(
			problemsOf('videoFusionSchema', { ...fusion, ...filesAbove(14, 'frame_#_path') }),
		).toEqual(['frame_15_path is one too many: tomorrow-1 takes 14 images']);
	});

	it('should have its price', () => {
		const body = { model: 'tomorrow-1', duration: 4, quality: '1400p' };
		expect(product.estimateCost('videos/create', body)).toMatchObject({ credits: 88 });
		expect(product.estimateCost('videos/create', { model: 'tomorrow-1' })).toMatchObject({
			credits: 33,
		});
	});

	it('should be in the reference', () => {
		expect(product.docs).toMatch(/Tomorrow 1 \(Somebody\).*`tomorrow-1`.*\*\*700p\*\*, 1400p.*3–6/);
		expect(product.docs).toContain('| `tomorrow-1` | 700p: 11, 1400p: 22 |');
	});

	it('should be in the texts that name limits', () => {
		const find = (name: string, resource: string) =>
			product.properties.find(
				(property) =>
					property.name === name && property.displayOptions?.show?.resource?.includes(resource),
			)?.description;
		expect(find('images', 'video')).toMatch(/14 \(tomorrow-1\)/);
		expect(find('referenceImages', 'image')).toContain('1 to 20');
		expect(find('referenceImages', 'music')).toContain('Up to 12');
	});
});

describe('An image model that is added as one row', () => {
	const model = 'tomorrow-image';

	it('should be in the picker, and bring its choices with their prices', async () => {
		expect(await listed('create', 'image', model)).toMatchObject({
			name: 'Tomorrow Image · 7 credits an image, up to 1400p, about 4 s (tomorrow-image)',
		});
		const [quality, another] = listsWith('quality', ['700p', '1400p'], 'image');
		expect(another).toBeUndefined();
		expect(quality?.options).toMatchObject([
			{ name: 'Default (700p)', description: '7 credits an image' },
			{ name: '700p', description: '7 credits an image' },
			{ name: '1400p', description: '14 credits an image' },
		]);
		expect(listsWith('aspectRatio', ['1:1', '9:19'], 'image')).toHaveLength(1);
	});

	it('should be validated, priced, and in the reference', () => {
		const body = { prompt: 'x', model };
		expect(problemsOf('imageCreateSchema', { ...body, quality: '1400p' })).toEqual([]);
		expect(problemsOf('imageCreateSchema', { ...body, quality: '1080p' })).toEqual([
			'quality is 1080p, but tomorrow-image makes 700p, 1400p',
		]);
		expect(problemsOf('imageCreateSchema', { ...body, ...filesAbove(20, 'image_path_#') })).toEqual(
			['image_path_21 is one too many: tomorrow-image takes 20 reference images'],
		);
		expect(product.estimateCost('images/create', body)).toMatchObject({ credits: 7 });
		expect(product.docs).toMatch(/Tomorrow Image \| `tomorrow-image` \| \*\*700p\*\*, 1400p/);
		expect(product.docs).toContain('| `tomorrow-image` | 700p: 7, 1400p: 14 |');
	});
});

describe('A music model that is added as one row', () => {
	const model = 'tomorrow-music';

	it('should be in the picker, validated, priced, and in the reference', async () => {
		expect(await listed('create', 'music', model)).toMatchObject({
			name: 'Tomorrow Music · 33 credits (tomorrow-music)',
		});
		expect(problemsOf('musicCreateSchema', { prompt: 'x', model, lyrics: 'la' })).toEqual([]);
		expect(problemsOf('musicCreateSchema', { prompt: 'x'.repeat(71), model })).toEqual([
			'prompt has 71 characters, but tomorrow-music takes at most 70',
		]);
		const many = { prompt: 'x', model, ...filesAbove(12, 'image_path_#') };
		expect(problemsOf('musicCreateSchema', many)).toEqual([
			'image_path_13 is one too many: tomorrow-music takes 12 images',
		]);
		expect(product.estimateCost('music/create', { model })).toMatchObject({ credits: 33 });
		expect(product.docs).toMatch(/Tomorrow Music \| `tomorrow-music` \| 70 \| yes \| 12 \| 33/);
	});
});

describe('A speech model that is added as one row', () => {
	const model = 'tomorrow-speech';

	it('should be in the picker, validated, priced, and in the reference', async () => {
		expect(await listed('create', 'speech', model)).toMatchObject({
			name: 'Tomorrow Speech · 1 credit for 10 characters (tomorrow-speech)',
		});
		const body = { text: 'x', voice_id: 'a', model };
		expect(problemsOf('speechCreateSchema', { ...body, speed: 1 })).toEqual([]);
		expect(problemsOf('speechCreateSchema', { ...body, speed: 2, pitch: 1 })).toEqual([
			'pitch is set, but tomorrow-speech (MiniMax) does not have it',
			'speed is 2, but tomorrow-speech takes 0.9 to 1.1',
		]);
		expect(product.estimateCost('speech/create', { ...body, text: 'x'.repeat(11) })).toMatchObject({
			credits: 2,
		});
		expect(product.docs).toMatch(/Tomorrow Speech \| `tomorrow-speech` \| 70 \|/);
	});
});
