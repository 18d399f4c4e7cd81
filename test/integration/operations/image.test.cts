import type { INodeParameters } from 'n8n-workflow';

import { files as samples, itemWithFile } from '../media.cts';
import {
	account,
	fromBinary,
	model,
	fileEntry,
	fileList,
	imageCreate,
	buildParameters,
} from '../parameters.cts';
import { onlyJson, createTestBed, testAccount } from '../test-bed.cts';
import { getCreateRequest, SIMPLIFIED_FIELDS, getUploads } from '../sent-requests.cts';

const testBed = createTestBed();

describe('Image: Create', () => {
	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['nothing but prompt and model', {}, {}],
		['the model', { model: model('nano-banana-pro') }, { model: 'nano-banana-pro' }],
		['Quality', { quality: '1080p' }, { quality: '1080p' }],
		['Aspect Ratio', { aspectRatio: '4:5' }, { aspect_ratio: '4:5' }],
		['Number of Images', { options: { createCount: 2 } }, { create_count: 2 }],
		['Seed 0', { options: { seed: 0 } }, { seed: 0 }],
		['the account', { account: account(testAccount) }, { email: testAccount }],
		[
			'Detail Level',
			{ model: model('gpt-image-2.0'), detailLevel: 'high' },
			{ model: 'gpt-image-2.0', detail_level: 'high' },
		],
	])('should send %s and nothing else', async (_what, parameters, expected) => {
		const out = await testBed.run(imageCreate({ waitMode: 'none', ...parameters }));
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed)).toEqual({
			path: 'images/create',
			body: { prompt: 'a red bicycle', model: 'qwen-image', ...expected },
		});
	});

	it('should wait for the image and return it simplified or in full', async () => {
		const json = onlyJson(await testBed.run(imageCreate()));
		expect(Object.keys(json)).toEqual(SIMPLIFIED_FIELDS);
		expect(json).toMatchObject({
			id: testBed.simulator.jobs[0]?.id,
			status: 'COMPLETED',
			url: expect.stringMatching(/\.webp$/),
			model: 'qwen-image',
			prompt: 'a red bicycle',
			account: testAccount,
		});
		const raw = onlyJson(await testBed.run(imageCreate({ simplify: false })));
		expect(raw).toMatchObject({
			image_status: 1,
			create_mode: 't2i',
			output_width: expect.any(Number),
		});
	});

	it('should send up to 16 reference images', async () => {
		const referenceImages = fileList(
			...Array.from({ length: 16 }, () => fileEntry(fromBinary('data'))),
		);
		const parameters = { model: model('gpt-image-2.5-flare'), referenceImages, waitMode: 'none' };
		const items = [itemWithFile(samples.png)];
		onlyJson(await testBed.run(imageCreate(parameters), { items }));
		const { body } = getCreateRequest(testBed);
		expect(Object.keys(body).filter((name) => name.startsWith('image_path_'))).toHaveLength(16);
		expect(getUploads(testBed)).toHaveLength(1);
	});

	it('should leave the level of detail to the API where sources disagree on whether it is required', async () => {
		const parameters = { model: model('gpt-image-2.0'), waitMode: 'none' };
		onlyJson(await testBed.run(imageCreate(parameters)));
		expect(getCreateRequest(testBed).body).not.toHaveProperty('detail_level');
	});

	it.each([
		['the price', {}, 5],
		['0 in Relax Mode', { options: { relaxMode: true } }, 0],
	])(
		'should return the credits that PixVerse only reports at the end: %s',
		async (_, more, credits) => {
			const account = testBed.simulator.accounts.getUsable(testAccount);
			if (credits === 0) account.unlimitedImageModels = ['qwen-image'];
			expect(onlyJson(await testBed.run(imageCreate(more)))).toMatchObject({ credits });
		},
	);

	it('should return one item per image, in the order of the response, whichever finishes first', async () => {
		testBed.simulator.plannedResults.add({ kind: 'image', afterMs: 30_000, count: 1 });
		testBed.simulator.plannedResults.add({ kind: 'image', afterMs: 20_000, count: 1 });
		testBed.simulator.plannedResults.add({ kind: 'image', afterMs: 10_000, count: 1 });
		const parameters = imageCreate({
			prompt: '={{ $json.prompt }}',
			download: true,
			options: { createCount: 3, pollInterval: 1 },
		});
		const items = [{ json: { prompt: 'first' } }, { json: { prompt: 'second' } }];
		const out = await testBed.run(parameters, { items });
		expect(out.error).toBeUndefined();
		const expected = testBed.simulator.jobs.map(({ id, request }) => [id, request.prompt]);
		const ordered = [...expected].sort((a, b) => String(a[1]).localeCompare(String(b[1])));
		expect(out.items.map(({ json }) => [json.id, json.prompt])).toEqual(ordered);
		expect(out.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 1, 1, 1].map((item) => ({ item })),
		);
		expect(out.origins.map(({ prompt }) => prompt)).toEqual(
			out.items.map(({ json }) => json.prompt),
		);
		for (const [index, { json }] of out.items.entries()) {
			const { data, mimeType } = await out.file(index);
			expect(mimeType).toBe('image/webp');
			expect(data.equals(testBed.simulator.media.getBytes(String(json.id)))).toBe(true);
		}
	});

	it('should keep every paid ID when one of several images is rejected', async () => {
		testBed.simulator.plannedResults.add({ kind: 'image', status: 'MODERATED', count: 1 });
		const parameters = imageCreate({ options: { createCount: 3 } });
		const stopped = await testBed.run(parameters);
		const errorText = `${stopped.error?.message} ${stopped.error?.description}`;
		for (const { id } of testBed.simulator.jobs) expect(errorText).toContain(id);

		testBed.simulator.plannedResults.add({ kind: 'image', status: 'MODERATED', count: 1 });
		const before = testBed.simulator.jobs.length;
		const { items } = await testBed.run(parameters, { onError: 'continueRegularOutput' });
		const created = testBed.simulator.jobs.slice(before);
		const ids = items.map(({ json }) => json.id ?? (json.details as { id?: string })?.id);
		expect(new Set(ids)).toEqual(new Set(created.map(({ id }) => id)));
		expect(items).toHaveLength(3);
	});

	it('should recover all images of a create whose response was lost', async () => {
		testBed.simulator.faults.add({ kind: 'cutAfter', match: { path: 'images/create' } });
		const out = await testBed.run(imageCreate({ options: { createCount: 3 } }));
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(3);
		expect(out.items.map(({ json }) => json.id)).toEqual(
			testBed.simulator.jobs.map(({ id }) => id),
		);
	});

	it('should number the reference images without gaps and upload the same one once', async () => {
		const referenceImages = fileList(
			fileEntry(fromBinary('a')),
			fileEntry(fromBinary('')),
			fileEntry(fromBinary('b')),
			fileEntry(fromBinary('a')),
		);
		const items = [{ binary: { a: samples.png, b: samples.webp } }];
		const out = await testBed.run(imageCreate({ waitMode: 'none', referenceImages }), { items });
		expect(out.error).toBeUndefined();
		const pathOf = (type: string) =>
			testBed.simulator.files.list().find(({ contentType }) => contentType === type)?.path;
		expect(getCreateRequest(testBed).body).toEqual({
			prompt: 'a red bicycle',
			model: 'qwen-image',
			image_path_1: pathOf('image/png'),
			image_path_2: pathOf('image/webp'),
			image_path_3: pathOf('image/png'),
		});
		expect(getUploads(testBed)).toHaveLength(2);
	});

	it('should upload a file once for all items that use it, several at a time', async () => {
		const items = Array.from({ length: 4 }, () => itemWithFile(samples.png));
		const referenceImages = fileList(fileEntry(fromBinary()));
		const out = await testBed.run(imageCreate({ waitMode: 'none', referenceImages }), { items });
		expect(out.items).toHaveLength(4);
		// Each item has its own file with the same bytes.
		expect(getUploads(testBed)).toHaveLength(4);
	});

	it('should show the charged credits', async () => {
		testBed.simulator.faults.setSwitches({ costCredits: 'all' });
		const out = await testBed.run(imageCreate({ quality: '1080p', options: { createCount: 2 } }));
		expect(out.items.map(({ json }) => json.credits)).toEqual([10, 10]);
	});
});

describe('An existing image', () => {
	async function createImage(): Promise<string> {
		return String(onlyJson(await testBed.run(imageCreate())).id);
	}

	it('should be returned, waited for, downloaded, and deleted by its ID', async () => {
		const imageId = await createImage();
		expect(onlyJson(await testBed.run(buildParameters('image', 'get', { imageId })))).toMatchObject(
			{
				id: imageId,
				status: 'COMPLETED',
			},
		);
		expect(
			onlyJson(await testBed.run(buildParameters('image', 'wait', { imageId }))),
		).toMatchObject({
			id: imageId,
		});
		const downloaded = await testBed.run(buildParameters('image', 'download', { imageId }));
		const { data, fileName } = await downloaded.file();
		expect(data.equals(testBed.simulator.media.getBytes(imageId))).toBe(true);
		expect(fileName).toMatch(/^pixverse-image-\d+\.webp$/);
		expect(onlyJson(await testBed.run(buildParameters('image', 'delete', { imageId })))).toEqual({
			deleted: true,
		});
		const gone = await testBed.run(buildParameters('image', 'get', { imageId }));
		expect(gone.error).toMatchObject({ httpCode: '404' });
		expect(gone.error?.message).toContain(imageId);
	});

	it.each(['json', 'empty'] as const)(
		'should be deleted whatever the API responds (%s)',
		async (images) => {
			const imageId = await createImage();
			testBed.simulator.faults.setSwitches({ deleteResponses: { images } });
			const out = await testBed.run(buildParameters('image', 'delete', { imageId }));
			expect(onlyJson(out)).toEqual({ deleted: true });
		},
	);

	it('should be in Get Many of the account', async () => {
		const out = await testBed.run(imageCreate({ waitMode: 'none', options: { createCount: 4 } }), {
			items: Array.from({ length: 2 }, () => ({})),
		});
		expect(out.items).toHaveLength(8);
		const all = await testBed.run(buildParameters('image', 'getAll', { returnAll: true }));
		expect(all.items.map(({ json }) => json.id).sort()).toEqual(
			testBed.simulator.jobs.map(({ id }) => id).sort(),
		);
		expect(
			(await testBed.run(buildParameters('image', 'getAll', { limit: 3 }))).items,
		).toHaveLength(3);
	});
});
