import type { INodeParameters } from 'n8n-workflow';

import { buildMp3, buildWav } from '../../audio-files.cts';
import { files as samples, itemWithFile, startFileServer } from '../media.cts';
import {
	byId,
	fromBinary,
	fromList,
	fromPath,
	fromUrl,
	lipSync,
	typedModel,
} from '../parameters.cts';
import { getCreateRequest, getCreateRequests, getUploads, seedVideo } from '../sent-requests.cts';
import { createTestBed, onlyJson } from '../test-bed.cts';

const testBed = createTestBed();

describe('Video: Lip Sync', () => {
	const getSource = () => byId(seedVideo(testBed));

	it.each([
		['a number', '2', 2],
		['a word', 'Auto', 'Auto'],
	])('should send a voice that is %s', async (_what, chosen, sent) => {
		const parameters = { sourceVideo: getSource(), prompt: 'Hi', speakerId: fromList(chosen) };
		onlyJson(await testBed.run(lipSync({ ...parameters, waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ prompt: 'Hi', speaker_id: sent });
	});

	it.each([
		['chosen', { speechSource: 'audio' }],
		['set in a workflow that was saved before there was a choice', {}],
		['chosen, whatever text is left over', { speechSource: 'audio', prompt: 'Hi' }],
	])('should use an audio file that is %s', async (_how, chosen) => {
		const parameters = {
			...chosen,
			sourceVideo: getSource(),
			audioTrack: fromBinary(),
			options: { originalSoundSwitch: false },
			waitMode: 'none',
		};
		onlyJson(await testBed.run(lipSync(parameters), { items: [itemWithFile(samples.mp3)] }));
		expect(getCreateRequest(testBed).body).toEqual({
			video_id: expect.any(String),
			audio_path: expect.stringMatching(/\.mp3$/),
			original_sound_switch: false,
		});
	});

	it('should send no audio file that is left over if the text is chosen', async () => {
		const parameters = {
			sourceVideo: getSource(),
			speechSource: 'text',
			prompt: 'Hi',
			audioTrack: fromPath('upload/a.mp3'),
			waitMode: 'none',
		};
		onlyJson(await testBed.run(lipSync(parameters)));
		expect(getCreateRequest(testBed).body).toEqual({ video_id: expect.any(String), prompt: 'Hi' });
	});

	it('should send a model only if one is set', async () => {
		const parameters = { sourceVideo: getSource(), prompt: 'Hi', waitMode: 'none' };
		onlyJson(await testBed.run(lipSync(parameters)));
		onlyJson(await testBed.run(lipSync({ ...parameters, model: typedModel('v6') })));
		const models = getCreateRequests(testBed).map(({ body }) => (body as INodeParameters).model);
		expect(models).toEqual([undefined, 'v6']);
	});

	it.each([
		['a WAV', { data: buildWav(61), fileName: 'a.wav', mimeType: 'audio/wav' }],
		['an MP3', { data: buildMp3(75), fileName: 'a.mp3', mimeType: 'audio/mpeg' }],
	])('should reject %s of more than 60 s before anything is sent', async (_what, file) => {
		const parameters = lipSync({
			sourceVideo: getSource(),
			speechSource: 'audio',
			audioTrack: fromBinary(),
		});
		const { error } = await testBed.run(parameters, { items: [itemWithFile(file)] });
		expect(error?.message).toMatch(/^"Audio" is \d+ s long, but PixVerse accepts up to 60 s/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should leave the length to the API if the file does not contain it', async () => {
		// 65 s.
		const file = { ...samples.mp3, data: Buffer.concat(Array(5).fill(samples.mp3.data)) };
		const audioTrack = fromBinary();
		const parameters = lipSync({ sourceVideo: getSource(), speechSource: 'audio', audioTrack });
		const { error } = await testBed.run(parameters, { items: [itemWithFile(file)] });
		expect(error?.message).toMatch(
			/^PixVerse rejected the request to lip-sync the video:.*60 s long/,
		);
	});

	it('should validate the length of a file from a URL before it is uploaded', async () => {
		const site = await startFileServer({ '/a.wav': { body: buildWav(61), type: 'audio/wav' } });
		const audioTrack = fromUrl(`${site.url}/a.wav`);
		const parameters = lipSync({ sourceVideo: getSource(), speechSource: 'audio', audioTrack });
		const { error } = await testBed.run(parameters);
		await site.stop();
		expect(error?.message).toMatch(/^"Audio" is 61 s long/);
		expect(getUploads(testBed)).toHaveLength(0);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['neither text nor audio', {}, /"Text" is empty/],
		['a text over 200 characters', { prompt: 'x'.repeat(201) }, /"Text" has 201.*200/],
		['an image as audio', { audioTrack: fromBinary() }, /"Audio" needs an audio/],
	])('should reject %s', async (_what, parameters, pattern) => {
		const all = lipSync({ sourceVideo: getSource(), ...parameters });
		const { error } = await testBed.run(all, { items: [itemWithFile(samples.png)] });
		expect(error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});
