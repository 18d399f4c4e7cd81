import { listSearch } from '../harness/harness.cts';
import { files as samples } from '../media.cts';
import {
	fromBinary,
	byId,
	fileEntry,
	fileList,
	fromEffect,
	fromList,
	buildParameters,
} from '../parameters.cts';
import { onlyJson, createTestBed, testAccount } from '../test-bed.cts';
import { getCreateRequest, getCreateRequests } from '../sent-requests.cts';

const testBed = createTestBed();

/** Effects of the documentation and others, by how many images they take. */
const ONE = '308621408717184';
const TWO = '326733946317888';
const UP_TO_FIVE = '384628677917440';
const IMAGE = '366000000000001';

const items = [{ binary: { a: samples.png, b: samples.webp } }];
const images = (...fields: string[]) =>
	fileList(...fields.map((field) => fileEntry(fromBinary(field))));

describe('Video: Create From Effect', () => {
	it('should send the template and its images without model and duration', async () => {
		const parameters = fromEffect({
			templateId: fromList(TWO),
			images: images('a', 'b'),
			waitMode: 'none',
		});
		const out = await testBed.run(parameters, { items });
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed)).toEqual({
			path: 'videos/create',
			body: {
				template_id: 326733946317888,
				frame_1_path: expect.stringMatching(/\.png$/),
				frame_2_path: expect.stringMatching(/\.webp$/),
			},
		});
	});

	it('should send quality, prompt, and options when they are set', async () => {
		const parameters = fromEffect({
			templateId: byId(ONE),
			images: images('a'),
			effectQuality: fromList('720p'),
			prompt: 'in the snow',
			options: { seed: 7, offPeakMode: true, previewMode: true },
			waitMode: 'none',
		});
		const out = await testBed.run(parameters, { items });
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed).body).toEqual({
			template_id: 308621408717184,
			frame_1_path: expect.any(String),
			quality: '720p',
			prompt: 'in the snow',
			seed: 7,
			off_peak_mode: true,
			preview_mode: true,
		});
	});

	it('should wait for an image where the effect creates one', async () => {
		const parameters = fromEffect({
			templateId: fromList(IMAGE),
			images: images('a'),
			download: true,
		});
		const out = await testBed.run(parameters, { items });
		const json = onlyJson(out);
		expect(json).toMatchObject({
			id: expect.stringContaining('-image:'),
			status: 'COMPLETED',
			url: expect.stringMatching(/\.webp$/),
		});
		const { mimeType, data } = await out.file();
		expect(mimeType).toBe('image/webp');
		expect(data.equals(testBed.simulator.media.getBytes(String(json.id)))).toBe(true);
	});

	it.each([
		[
			'one image for two',
			TWO,
			['a'],
			/"Images 2" is missing: the effect Two Portraits needs 2 images/,
		],
		[
			'two images for one',
			ONE,
			['a', 'b'],
			/"Images 2" is one too many.*Paper Boat accepts 1 image/,
		],
		['one image for two to five', UP_TO_FIVE, ['a'], /"Images 2" is missing.*needs 2 to 5 images/],
		['six images for five', UP_TO_FIVE, [...'aababa'], /"Images 6" is one too many.*2 to 5 images/],
		['no image at all', ONE, [], /"Images 1" is empty/],
	])('should reject %s before anything is uploaded', async (_what, id, fields, pattern) => {
		const parameters = fromEffect({ templateId: fromList(id), images: images(...fields) });
		const out = await testBed.run(parameters, { items });
		expect(out.error?.message).toMatch(pattern);
		expect(testBed.simulator.files.list()).toHaveLength(0);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});

	it('should reject a quality that the effect lacks and name its qualities', async () => {
		const parameters = fromEffect({
			templateId: fromList(IMAGE),
			images: images('a'),
			effectQuality: byId('540p'),
		});
		const out = await testBed.run(parameters, { items });
		expect(out.error?.message).toMatch(/"Quality" is 540p.*Clay Figure makes 1080p, 1440p/);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});

	it('should also validate the effect when several accounts are configured and none is selected', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const out = await testBed.run(fromEffect({ templateId: fromList(TWO), images: images('a') }), {
			items,
		});
		expect(out.error?.message).toMatch(/"Images 2" is missing/);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});

	it('should let the API decide on an effect that is not in the list', async () => {
		const out = await testBed.run(
			fromEffect({ templateId: byId('999999999999999'), images: images('a') }),
			{ items },
		);
		expect(out.error).toMatchObject({ httpCode: '400' });
		expect(out.error?.message).toContain('999999999999999');
	});

	it('should reject an effect that is not a number', async () => {
		const out = await testBed.run(
			fromEffect({ templateId: byId('paper boat'), images: images('a') }),
			{ items },
		);
		expect(out.error?.message).toMatch(/"Effect" is "paper boat", but must be a whole number/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should know the price of the effect in advance', async () => {
		const parameters = fromEffect({
			templateId: fromList(UP_TO_FIVE),
			images: images('a', 'b'),
			options: { dryRun: true },
		});
		const json = onlyJson(await testBed.run(parameters, { items }));
		expect(json).toMatchObject({ estimatedCredits: 45, estimateBasis: 'Price of the effect' });
		expect(testBed.simulator.files.list()).toHaveLength(0);
	});

	it('should read the list once for all items', async () => {
		const out = await testBed.run(
			fromEffect({ templateId: fromList(ONE), images: images('a'), waitMode: 'none' }),
			{ items: Array.from({ length: 5 }, () => items[0] ?? {}) },
		);
		expect(out.items).toHaveLength(5);
		expect(testBed.calls().filter((call) => call.startsWith('GET videos/effects'))).toHaveLength(1);
	});
});

describe('The list of effects', () => {
	it('should show what tells effects apart, their price, and a preview, and be searchable', async () => {
		const config = testBed.use(fromEffect());
		const found = await listSearch('searchEffects', config);
		expect(found.results).toContainEqual({
			name: 'Group Picture · 2 to 5 images, 45 credits, 5 s, 720p/360p/540p/1080p, v6',
			value: UP_TO_FIVE,
			description: 'Example of Group Picture',
			url: expect.stringMatching(/\.mp4$/),
		});
		expect(found.results).toContainEqual(
			expect.objectContaining({
				name: 'Clay Figure · 1 image, 50 credits, generates an image, 1080p/1440p, gemini-3.0',
				value: IMAGE,
			}),
		);
		const some = await listSearch('searchEffects', { ...config, filter: 'portrait' });
		expect(some.results.map(({ value }) => value)).toEqual([TWO]);
	});

	it('should have the qualities of the selected effect', async () => {
		const chosen = testBed.use(fromEffect({ templateId: fromList(IMAGE) }));
		const found = await listSearch('searchEffectQualities', chosen);
		expect(found.results.map(({ value }) => value)).toEqual(['1080p', '1440p']);
	});

	it('should be returned by Video: Get Effects, one item per effect', async () => {
		const out = await testBed.run(buildParameters('video', 'getEffects', { returnAll: true }));
		expect(out.items).toHaveLength(8);
		expect(out.items[0]?.json).toMatchObject({ template_id: 326733946317888, effect_type: '2' });
		const some = await testBed.run(
			buildParameters('video', 'getEffects', { limit: 2, account: fromList(testAccount) }),
		);
		expect(some.items).toHaveLength(2);
	});
});
