import type { INodeParameters } from 'n8n-workflow';

import { listSearch } from '../harness/harness.cts';
import { startFileServer } from '../media.cts';
import {
	model,
	typedAccount,
	fromList,
	imageCreate,
	lipSync,
	restyle,
	speechCreate,
	buildParameters,
} from '../parameters.cts';
import { createTestBed, testAccount } from '../test-bed.cts';

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });

/** The lists whose format the reference does not document: operation, list search method, key, and number of entries. */
const lists: Array<[string, INodeParameters, string, () => INodeParameters, string, number]> = [
	[
		'lip sync voices',
		buildParameters('video', 'getVoices'),
		'searchLipSyncVoices',
		lipSync,
		'speaker_id',
		5,
	],
	['styles', buildParameters('video', 'getRestyles'), 'searchRestyles', restyle, 'restyle_id', 3],
	[
		'voices of speech',
		buildParameters('speech', 'getVoices', { model: model('speech-2.8-hd') }),
		'searchVoices',
		speechCreate,
		'voice_id',
		7,
	],
];

describe.each(lists)(
	'The list of %s',
	(_what, parameters, listMethod, buildPickerParameters, key, count) => {
		it.each(['items', 'data', 'array', 'grouped'] as const)(
			'should have one item per entry, whatever the shape of the response (%s)',
			async (undocumentedLists) => {
				testBed.simulator.faults.setSwitches({ undocumentedLists });
				const out = await testBed.run(parameters);
				expect(out.error).toBeUndefined();
				expect(out.items).toHaveLength(count);
				for (const { json } of out.items) expect(json).toHaveProperty(key);
				const found = await listSearch(listMethod, testBed.use(buildPickerParameters()));
				expect(found.results).toHaveLength(count);
			},
		);

		it('should end at its limit', async () => {
			const out = await testBed.run({ ...parameters, limit: 2 });
			expect(out.items).toHaveLength(2);
		});

		it('should require an account as soon as two are configured', async () => {
			testBed.simulator.accounts.add({ email: 'second@example.com' });
			const { error } = await testBed.run(parameters);
			expect(`${error?.message} ${error?.description}`).toMatch(/account/i);
			const account = typedAccount('second@example.com');
			expect((await testBed.run({ ...parameters, account })).items).toHaveLength(count);
			// The list of the editor uses one of the accounts.
			expect(
				(await listSearch(listMethod, testBed.use(buildPickerParameters()))).results,
			).toHaveLength(count);
		});
	},
);

describe('A list of unknown shape', () => {
	/** Runs an operation with the given response of the API. */
	async function runWithResponse(body: unknown) {
		const path = '/v2/pixverse/videos/voices';
		const server = await startFileServer({
			[path]: { body: JSON.stringify(body), type: 'application/json' },
		});
		try {
			const credentials = { apiToken: 'user:1-test', baseUrl: server.url };
			return await testBed.run(buildParameters('video', 'getVoices'), { credentials });
		} finally {
			await server.stop();
		}
	}

	it.each<[string, unknown, unknown[]]>([
		['only texts', ['Auto', '1'], [{ speaker_id: 'Auto' }, { speaker_id: '1' }]],
		['only numbers', [1, 2], [{ speaker_id: 1 }, { speaker_id: 2 }]],
		['objects without the key', [{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 2 }]],
		['an object by ID', { 1: { name: 'Emily' } }, [{ 1: { name: 'Emily' } }]],
		['no entries', { items: [] }, []],
		['an empty list', [], []],
		['mixed entries', ['Auto', null, { speaker_id: '1' }], [{ speaker_id: '1' }]],
	])('(%s) should be returned as a whole', async (_shape, body, expected) => {
		const out = await runWithResponse(body);
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json)).toEqual(expected);
	});
});

describe('A list that may have pages', () => {
	const getPages = (more: object) => {
		const page = (ids: number[], rest: object = {}) => ({
			body: JSON.stringify({ voices: ids.map((id) => ({ voice_id: `v${id}` })), ...rest }),
			type: 'application/json',
		});
		const path = '/v2/pixverse/speech/voices?model=speech-2.8-hd';
		return {
			[path]: page([1, 2], more),
			[`${path}&offset=2`]: page([3, 4], { has_more: true, next_offset: 4 }),
			[`${path}&offset=4`]: page([5], { has_more: false, next_offset: null }),
		};
	};

	it.each([
		['it has more entries', { has_more: true, next_offset: 2 }, 5],
		['it ends', { has_more: false, next_offset: 2 }, 2],
		['it has no page information', {}, 2],
		['the next offset is missing', { has_more: true }, 2],
		['the next offset is 0', { has_more: true, next_offset: 0 }, 2],
	])('should be read as far as it goes if %s', async (_what, more, count) => {
		const server = await startFileServer(getPages(more));
		const credentials = { apiToken: 'user:1-test', baseUrl: server.url };
		const parameters = buildParameters('speech', 'getVoices', { returnAll: true });
		const out = await testBed.run(parameters, { credentials });
		await server.stop();
		expect(out.error).toBeUndefined();
		expect(out.items.map(({ json }) => json.voice_id)).toEqual(
			Array.from({ length: count }, (_, index) => `v${index + 1}`),
		);
	});
});

describe('Speech: Get Voices', () => {
	it('should return the voices of a model and a language', async () => {
		const parameters = { model: model('speech-2.8-hd'), languageCode: fromList('de') };
		const out = await testBed.run(buildParameters('speech', 'getVoices', parameters));
		expect(out.items.map(({ json }) => json.voice_id)).toEqual(['minimax_german_friendly_man']);
	});
});

describe('Speech: Get Models', () => {
	it('should return one item per model of all providers', async () => {
		const out = await testBed.run(buildParameters('speech', 'getModels'));
		expect(out.items.map(({ json }) => json.model)).toEqual([
			'speech-2.8-hd',
			'speech-2.8-turbo',
			'eleven-multilingual-v2',
			'eleven-v3',
			'eleven-turbo-v2.5',
		]);
		const found = await listSearch('searchLanguages', testBed.use(speechCreate()));
		expect(found.results).toContainEqual({ name: 'German (de)', value: 'de' });
	});
});

describe('Get Many', () => {
	/** Creates a number of generations of a type. */
	async function createGenerations(kind: string, count: number): Promise<string[]> {
		if (kind === 'video') testBed.simulator.seedVideos(count);
		const items = Array.from({ length: count }, () => ({}));
		const buildPickerParameters = { image: imageCreate, speech: speechCreate }[kind];
		if (buildPickerParameters)
			await testBed.run({ ...buildPickerParameters(), waitMode: 'none' }, { items });
		return testBed.simulator.jobs.map(({ id }) => id).reverse();
	}

	// Each type marks the end of its list differently: not at all, by `total`, or by `has_more`.
	it.each([
		['video', 85],
		['image', 105],
		['speech', 105],
	])('should read all pages of %s, newest first, each once', async (kind, count) => {
		const ids = await createGenerations(kind, count);
		const out = await testBed.run(buildParameters(kind, 'getAll', { returnAll: true }));
		expect(out.items.map(({ json }) => json.id)).toEqual(ids);
		const some = await testBed.run(buildParameters(kind, 'getAll', { limit: 60 }));
		expect(some.items.map(({ json }) => json.id)).toEqual(ids.slice(0, 60));
	});

	it.each(['video', 'image', 'music', 'speech'])(
		'should return no %s where there are none',
		async (kind) => {
			const out = await testBed.run(buildParameters(kind, 'getAll', { returnAll: true }));
			expect(out).toMatchObject({ items: [], status: 'success' });
		},
	);

	it.each(['video', 'image', 'music', 'speech'])(
		'should name the missing parameter for %s with two accounts',
		async (kind) => {
			testBed.simulator.accounts.add({ email: 'second@example.com' });
			const { error } = await testBed.run(buildParameters(kind, 'getAll'));
			expect(`${error?.message} ${error?.description}`).toMatch(/account/i);
			const account = typedAccount('second@example.com');
			expect(
				(await testBed.run(buildParameters(kind, 'getAll', { account }))).error,
			).toBeUndefined();
		},
	);
});
