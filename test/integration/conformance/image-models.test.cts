import type { INodeParameters } from 'n8n-workflow';

import { IMAGE_MODELS } from '../../../simulator/rules/image-models.cts';
import { listSearch } from '../harness/harness.cts';
import { model, typedModel } from '../parameters.cts';
import { createTestBed } from '../test-bed.cts';
import { getOffered, getValidationError, listImages } from './model-options.cts';

const testBed = createTestBed();

describe('Every image model of the reference', () => {
	const buildImageParameters = (id: string, more: INodeParameters = {}): INodeParameters => ({
		resource: 'image',
		operation: 'create',
		prompt: 'a bicycle',
		model: model(id),
		...more,
	});
	const getError = async (id: string, more: INodeParameters) =>
		await getValidationError(testBed, buildImageParameters(id, more));
	const buildReferences = (count: number) => listImages('referenceImages', count);

	it.each(Object.entries(IMAGE_MODELS))('%s should be listed with its options', async (id, row) => {
		const list = await listSearch('searchModels', testBed.use(buildImageParameters(id)));
		expect(list.results.map(({ value }) => value)).toContain(id);
		expect(getOffered(buildImageParameters(id), 'quality')).toEqual(row.qualities);
		expect(getOffered(buildImageParameters(id), 'aspectRatio')).toEqual(row.ratios);
		expect(getOffered(buildImageParameters(id), 'detailLevel')).toEqual(row.detailLevels ?? []);
	});

	it.each(Object.entries(IMAGE_MODELS))(
		'%s should have its references, detail, and price',
		async (id, row) => {
			if (row.references !== undefined) {
				expect(await getError(id, buildReferences(row.references))).toBe('');
				// Sources disagree on these limits.
				if (id !== 'kling-o3' && !id.startsWith('gpt-image-2.5'))
					expect(await getError(id, buildReferences(row.references + 1))).toContain(id);
			}
			if (!row.detailLevels) {
				// Not offered, so a level that was selected for another model is not sent.
				expect(await getError(id, { detailLevel: 'low' })).toBe('');
				const free = { model: typedModel(`={{ '${id}' }}`), detailLevel: 'low' };
				expect(await getError(id, free)).toMatch(/"Detail Level"/);
			}
			for (const detailLevel of ['', ...(row.detailLevels ?? [])])
				expect(await getError(id, { detailLevel })).toBe('');
			for (const quality of row.qualities) {
				const options = { dryRun: true, createCount: 3 };
				const out = await testBed.run(buildImageParameters(id, { quality, options }));
				const creditsPerImage = row.credits[quality];
				const expected = creditsPerImage === undefined ? null : creditsPerImage * 3;
				expect(out.items[0]?.json).toMatchObject({ estimatedCredits: expected });
			}
		},
	);
});
