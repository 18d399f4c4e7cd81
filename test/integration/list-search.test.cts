import type { INodeParameters } from 'n8n-workflow';

import { findOperation } from '../../nodes/PixVerse/actions/index';
import { listSearch } from './harness/harness.cts';
import { startFileServer } from './media.cts';
import {
	accountGetFeatures,
	buildParameters,
	byId,
	createFinal,
	extend,
	fromEffect,
	lipSync,
	model,
	musicVideoCreate,
	speechCreate,
	videoCreate,
	videoGet,
	videoWait,
} from './parameters.cts';
import { seedVideo } from './sent-requests.cts';
import { createTestBed, testAccount } from './test-bed.cts';

/** The editor cuts off the rest of a name. */
const MAX_LIST_CHARS = 48;

const testBed = createTestBed();
const getNames = (list: { results: Array<{ name: string }> }) =>
	list.results.map(({ name }) => name).join('\n');

describe('The list of models', () => {
	it('should show the models of the operation with price, limits, and plan', async () => {
		const list = await listSearch('searchModels', testBed.use(videoCreate()));
		const values = list.results.map(({ value }) => value);
		expect(values).toEqual(expect.arrayContaining(['v6', 'v5.6', 'v5', 'pixverse-c1', 'sora-2']));
		expect(getNames(list)).toMatch(/v6 · 35 credits for 5 s, 1–15 s, up to 1080p \(v6\)$/m);
		expect(getNames(list)).toMatch(/Pro plan or higher \(seedance-2\.0\)$/m);
		expect(getNames(list)).not.toMatch(/Pro plan.*\(v6\)$/m);
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it.each(['video', 'image', 'music', 'speech'])(
		'should show the price of %s models within the width of the list',
		async (resource) => {
			const config = testBed.use({ resource, operation: 'create' });
			const priced =
				getNames(await listSearch('searchModels', config)).match(/^.*\d credits?\b/gm) ?? [];
			expect(priced.length).toBeGreaterThan(1);
			expect(priced.filter((text) => text.length > MAX_LIST_CHARS)).toEqual([]);
		},
	);

	it('should be searchable by name and ID, in any case', async () => {
		const list = await listSearch('searchModels', {
			...testBed.use(videoCreate()),
			filter: 'SORA',
		});
		expect(list.results.map(({ value }) => value)).toHaveLength(2);
		expect(list.results.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['sora-2', 'sora-2-pro']),
		);
	});
});

describe('The list of accounts', () => {
	it('should show the configured accounts and Any Account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const list = await listSearch('searchAnyAccount', testBed.use(videoCreate()));
		expect(list.results.map(({ value }) => value)).toEqual(['', testAccount, 'second@example.com']);
	});

	it.each(['get', 'delete'])(
		'should not offer Any Account where a specific one is required: to %s it',
		async (operation) => {
			const config = testBed.use({ resource: 'account', operation });
			const field = findOperation('account', operation)?.fields.find(
				({ name }) => name === 'account',
			);
			const method = field?.modes?.find(({ name }) => name === 'list')?.typeOptions
				?.searchListMethod;
			const list = await listSearch(String(method), config);
			expect(list.results.map(({ value }) => value)).toEqual([testAccount]);
		},
	);

	it('should be searchable by e-mail', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const config = testBed.use(accountGetFeatures());
		const list = await listSearch('searchAccounts', { ...config, filter: 'Second' });
		expect(list.results.map(({ value }) => value)).toEqual(['second@example.com']);
	});

	it('should report an invalid credential', async () => {
		const config = {
			...testBed.use(videoCreate()),
			credentials: { apiToken: 'user:1-wrong', baseUrl: testBed.simulator.url },
		};
		await expect(listSearch('searchAccounts', config)).rejects.toThrow(/token wasn't accepted/);
	});
});

describe('The list of generations', () => {
	const startVideo = async (prompt: string) => {
		await testBed.run(videoCreate({ prompt, waitMode: 'none' }));
		return testBed.idOf(prompt);
	};
	const search = async (parameters = videoGet(''), filter?: string) =>
		(await listSearch('searchVideos', { ...testBed.use(parameters), filter })).results;

	it('should show prompt, model, length, and age, and link to the video', async () => {
		const id = seedVideo(testBed);
		const [entry, second] = await search();
		expect(second).toBeUndefined();
		expect(entry?.value).toBe(id);
		expect(entry?.name).toMatch(/^.+ · v\d\S*, \d+ s, \d+p, (just now|\d+ (min|h|d) ago)$/);
		expect(entry?.url).toMatch(/^http.+\.mp4$/);
	});

	it('should show finished generations first, then running ones, then failed ones', async () => {
		testBed.simulator.plannedResults.add({ promptIncludes: 'slow', afterMs: 3_600_000 });
		const done = seedVideo(testBed);
		const failed = await startVideo('a failure');
		testBed.simulator.lifecycle.finishById(failed, 'FAILED');
		const running = await startVideo('a slow one');

		const list = await search();
		expect(list.map(({ value }) => value)).toEqual([done, running, failed]);
		expect(list.map(({ name }) => /running|failed/.exec(name)?.[0])).toEqual([
			undefined,
			'running',
			'failed',
		]);
		expect(list[1]).not.toHaveProperty('url');
		// To wait for a generation, users select a running one.
		expect((await search(videoWait('')))[0]?.value).toBe(running);
	});

	it('should show drafts first in Finalize Draft', async () => {
		const draft = seedVideo(testBed);
		const job = testBed.simulator.jobs.find(({ id }) => id === draft);
		if (job) Object.assign(job.parameters, { draft: true });
		const newer = await startVideo('a newer video');
		testBed.simulator.lifecycle.finishById(newer);
		const first = async (parameters = videoGet('')) => (await search(parameters))[0]?.value;
		expect([await first(), await first(createFinal(''))]).toEqual([newer, draft]);
	});

	it('should be searchable by any word of a prompt, however long, and by ID', async () => {
		const id = await startVideo(`${'a very long sentence '.repeat(8)}about a Lighthouse`);
		await startVideo('a kite');
		for (const filter of ['lighthouse', id.slice(-9)])
			expect((await search(undefined, filter)).map(({ value }) => value)).toEqual([id]);
		expect((await search(undefined, 'lighthouse'))[0]?.name.length).toBeLessThan(150);
	});

	it('should show the generations of all working accounts, or of the selected account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const ids = [seedVideo(testBed), seedVideo(testBed, 'second@example.com')];
		const list = await search();
		expect(list.map(({ value }) => value).sort()).toEqual([...ids].sort());
		expect(list.map(({ name }) => name).join()).toMatch(/second@example\.com/);
		const secondAccount = extend({ account: byId('second@example.com') });
		expect((await search(secondAccount)).map(({ value }) => value)).toEqual([ids[1]]);
	});

	it.each(['searchImages', 'searchMusic', 'searchSpeech'])(
		'should be empty if there are no generations: %s',
		async (method) => {
			expect((await listSearch(method, testBed.use(videoGet('')))).results).toEqual([]);
		},
	);
});

describe('The lists of voices, effects, songs, and images', () => {
	const search = async (method: string, parameters: INodeParameters, filter?: string) =>
		(await listSearch(method, { ...testBed.use(parameters), filter })).results;

	it('should show the lip sync voices by name, each with its sample', async () => {
		const list = await search('searchLipSyncVoices', lipSync());
		expect(list[0]).toEqual({
			name: 'Emily · 1',
			value: '1',
			url: 'https://media.example.com/tts/emily.mp3',
		});
		// The sample of one of them ends with a line break.
		for (const { url } of list) expect(url).toMatch(/^https:.+\.mp3$/);
		const { items } = await testBed.run(buildParameters('video', 'getVoices'));
		expect(items.map(({ json }) => json.url)).toEqual(list.map(({ url }) => url));
	});

	it('should show the speech voices with gender, age, accent, and languages, each with its preview', async () => {
		const list = await search('searchVoices', speechCreate());
		expect(list).toContainEqual({
			name: 'Calm Narrator · male, middle aged, english, en',
			value: 'minimax_english_calm_narrator',
			url: 'https://media.example.com/voices/minimax_english_calm_narrator.mp3',
		});
		const eleven = speechCreate({ model: model('eleven-v3') });
		expect((await search('searchVoices', eleven)).map(({ name }) => name)).toContain(
			'River · neutral, middle aged, british, en/de/es',
		);
		// Users search for voices by how they sound.
		const german = await search('searchVoices', speechCreate(), 'german');
		expect(german.map(({ value }) => value)).toEqual(['minimax_german_friendly_man']);
	});

	it('should show the effects with images, price, duration, qualities, model, and example text, each with its preview', async () => {
		const list = await search('searchEffects', fromEffect());
		expect(list).toContainEqual({
			name: 'Group Picture · 2 to 5 images, 45 credits, 5 s, 720p/360p/540p/1080p, v6',
			value: '384628677917440',
			url: 'https://media.example.com/effects/384628677917440.mp4',
			description: 'Example of Group Picture',
		});
		expect(list.map(({ name }) => name)).toContain(
			'Clay Figure · 1 image, 50 credits, generates an image, 1080p/1440p, gemini-3.0',
		);
		expect(await search('searchEffects', fromEffect(), 'example of slow')).toHaveLength(1);
	});

	it('should show the songs and images of the library, each with its file', async () => {
		const [song] = await search('searchSongs', musicVideoCreate());
		expect(song).toMatchObject({
			name: 'Harbor Lights · 0:30',
			url: expect.stringMatching(/mp3$/),
		});
		for (const method of ['searchCharacters', 'searchStyleImages'])
			for (const { url } of await search(method, musicVideoCreate()))
				expect(url).toMatch(/^http.+webp$/);
	});

	it.each([
		['only an ID', { voice_id: 'v1' }, { name: 'v1', value: 'v1' }],
		['only an ID and a name', { voice_id: 'v1', name: 'Ann' }, { name: 'Ann · v1', value: 'v1' }],
		[
			'values of other types',
			{ voice_id: 7, display_name: 'Ann', gender: null, age: 30, accent: {}, languages: 'en' },
			{ name: 'Ann · 30', value: '7' },
		],
		[
			'many languages under another name',
			{ voice_id: 'v1', display_name: 'Ann', languages: ['en', 'de', 'es', 'fr', 'it', 'pt'] },
			{ name: 'Ann · en/de/es/fr +2', value: 'v1' },
		],
		[
			'a link that is none',
			{ voice_id: 'v1', display_name: 'Ann', gender: 'female', preview_url: 'javascript:alert(1)' },
			{ name: 'Ann · female', value: 'v1' },
		],
	])('should show a voice that has %s', async (_what, row, expected) => {
		const type = 'application/json';
		const server = await startFileServer({
			'/v2/pixverse/speech/voices?email=a%40b.co': {
				body: JSON.stringify({ data: [row] }),
				type,
			},
			'/v2/pixverse/accounts': { body: '{}', type },
		});
		const parameters = speechCreate({ model: model(''), account: byId('a@b.co') });
		const credentials = { apiToken: 'user:1-test', baseUrl: server.url };
		const config = { ...testBed.use(parameters), credentials };
		try {
			expect((await listSearch('searchVoices', config)).results).toEqual([expected]);
		} finally {
			await server.stop();
		}
	});
});
