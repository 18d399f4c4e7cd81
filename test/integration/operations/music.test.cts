import type { INodeParameters } from 'n8n-workflow';

import { files as samples, itemWithFile } from '../media.cts';
import {
	fromBinary,
	model,
	modelByExpression,
	fileEntry,
	fileList,
	musicCreate,
	speechCreate,
	buildParameters,
} from '../parameters.cts';
import { onlyJson, createTestBed, testAccount } from '../test-bed.cts';
import { getCreateRequest, SIMPLIFIED_FIELDS } from '../sent-requests.cts';

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });

describe('Music: Create', () => {
	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['nothing but prompt and model', {}, {}],
		['Instrumental', { instrumental: true }, { instrumental: true }],
		['Lyrics', { lyrics: 'Rain on the window' }, { lyrics: 'Rain on the window' }],
		// Instrumental hides the field, so its earlier value is ignored.
		['Instrumental over lyrics', { instrumental: true, lyrics: 'la' }, { instrumental: true }],
		['another model', { model: model('music-v1') }, { model: 'music-v1' }],
	])('should send %s and nothing else', async (_what, parameters, expected) => {
		const out = await testBed.run(musicCreate({ waitMode: 'none', ...parameters }));
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed)).toEqual({
			path: 'music/create',
			body: { prompt: 'warm lo-fi', model: 'music-2.6', ...expected },
		});
	});

	it('should send images to the model that accepts them', async () => {
		const parameters = {
			waitMode: 'none',
			model: model('lyria-3-pro-preview'),
			referenceImages: fileList(fileEntry(fromBinary()), fileEntry(fromBinary())),
		};
		const out = await testBed.run(musicCreate(parameters), { items: [itemWithFile(samples.png)] });
		expect(out.error).toBeUndefined();
		expect(getCreateRequest(testBed).body).toMatchObject({
			image_path_1: expect.stringMatching(/^upload\//),
			image_path_2: expect.stringMatching(/^upload\//),
		});
	});

	it.each<[string, INodeParameters, RegExp]>([
		[
			'lyrics to Lyria',
			{ model: modelByExpression('lyria-3-pro-preview'), lyrics: 'la' },
			/"Lyrics" .*lyria/,
		],
		[
			'lyrics to an instrumental, by expression',
			{ instrumental: '={{ true }}', lyrics: 'la' },
			/"Lyrics" .*instrumental/,
		],
		['no prompt', { prompt: '' }, /"Prompt" is empty/],
	])('should reject %s', async (_what, parameters, pattern) => {
		const out = await testBed.run(musicCreate(parameters));
		expect(out.error?.message).toMatch(pattern);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should wait for the track, show its price, and return the file', async () => {
		const out = await testBed.run(musicCreate({ download: true }));
		const json = onlyJson(out);
		expect(Object.keys(json)).toEqual(SIMPLIFIED_FIELDS);
		expect(json).toMatchObject({
			status: 'COMPLETED',
			credits: 40,
			duration: 202,
			model: 'music-2.6',
		});
		const { data, mimeType, fileName } = await out.file();
		expect({ mimeType, fileName }).toEqual({
			mimeType: 'audio/mpeg',
			fileName: expect.stringMatching(/^pixverse-music-\d+\.mp3$/),
		});
		expect(data.equals(testBed.simulator.media.getBytes(String(json.id)))).toBe(true);
	});

	it('should report why a track failed, with its ID', async () => {
		const out = await testBed.run(musicCreate({ prompt: 'jazz [failed]' }));
		const errorText = `${out.error?.message} ${out.error?.description}`;
		expect(errorText).toContain(testBed.simulator.jobs[0]?.id);
		expect(errorText).toContain('The music could not be generated');
	});
});

describe('Music: Get Many', () => {
	/** Tracks and speech in turn, so that every page of the API has both. */
	async function createMusicAndSpeech(pairs: number): Promise<void> {
		const items = Array.from({ length: pairs }, () => ({}));
		for (const parameters of [musicCreate(), speechCreate(), musicCreate()])
			await testBed.run({ ...parameters, waitMode: 'none' }, { items });
	}
	const getMusicIds = () =>
		testBed.simulator.jobs.filter(({ kind }) => kind === 'music').map(({ id }) => id);

	it('should return music only, although the API lists speech too', async () => {
		await createMusicAndSpeech(20);
		const out = await testBed.run(buildParameters('music', 'getAll', { returnAll: true }));
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.id).sort()).toEqual(getMusicIds().sort());
	});

	it('should fill its limit with music, over as many pages as needed', async () => {
		await testBed.run({ ...musicCreate(), waitMode: 'none' }, { items: [{}, {}, {}] });
		await testBed.run(
			{ ...speechCreate(), waitMode: 'none' },
			{ items: Array.from({ length: 60 }, () => ({})) },
		);
		const out = await testBed.run(buildParameters('music', 'getAll', { limit: 2 }));
		expect(out.items.map(({ json }) => json.id)).toEqual(getMusicIds().reverse().slice(0, 2));
		const raw = await testBed.run(
			buildParameters('music', 'getAll', { limit: 3, simplify: false }),
		);
		expect(raw.items.map(({ json }) => json.create_mode)).toEqual(['music', 'music', 'music']);
	});

	it('should not return the speech clips of the speech list', async () => {
		await createMusicAndSpeech(2);
		const out = await testBed.run(buildParameters('speech', 'getAll', { returnAll: true }));
		expect(out.items).toHaveLength(2);
		expect(out.items.every(({ json }) => String(json.id).includes('-speech:'))).toBe(true);
	});
});
