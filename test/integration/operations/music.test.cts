import type { INodeParameters } from 'n8n-workflow';

import { files as samples, itemWith } from '../media.cts';
import { fromBinary, model, modelByExpression } from '../parameters.cts';
import { onlyJson, studio, studioAccount } from '../test-bed.cts';
import { created, file, files, musicCreate, SIMPLIFIED, speechCreate, use } from './orders.cts';

const here = studio({ accounts: [{ email: studioAccount, maxJobs: 1000 }] });

describe('Music: Create', () => {
	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['nothing but prompt and model', {}, {}],
		['Instrumental', { instrumental: true }, { instrumental: true }],
		['Lyrics', { lyrics: 'Rain on the window' }, { lyrics: 'Rain on the window' }],
		// Hidden by Instrumental, so whatever was typed before is not meant.
		['Instrumental over lyrics', { instrumental: true, lyrics: 'la' }, { instrumental: true }],
		['another model', { model: model('music-v1') }, { model: 'music-v1' }],
	])('sends %s and nothing else', async (_what, parameters, expected) => {
		const out = await here.run(musicCreate({ waitMode: 'none', ...parameters }));
		expect(out.error).toBeUndefined();
		expect(created(here)).toEqual({
			path: 'music/create',
			body: { prompt: 'warm lo-fi', model: 'music-2.6', ...expected },
		});
	});

	it('sends images to the model that takes them', async () => {
		const parameters = {
			waitMode: 'none',
			model: model('lyria-3-pro-preview'),
			referenceImages: files(file(fromBinary()), file(fromBinary())),
		};
		const out = await here.run(musicCreate(parameters), { items: [itemWith(samples.png)] });
		expect(out.error).toBeUndefined();
		expect(created(here).body).toMatchObject({
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
	])('refuses %s', async (_what, parameters, says) => {
		const out = await here.run(musicCreate(parameters));
		expect(out.error?.message).toMatch(says);
		expect(here.simulator.requests).toHaveLength(0);
	});

	it('waits for the track, shows its price and hands over the file', async () => {
		const out = await here.run(musicCreate({ download: true }));
		const json = onlyJson(out);
		expect(Object.keys(json)).toEqual(SIMPLIFIED);
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
		expect(data.equals(here.simulator.media.bytesOf(String(json.id)))).toBe(true);
	});

	it('says why a track failed, with its ID', async () => {
		const out = await here.run(musicCreate({ prompt: 'jazz [failed]' }));
		const told = `${out.error?.message} ${out.error?.description}`;
		expect(told).toContain(here.simulator.jobs[0]?.id);
		expect(told).toContain('The music could not be generated');
	});
});

describe('Music: Get Many', () => {
	/** Tracks and speech in turn, so that every page of the API has both. */
	async function mixed(pairs: number): Promise<void> {
		const items = Array.from({ length: pairs }, () => ({}));
		for (const parameters of [musicCreate(), speechCreate(), musicCreate()])
			await here.run({ ...parameters, waitMode: 'none' }, { items });
	}
	const music = () =>
		here.simulator.jobs.filter(({ kind }) => kind === 'music').map(({ id }) => id);

	it('gives music only, though the API lists speech as well', async () => {
		await mixed(20);
		const out = await here.run(use('music', 'getAll', { returnAll: true }));
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.id).sort()).toEqual(music().sort());
	});

	it('fills its limit with music, over as many pages as it takes', async () => {
		await here.run({ ...musicCreate(), waitMode: 'none' }, { items: [{}, {}, {}] });
		await here.run(
			{ ...speechCreate(), waitMode: 'none' },
			{ items: Array.from({ length: 60 }, () => ({})) },
		);
		const out = await here.run(use('music', 'getAll', { limit: 2 }));
		expect(out.items.map(({ json }) => json.id)).toEqual(music().reverse().slice(0, 2));
		const raw = await here.run(use('music', 'getAll', { limit: 3, simplify: false }));
		expect(raw.items.map(({ json }) => json.create_mode)).toEqual(['music', 'music', 'music']);
	});

	it('speech has a list of its own', async () => {
		await mixed(2);
		const out = await here.run(use('speech', 'getAll', { returnAll: true }));
		expect(out.items).toHaveLength(2);
		expect(out.items.every(({ json }) => String(json.id).includes('-speech:'))).toBe(true);
	});
});
