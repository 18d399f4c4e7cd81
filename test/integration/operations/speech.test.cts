import type { INodeParameters } from 'n8n-workflow';

import { model, byId, fromList, speechCreate, buildParameters } from '../parameters.cts';
import { onlyJson, createTestBed } from '../test-bed.cts';
import { getCreateRequest } from '../sent-requests.cts';

const testBed = createTestBed();
const roger = { model: model('eleven-multilingual-v2'), voiceId: byId('eleven_roger') };

describe('Speech: Create', () => {
	const defaultBody = {
		text: 'Good morning!',
		model: 'speech-2.8-hd',
		voice_id: 'minimax_english_radiant_girl',
	};

	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['text, voice and model', {}, defaultBody],
		['Language', { languageCode: fromList('en') }, { ...defaultBody, language_code: 'en' }],
		[
			'the settings of MiniMax',
			{ options: { speed: 0.5, volume: 0, pitch: -12, emotion: 'sad' } },
			{ ...defaultBody, speed: 0.5, volume: 0, pitch: -12, emotion: 'sad' },
		],
		[
			'the settings of ElevenLabs',
			{
				...roger,
				options: {
					speed: 1.2,
					stability: 0,
					similarityBoost: 1,
					style: 0.5,
					useSpeakerBoost: false,
				},
			},
			{
				text: 'Good morning!',
				model: 'eleven-multilingual-v2',
				voice_id: 'eleven_roger',
				speed: 1.2,
				stability: 0,
				similarity_boost: 1,
				style: 0.5,
				use_speaker_boost: false,
			},
		],
	])('should send %s and nothing else', async (_what, parameters, expected) => {
		const out = await testBed.run(speechCreate({ waitMode: 'none', ...parameters }));
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed)).toEqual({ path: 'speech/create', body: expected });
	});

	it.each<[string, INodeParameters, RegExp]>([
		['a MiniMax setting to ElevenLabs', { ...roger, options: { pitch: 1 } }, /"Pitch".*ElevenLabs/],
		['an ElevenLabs setting to MiniMax', { options: { style: 0.5 } }, /"Style".*MiniMax/],
		['a pace beyond ElevenLabs', { ...roger, options: { speed: 2 } }, /"Speed" is 2.*0\.7 to 1\.2/],
		[
			'a language to v3',
			{ ...roger, model: model('eleven-v3'), languageCode: fromList('en') },
			/"Language".*eleven-v3/,
		],
		['no text', { text: ' ' }, /"Text" is empty/],
		['a text over the limit', { text: 'x'.repeat(10_001) }, /"Text" has 10,001.*10,000/],
	])('should reject %s', async (_what, parameters, pattern) => {
		const out = await testBed.run(speechCreate(parameters));
		expect(out.error?.message).toMatch(pattern);
		expect(out.error?.description).toMatch(/\w{3,}/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should send an emotion that is newer than the node, with a hint, and let the API decide', async () => {
		const parameters = speechCreate({ options: { emotion: "={{ 'bored' }}" } });
		const { error } = await testBed.run(parameters);
		expect(error?.message).toMatch(
			/^PixVerse rejected the request to create the speech:.*emotion/i,
		);
		expect(getCreateRequest(testBed).body).toMatchObject({ emotion: 'bored' });
	});

	it.each(['fluent', 'whisper'])('should send the emotion %s', async (emotion) => {
		onlyJson(await testBed.run(speechCreate({ options: { emotion }, waitMode: 'none' })));
		expect(getCreateRequest(testBed).body).toMatchObject({ emotion });
	});

	it('should require a voice', async () => {
		const out = await testBed.run(speechCreate({ voiceId: "={{ '' }}" }));
		expect(out.error?.message).toMatch(/"Voice" is empty/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should return the file, the text, and the price', async () => {
		const out = await testBed.run(speechCreate({ download: true }));
		expect(onlyJson(out)).toMatchObject({
			status: 'COMPLETED',
			credits: 1,
			prompt: 'Good morning!',
		});
		const { fileName } = await out.file();
		expect(fileName).toMatch(/^pixverse-speech-\d+\.mp3$/);
	});

	it('should also return the text as the prompt with Do Not Wait', async () => {
		const json = onlyJson(await testBed.run(speechCreate({ waitMode: 'none' })));
		expect(json).toMatchObject({ prompt: 'Good morning!', model: 'speech-2.8-hd' });
	});
});

describe('An existing clip', () => {
	it.each([
		['music', () => buildParameters('music', 'create', { prompt: 'jazz' })],
		['speech', () => speechCreate()],
	] as const)(
		'(%s) should be returned, waited for, and downloaded by its ID',
		async (kind, build) => {
			const { id } = onlyJson(await testBed.run({ ...build(), waitMode: 'none' }));
			const parameters = { [`${kind}Id`]: String(id) };
			const running = onlyJson(await testBed.run(buildParameters(kind, 'get', parameters)));
			expect(running).toMatchObject({ id, url: null });
			expect(running.status).not.toBe('COMPLETED');
			expect(onlyJson(await testBed.run(buildParameters(kind, 'wait', parameters)))).toMatchObject({
				id,
				status: 'COMPLETED',
			});
			const out = await testBed.run(buildParameters(kind, 'download', parameters));
			expect((await out.file()).mimeType).toBe('audio/mpeg');
		},
	);

	it('should be reported when it does not exist', async () => {
		const musicId = 'user:1234-pixverse:studio@example.com-music:7';
		const out = await testBed.run(buildParameters('music', 'get', { musicId }));
		expect(out.error).toMatchObject({ httpCode: '404', context: { itemIndex: 0 } });
		expect(out.error?.message).toContain(musicId);
	});
});
