import type { INodeParameters } from 'n8n-workflow';

import { UNLISTED_MODEL, VIDEO_MODELS } from '../../simulator/rules/video-models.cts';
import { listSearch } from './harness/harness.cts';
import { files, itemWithFile } from './media.cts';
import { fromBinary, model, typedModel, videoCreate } from './parameters.cts';
import { createTestBed } from './test-bed.cts';

// Enough slots for all tests.
const testBed = createTestBed({ accounts: [{ email: 'studio@example.com', maxJobs: 1000 }] });

/** The models of videos/create, with the values that the API accepts. */
const models = Object.entries(VIDEO_MODELS).filter(([, { endpoints }]) =>
	endpoints.includes('create'),
);

/** Other required parameters of a model. */
function getRequiredParameters(id: string): INodeParameters {
	const { required = [], seconds, qualities } = VIDEO_MODELS[id] ?? {};
	return {
		...(required.includes('duration') ? { duration: seconds?.min ?? 5 } : {}),
		...(required.includes('quality') ? { quality: qualities?.[0] ?? '' } : {}),
		...(required.includes('first_frame_path') ? { firstFrame: fromBinary() } : {}),
	};
}

/** Creates a video without waiting. @returns the body of the create */
async function getSentBody(parameters: INodeParameters) {
	const before = testBed.creates().length;
	const out = await testBed.run(videoCreate({ waitMode: 'none', ...parameters }), {
		items: [itemWithFile(files.png)],
	});
	if (out.error) throw new Error(`${out.error.message}: ${out.error.description}`);
	return testBed.creates()[before]?.body;
}

describe('Every model of the API', () => {
	it.each(models)('%s should be sent with each of its durations', async (id, { seconds }) => {
		if (!seconds) return;
		const { min, max, only = [min, max] } = seconds;
		for (const duration of only) {
			const parameters = { ...getRequiredParameters(id), model: model(id), duration };
			expect(await getSentBody(parameters)).toMatchObject({ model: id, duration });
		}
	});

	it.each(models)(
		'%s should be sent with each of its qualities',
		async (id, { qualities = [] }) => {
			for (const quality of qualities) {
				const parameters = { ...getRequiredParameters(id), model: model(id), quality };
				expect(await getSentBody(parameters)).toMatchObject({ model: id, quality });
			}
		},
	);

	it.each(models.filter(([, { required }]) => !required?.includes('first_frame_path')))(
		'%s should be sent with each of its aspect ratios',
		async (id, { ratios = [] }) => {
			for (const aspectRatio of ratios) {
				const parameters = { ...getRequiredParameters(id), model: model(id), aspectRatio };
				expect(await getSentBody(parameters)).toMatchObject({
					model: id,
					aspect_ratio: aspectRatio,
				});
			}
			expect(
				await getSentBody({ ...getRequiredParameters(id), model: model(id) }),
			).not.toHaveProperty('aspect_ratio');
		},
	);

	it('should be in the list of models', async () => {
		const list = await listSearch('searchModels', testBed.use(videoCreate()));
		const listed = list.results.map(({ value }) => value);
		const missing = models.map(([id]) => id).filter((id) => !listed.includes(id));
		// The node does not list models that were removed from the documentation.
		expect(missing.filter((id) => !/^v[1-4]/.test(id))).toEqual([UNLISTED_MODEL]);
	});
});

describe('A model that is typed or comes from an expression', () => {
	it.each([
		['typed', typedModel('v5.6')],
		['an expression in the ID', typedModel("={{ 'v5.6' }}")],
		['an expression in place of the list', model("={{ 'v5.6' }}")],
		['an expression in place of the whole field', "={{ 'v5.6' }}"],
	])(
		'(%s) should be sent with duration, quality, and aspect ratio',
		async (_how, modelParameter) => {
			const parameters = {
				model: modelParameter,
				duration: 7,
				quality: '720p',
				aspectRatio: '1:1',
			};
			expect(await getSentBody(parameters)).toMatchObject({
				model: 'v5.6',
				duration: 7,
				quality: '720p',
				aspect_ratio: '1:1',
			});
		},
	);

	it('should be validated by its known limits', async () => {
		const parameters = { model: typedModel('v5.6'), duration: 12 };
		await expect(getSentBody(parameters)).rejects.toThrow(/"Duration" is 12 s/);
	});

	it('should be accepted if the API knows it, although the node does not list it', async () => {
		const parameters = { model: typedModel(UNLISTED_MODEL), duration: 44, quality: '8k' };
		expect(await getSentBody(parameters)).toMatchObject({
			model: UNLISTED_MODEL,
			duration: 44,
			quality: '8k',
		});
	});

	it('should be sent unchanged with all options when it is unknown', async () => {
		const parameters = { model: typedModel('v9'), duration: 44, quality: '8k' };
		await expect(getSentBody(parameters)).rejects.toThrow(/v9/);
		expect(testBed.creates().at(-1)?.body).toMatchObject({
			model: 'v9',
			duration: 44,
			quality: '8k',
		});
	});
});
