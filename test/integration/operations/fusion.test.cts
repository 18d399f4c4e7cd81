import type { INodeParameters } from 'n8n-workflow';

import { files as samples } from '../media.cts';
import {
	fileEntry,
	fileList,
	fromBinary,
	fromPath,
	fusion,
	model,
	modelByExpression,
} from '../parameters.cts';
import { getCreateRequest, getCreateRequests, getUploads } from '../sent-requests.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed();
const items = [
	{ binary: { a: samples.png, b: samples.webp, clip: samples.mp4, tune: samples.mp3 } },
];

describe('Video: Create Fusion', () => {
	it('should send images, videos, and audios, each numbered separately', async () => {
		const parameters = fusion({
			model: model('seedance-2.0'),
			images: fileList(fileEntry(fromBinary('a')), fileEntry(fromBinary('b'))),
			videos: fileList(fileEntry(fromBinary('clip'))),
			audios: fileList(fileEntry(fromBinary('tune'))),
			duration: 6,
			quality: '480p',
			aspectRatio: '21:9',
			waitMode: 'none',
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed)).toEqual({
			path: 'videos/create-fusion',
			body: {
				prompt: '@image1 walks',
				model: 'seedance-2.0',
				frame_1_path: expect.stringMatching(/\.png$/),
				frame_2_path: expect.stringMatching(/\.webp$/),
				video_1_path: expect.stringMatching(/\.mp4$/),
				audio_1_path: expect.stringMatching(/\.mp3$/),
				duration: 6,
				quality: '480p',
				aspect_ratio: '21:9',
			},
		});
		expect(getUploads(testBed)).toHaveLength(4);
	});

	it('should start with the file of the item', async () => {
		const files = [{ binary: { data: samples.png } }];
		const parameters = fusion({ model: model('v5'), waitMode: 'none' });
		onlyJson(await testBed.run(parameters, { items: files }));
		expect(getCreateRequest(testBed).body).toMatchObject({
			frame_1_path: expect.stringMatching(/\.png$/),
		});
	});

	it('should fill the duration and quality that the API requires with a model', async () => {
		const parameters = fusion({
			model: model('v5.6'),
			images: fileList(fileEntry(fromBinary('a'))),
			waitMode: 'none',
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed).body).toMatchObject({
			model: 'v5.6',
			duration: 5,
			quality: '540p',
		});
	});

	it('should use the selected account, also for files', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const account = { __rl: true, mode: 'list', value: testAccount };
		const parameters = fusion({
			account,
			images: fileList(fileEntry(fromBinary('a'))),
			waitMode: 'none',
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed).body).toMatchObject({ email: testAccount });
		expect(getUploads(testBed).map(({ query }) => query.email)).toEqual([testAccount]);
	});

	const many = (count: number, name = 'a.png') =>
		fileList(...Array.from({ length: count }, () => fileEntry(fromPath(`upload/${name}`))));
	it.each<[string, INodeParameters, RegExp]>([
		['no reference', { images: fileList() }, /"Images 1" is missing/],
		[
			'only audio files',
			{ model: model('seedance-2.0'), images: fileList(), audios: many(1) },
			/"Images 1" is missing/,
		],
		['no prompt', { prompt: ' ', images: many(1) }, /"Prompt" is empty/],
		[
			'four images on v5',
			{ model: model('v5'), images: many(4) },
			/"Images 4" is one too many: v5 accepts 3 images/,
		],
		[
			'ten images on Seedance',
			{ model: model('seedance-2.0'), images: many(10) },
			/"Images 10" is one too many: seedance-2\.0 accepts 9/,
		],
		[
			'four videos on Seedance',
			{ model: model('seedance-2.0'), images: many(1), videos: many(4) },
			/"Videos 4" is one too many: seedance-2\.0 accepts 3/,
		],
		[
			'a video on C1',
			{ model: modelByExpression('pixverse-c1'), images: many(1), videos: many(1) },
			/"Videos 1" is set, but pixverse-c1 doesn't support videos/,
		],
	])('should reject %s', async (_what, parameters, pattern) => {
		const { error } = await testBed.run(fusion(parameters));
		expect(error?.message).toMatch(pattern);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});
});
