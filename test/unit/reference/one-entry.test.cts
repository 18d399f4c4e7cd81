import type { ILoadOptionsFunctions, INodeProperties, INodeType } from 'n8n-workflow';

import type { getErrors } from '../../../nodes/shared/catalog/validationIssues';
import type { estimateCost } from '../../../nodes/shared/catalog/prices';
import type { VideoModel } from '../../../nodes/shared/catalog/videoModels';
import type { searchModels } from '../../../nodes/PixVerse/methods';

/** A model that appears tomorrow. */
const tomorrow: VideoModel = {
	name: 'Tomorrow 1',
	vendor: 'Somebody',
	endpoints: ['create', 'create-fusion'],
	qualities: ['700p', '1400p'],
	defaultQuality: '700p',
	durations: { min: 3, max: 6, default: 3 },
	aspectRatios: ['16:9', '9:19'],
	audio: 'optional',
	isPixVerseModel: false,
	fusion: { images: 4 },
	creditsPerSecond: { '700p': 11, '1400p': 22 },
};

interface Product {
	readonly properties: INodeProperties[];
	readonly searchModels: typeof searchModels;
	readonly getErrors: typeof getErrors;
	readonly contracts: typeof import('../../../nodes/shared/catalog/requestSchemas/video');
	readonly estimateCost: typeof estimateCost;
	readonly docs: string;
}

/** The whole product as it is loaded with one entry more in the catalog. */
function withEntry(id: string, entry: VideoModel): Product {
	let product: Product | undefined;
	jest.isolateModules(() => {
		const catalog = require('../../../nodes/shared/catalog/videoModels') as {
			videoModels: Record<string, VideoModel>;
		};
		catalog.videoModels[id] = entry;
		const { PixVerse } = require('../../../nodes/PixVerse/PixVerse.node') as {
			PixVerse: new () => INodeType;
		};
		product = {
			properties: new PixVerse().description.properties,
			...(require('../../../nodes/PixVerse/methods') as Pick<Product, 'searchModels'>),
			...(require('../../../nodes/shared/catalog/validationIssues') as Pick<Product, 'getErrors'>),
			...(require('../../../nodes/shared/catalog/prices') as Pick<Product, 'estimateCost'>),
			contracts:
				require('../../../nodes/shared/catalog/requestSchemas/video') as Product['contracts'],
			docs: (
				require('../../../scripts/docs/reference.cts') as { generateReference(): string }
			).generateReference(),
		};
	});
	if (product === undefined) throw new Error('The product could not be loaded');
	return product;
}

const product = withEntry('tomorrow-1', tomorrow);

/** Models that the picker of an operation lists. */
async function listed(operation: string) {
	const chosen: Record<string, string> = { resource: 'video', operation };
	const context = { getCurrentNodeParameter: (name: string) => chosen[name] };
	const found = await product.searchModels.call(context as unknown as ILoadOptionsFunctions);
	return found.results.find(({ value }) => value === 'tomorrow-1');
}

/** The lists of a field on Video: Create whose choices are these. */
const listsWith = (name: string, values: unknown[]) =>
	product.properties.filter(
		(property) =>
			property.name === name &&
			property.displayOptions?.show?.resource?.includes('video') &&
			property.displayOptions.show.operation?.includes('create') &&
			JSON.stringify(
				(property.options ?? []).slice(1).map((option) => 'value' in option && option.value),
			) === JSON.stringify(values),
	);

describe('A model that is added to the catalog as one entry', () => {
	it('should be in the lists of its operations, with what sets it apart, and in no others', async () => {
		expect(await listed('create')).toEqual({
			name: 'Tomorrow 1 (tomorrow-1) · 3–6 s, up to 1400p, 33 credits for 3 s',
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
		const five = Object.fromEntries([1, 2, 3, 4, 5].map((place) => [`frame_${place}_path`, 'a']));
		const fusion = {
			...{ prompt: 'x', model: 'tomorrow-1', duration: 6, quality: '700p' },
			...five,
		};
		expect(product.getErrors(product.contracts.videoFusionSchema, fusion)).toMatchObject([
			{ parameter: 'frame_5_path', problem: 'is one too many: tomorrow-1 takes 4 images' },
		]);
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
});
