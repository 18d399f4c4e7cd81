import type { INodeParameters } from 'n8n-workflow';

import { files as samples } from '../media.cts';
import {
	fromBinary,
	fromPath,
	model,
	fileEntry,
	fileList,
	fromFrames,
	transition,
} from '../parameters.cts';
import { onlyJson, createTestBed } from '../test-bed.cts';
import { getCreateRequest, getUploads } from '../sent-requests.cts';

const testBed = createTestBed();
const items = [
	{ binary: { a: samples.png, b: samples.webp, clip: samples.mp4, tune: samples.mp3 } },
];
const png = expect.stringMatching(/\.png$/) as unknown;
const webp = expect.stringMatching(/\.webp$/) as unknown;
const listFrames = (...names: string[]) =>
	fileList(...names.map((name) => fileEntry(fromBinary(name))));

describe('Video: Create From Frames', () => {
	const both = { firstFrame: fromBinary('a'), lastFrame: fromBinary('b') };

	it('should send both frames and what was set', async () => {
		const parameters = fromFrames({
			...both,
			prompt: 'night falls',
			duration: 8,
			quality: '1080p',
			options: { audio: true, seed: 3, previewMode: true, autoSound: false },
			waitMode: 'none',
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed)).toEqual({
			path: 'videos/create-frames',
			body: {
				model: 'v5.6',
				first_frame_path: png,
				last_frame_path: webp,
				prompt: 'night falls',
				duration: 8,
				quality: '1080p',
				audio: true,
				seed: 3,
				preview_mode: true,
				auto_sound: false,
			},
		});
	});

	it('should upload an image once if it is both frames', async () => {
		const parameters = {
			firstFrame: fromBinary('a'),
			lastFrame: fromBinary('a'),
			waitMode: 'none',
		};
		onlyJson(await testBed.run(fromFrames(parameters), { items }));
		const { body } = getCreateRequest(testBed);
		expect(body.first_frame_path).toBe(body.last_frame_path);
		expect(getUploads(testBed)).toHaveLength(1);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['a missing last frame', { lastFrame: "={{ '' }}" }, /"Last Frame" is empty/],
		['a video for a frame', { firstFrame: fromBinary('clip') }, /"First Frame" needs an image/],
		['a model without the operation', { model: model("={{ 'sora-2' }}") }, /"Model" is sora-2/],
		[
			'9 s at 1080p',
			{ duration: '={{ 9 }}', quality: "={{ '1080p' }}" },
			/"Duration" is 9 s.*8 s at 1080p/,
		],
	])('should reject %s', async (_what, parameters, pattern) => {
		const { error } = await testBed.run(fromFrames({ ...both, ...parameters }), { items });
		expect(error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});

describe('Video: Create Transition', () => {
	it('should reject sound with more than two frames before anything is sent', async () => {
		const frames = listFrames('a', 'b', 'a');
		const { error } = await testBed.run(transition({ frames, options: { audio: true } }), {
			items,
		});
		expect(error?.message).toMatch(/"Audio" is on, but a transition of more than two frames/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should reject sound with v5, and send it with v5.6', async () => {
		const frames = listFrames('a', 'b');
		const parameters = { frames, options: { audio: true }, waitMode: 'none' };
		const { error } = await testBed.run(transition(parameters), { items });
		expect(error?.message).toMatch(/"Audio" is on, but a transition with v5 has no sound/);
		expect(testBed.simulator.requests).toHaveLength(0);
		onlyJson(await testBed.run(transition({ ...parameters, model: model('v5.6') }), { items }));
		expect(getCreateRequest(testBed).body).toMatchObject({ model: 'v5.6', audio: true });
	});

	it('should leave the model to the API if none is set', async () => {
		const frames = listFrames('a', 'b');
		const parameters = { frames, model: model(''), options: { audio: true }, waitMode: 'none' };
		onlyJson(await testBed.run(transition(parameters), { items }));
		expect(getCreateRequest(testBed).body).not.toHaveProperty('model');
		expect(testBed.simulator.jobs[0]?.parameters).toMatchObject({ model: 'v5.6', sound: true });
	});

	it('should still use the prompts and durations that saved workflows have in the frames', async () => {
		const frames = fileList(
			fileEntry(fromBinary('a'), { prompt: 'it opens', duration: 3 }),
			fileEntry(fromBinary('b'), { duration: 4 }),
			fileEntry(fromBinary(''), { prompt: 'of no frame', duration: 9 }),
			// No transition follows the last frame.
			fileEntry(fromBinary('a'), { prompt: 'never', duration: 7 }),
		);
		onlyJson(
			await testBed.run(transition({ frames, quality: '720p', waitMode: 'none' }), { items }),
		);
		expect(getCreateRequest(testBed)).toEqual({
			path: 'videos/create-transition',
			body: {
				model: 'v5',
				quality: '720p',
				frame_1_path: png,
				frame_2_path: webp,
				frame_3_path: png,
				prompt_1_to_2: 'it opens',
				duration_1_to_2: 3,
				duration_2_to_3: 4,
			},
		});
		expect(getUploads(testBed)).toHaveLength(2);
	});

	it('should number the frames and send prompt and duration of each transition', async () => {
		const parameters = transition({
			frames: fileList(
				fileEntry(fromBinary('a'), { prompt: 'replaced' }),
				fileEntry(fromBinary('b')),
				fileEntry(fromBinary('a')),
			),
			transitions: {
				entries: [{ prompt: 'it opens', duration: 3 }, { duration: 4 }, { prompt: 'of no frame' }],
			},
			waitMode: 'none',
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed).body).toEqual({
			model: 'v5',
			frame_1_path: png,
			frame_2_path: webp,
			frame_3_path: png,
			prompt_1_to_2: 'it opens',
			duration_1_to_2: 3,
			duration_2_to_3: 4,
		});
	});

	it('should start with the file of the item', async () => {
		const files = [{ binary: { data: samples.png } }];
		const { error } = await testBed.run(transition({ waitMode: 'none' }), { items: files });
		expect(error?.message).toMatch(/"Frames 2" is missing/);
	});

	it('should wait for the video', async () => {
		const frames = listFrames('a', 'b');
		expect(onlyJson(await testBed.run(transition({ frames }), { items }))).toMatchObject({
			status: 'COMPLETED',
			duration: 5,
		});
	});

	const frame = (more: INodeParameters = {}) => fileEntry(fromPath('upload/a.png'), more);
	it.each<[string, INodeParameters, RegExp]>([
		['no frame', { frames: fileList() }, /"Frames 1" is missing/],
		['one frame', { frames: fileList(frame()) }, /"Frames 2" is missing/],
		[
			'three frames on v5.6',
			{ model: model('v5.6'), frames: fileList(frame(), frame(), frame()) },
			/"Frames 3" is one too many: v5\.6 accepts 2/,
		],
		[
			'eight frames on v5',
			{ frames: fileList(...Array.from({ length: 8 }, () => frame())) },
			/"Frames 8" is one too many: v5 accepts 7/,
		],
		[
			'a duration that is not a number',
			{ frames: fileList(frame({ duration: "={{ 'long' }}" }), frame()) },
			/"Transitions 1 Duration" is "long"/,
		],
		[
			'a negative duration',
			{ frames: fileList(frame({ duration: '={{ -2 }}' }), frame()) },
			/"Transitions 1 Duration".*-2/,
		],
		[
			'a list as a duration',
			{ frames: fileList(frame({ duration: '={{ [5] }}' }), frame()) },
			/"Transitions 1 Duration" is a list/,
		],
		[
			'an object as a prompt',
			{ frames: fileList(frame({ prompt: '={{ ({a: 1}) }}' }), frame()) },
			/"Transitions 1 Prompt" is an object/,
		],
	])('should reject %s', async (_what, parameters, pattern) => {
		const { error } = await testBed.run(transition(parameters));
		expect(error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should send a number as text in a prompt, as elsewhere', async () => {
		const frames = fileList(
			fileEntry(fromBinary('a'), { prompt: '={{ 42 }}' }),
			fileEntry(fromBinary('b')),
		);
		onlyJson(await testBed.run(transition({ frames, waitMode: 'none' }), { items }));
		expect(getCreateRequest(testBed).body).toMatchObject({ prompt_1_to_2: '42' });
	});
});
