import type { INodeParameters } from 'n8n-workflow';

import { files as samples } from '../media.cts';
import {
	fromBinary,
	model,
	videoCreate,
	byId,
	fileEntry,
	fileList,
	fromEffect,
	fromFrames,
	fromList,
	fromPath,
	fusion,
	imageCreate,
	lipSync,
	modify,
	musicCreate,
	speechCreate,
	transition,
	upscale,
} from '../parameters.cts';
import { onlyJson, createTestBed, testAccount } from '../test-bed.cts';
import { getCreateRequests, seedVideo } from '../sent-requests.cts';

const testBed = createTestBed();
const items = [{ binary: { a: samples.png, b: samples.webp } }];
const asDryRun = (parameters: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
	...parameters,
	options: { ...(parameters.options as INodeParameters), ...options, dryRun: true },
});
const oldId = `user:1234-pixverse:${testAccount}-video:7`;

const uploaded = fileList(fileEntry(fromPath('upload/a.png')));

describe('A dry run', () => {
	it('should show its request, upload nothing, and send nothing', async () => {
		const parameters = fromFrames({
			firstFrame: fromBinary('a'),
			lastFrame: { __rl: true, mode: 'url', value: 'https://example.com/last.png' },
			duration: 8,
			quality: '720p',
			download: true,
			options: { seed: 5 },
		});
		const json = onlyJson(await testBed.run(asDryRun(parameters), { items }));
		expect(json).toEqual({
			dryRun: true,
			endpoint: 'POST videos/create-frames',
			request: {
				model: 'v5.6',
				first_frame_path: '(would be uploaded from the field a)',
				last_frame_path: '(would be uploaded from https://example.com/last.png)',
				duration: 8,
				quality: '720p',
				seed: 5,
			},
			estimatedCredits: null,
			estimateBasis: expect.stringContaining('unknown'),
			estimateSource: 'unknown',
		});
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it.each<[string, INodeParameters, number | null]>([
		['v6 by the second', videoCreate({ duration: 10, quality: '1080p' }), 140],
		['v6 with its defaults', videoCreate(), 35],
		[
			'v5.5 with sound',
			videoCreate({ model: model('v5.5'), duration: 8, quality: '540p', options: { audio: true } }),
			80,
		],
		['v5.5 without', videoCreate({ model: model('v5.5'), duration: 8, quality: '540p' }), 60],
		[
			'Seedance 2.5',
			videoCreate({ model: model('seedance-2.5'), duration: 6, quality: '720p' }),
			450,
		],
		['a model without a known price', videoCreate({ model: model('sora-2') }), null],
		['a duration without a known price', videoCreate({ model: model('v5.5'), duration: 7 }), null],
		['three images', imageCreate({ quality: '1080p', options: { createCount: 3 } }), 30],
		["one image at the model's first quality", imageCreate(), 5],
		['an image without a known price', imageCreate({ model: model('kling-o3') }), null],
		[
			'a fusion with v5',
			fusion({ model: model('v5'), duration: 5, quality: '540p', images: uploaded }),
			45,
		],
		['a track', musicCreate({ model: model('music-v1') }), 150],
		['a text', speechCreate({ text: 'x'.repeat(101) }), 3],
		['an upscale', upscale({ videoId: oldId }), null],
	])('should estimate %s, or say that the price is unknown', async (_what, parameters, credits) => {
		const json = onlyJson(await testBed.run(asDryRun(parameters)));
		expect(json).toMatchObject({ estimatedCredits: credits, estimateBasis: expect.any(String) });
		// Free reads and quotes are sent.
		expect(testBed.simulator.jobs).toHaveLength(0);
	});

	it.each([
		['premiumWeb', 0.24, 'Premium (Web Subscription)'],
		['essentialApi', 0.6, 'Essential (Official API)'],
	])('should show the money of the plan %s', async (plan, usd, name) => {
		const parameters = videoCreate({ model: model('v5.5'), duration: 8, quality: '540p' });
		const json = onlyJson(await testBed.run(asDryRun(parameters, { plan })));
		expect(json).toMatchObject({ estimatedCredits: 60, estimatedUsd: usd, plan: name });
	});

	it('should say that the money is unknown where the plan has no price', async () => {
		const parameters = imageCreate({ quality: '1080p' });
		const web = onlyJson(await testBed.run(asDryRun(parameters, { plan: 'premiumWeb' })));
		expect(web).toMatchObject({ estimatedCredits: 10, estimatedUsd: 0.04 });
		const official = onlyJson(await testBed.run(asDryRun(parameters, { plan: 'essentialApi' })));
		expect(official).toMatchObject({ estimatedCredits: 10, estimatedUsd: null });
	});

	it('should validate like a real run', async () => {
		const { error } = await testBed.run(asDryRun(videoCreate({ duration: '={{ 40 }}' })));
		expect(error?.message).toMatch(/"Duration" is 40 s/);
		const missing = transition({
			frames: fileList(fileEntry(fromBinary('none')), fileEntry(fromBinary('a'))),
		});
		const second = await testBed.run(asDryRun(missing), { items });
		expect(second.error?.message).toMatch(/"Frames 1".*no file in the binary field "none"/);
	});

	it('should not count against the credit limit', async () => {
		const parameters = asDryRun(videoCreate(), { creditLimit: 36 });
		const out = await testBed.run(parameters, { items: [{}, {}, {}] });
		expect(out.items).toHaveLength(3);
	});
});

describe('The price of a request that starts from a video of PixVerse', () => {
	const getMethods = () => testBed.simulator.requests.map(({ method }) => method);

	it.each([
		[
			'modify',
			(id: string) => modify({ sourceVideo: byId(id), prompt: 'a red car', quality: '720p' }),
			120,
		],
		['lip sync', (id: string) => lipSync({ sourceVideo: byId(id), prompt: 'Hi' }), 90],
	])('should follow its length: %s', async (_what, parameters, credits) => {
		const id = seedVideo(testBed, undefined, { duration: 8, quality: '540p' });
		const json = onlyJson(await testBed.run(asDryRun(parameters(id))));
		expect(json).toMatchObject({ estimatedCredits: credits, estimateSource: 'catalog' });
		expect(json.estimateBasis).toMatch(
			/Another page of the API says \d+; this is the higher price/,
		);
		expect(getMethods()).not.toContain('POST');
	});

	it('should be unknown when the video cannot be read', async () => {
		const json = onlyJson(
			await testBed.run(asDryRun(lipSync({ sourceVideo: byId(oldId), prompt: 'Hi' }))),
		);
		expect(json).toMatchObject({
			estimatedCredits: null,
			estimateBasis: expect.any(String),
			estimateSource: 'unknown',
		});
		expect(getMethods()).not.toContain('POST');
	});
});

describe('A credit limit', () => {
	const withCreditLimit = (creditLimit: number, parameters = videoCreate()) => ({
		...parameters,
		waitMode: 'none',
		options: { creditLimit },
	});

	it('should stop before the first create that would exceed it', async () => {
		const out = await testBed.run(withCreditLimit(80), {
			items: [{}, {}, {}],
			onError: 'continueRegularOutput',
		});
		expect(testBed.simulator.jobs).toHaveLength(2);
		expect(out.items.map(({ json }) => 'error' in json)).toEqual([false, false, true]);
		expect(out.items[2]?.json.error).toMatch(/"Credit Limit" of 80 credits.*105/);
	});

	it('should be checked before anything is uploaded', async () => {
		const parameters = withCreditLimit(
			20,
			fusion({
				model: model('seedance-2.0'),
				duration: 5,
				quality: '720p',
				images: fileList(fileEntry(fromBinary('a'))),
			}),
		);
		const { error } = await testBed.run(parameters, { items });
		expect(error?.message).toMatch(/"Credit Limit" of 20 credits.*225/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should reject requests without a known price', async () => {
		const { error } = await testBed.run(
			withCreditLimit(1000, videoCreate({ model: model('sora-2') })),
		);
		expect(error?.message).toMatch(/"Credit Limit" can't be applied: the price .* is unknown/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should count an effect once, by its listed price', async () => {
		const parameters = withCreditLimit(
			61,
			fromEffect({
				templateId: fromList('308621408717184'),
				images: fileList(fileEntry(fromBinary('a'))),
			}),
		);
		const all = [items[0] ?? {}, items[0] ?? {}];
		const out = await testBed.run(parameters, { items: all });
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(2);
	});

	it('should not count jobs twice that Retry On Fail reuses', async () => {
		testBed.simulator.plannedResults.add({ status: 'FAILED', promptIncludes: 'unlucky' });
		const parameters = {
			...videoCreate({ prompt: '={{ $json.prompt }}' }),
			options: { creditLimit: 105 },
		};
		const two = [{ json: { prompt: 'lucky' } }, { json: { prompt: 'unlucky' } }];
		const out = await testBed.run(parameters, { items: two, retryOnFail: true });
		// Two videos, and the failed one again: 3 × 35 credits.
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(3);
	});

	it('should not count what PixVerse rejected', async () => {
		testBed.simulator.faults.add({
			kind: 'status',
			status: 422,
			match: { path: 'videos/create' },
			count: 2,
		});
		const out = await testBed.run(withCreditLimit(36), { retryOnFail: true, maxTries: 3 });
		expect(out.error).toBeUndefined();
		expect(testBed.simulator.jobs).toHaveLength(1);
		expect(getCreateRequests(testBed)).toHaveLength(3);
	});

	it('should count the charged credits instead of the estimate', async () => {
		// Off-peak costs 0.7 of it: 25 in place of 35.
		const parameters = {
			...videoCreate({ prompt: '={{ $json.prompt }}' }),
			waitMode: 'none',
			options: { creditLimit: 60, offPeakMode: true },
		};
		const out = await testBed.run(parameters, { items: [{ json: { prompt: 'a' } }] });
		expect(onlyJson(out)).toMatchObject({ credits: 25 });
	});
});
