import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/PixVerse/actions/index';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { type Stock, seedFixtures } from './conformance/api.cts';
import { fieldFor, shownFor, valuesOf } from './conformance/editor.cts';
import { listSearch } from './harness/harness.cts';
import { files } from './media.cts';
import { byId, fileEntry, fileList, fromBinary, fromList, model } from './parameters.cts';
import { getCreateRequests } from './sent-requests.cts';
import { createTestBed, testAccount } from './test-bed.cts';

/*
 * Nodes as they are after a user has opened them and filled in only the required parameters. Everything else is
 * left as n8n's editor sets it, so that the defaults are what is tested.
 */

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });

/** The item that flows in: `data` is what nodes usually call their file. */
const { png, webp, mp4, mp3 } = files;
const getItem = (data = png) => ({ binary: { data, other: webp, clip: mp4, sound: mp3 } });

/** IDs of finished generations, or of what the operation is about. */
const getId = (name: string, operation: string, stock: Stock): string | undefined =>
	name === 'videoId' && operation === 'createFinal'
		? stock.draftId
		: {
				videoId: operation.startsWith('musicVideo.') ? stock.musicVideoId : stock.videoId,
				imageId: stock.finishedImageId,
				musicId: stock.musicId,
				speechId: stock.speechId,
				jobId: stock.imageId,
			}[name];

/** What a field gets if the editor marks it as required. */
async function fillRequiredField(
	name: string,
	operation: string,
	stock: Stock,
): Promise<INodeParameters[string]> {
	const [resource = '', value = ''] = operation.split('.');
	const pick = async (method: string, fits = /./) => {
		const use = testBed.use({ resource, operation: value });
		const { results } = await listSearch(method, use);
		return fromList(String(results.find((entry) => fits.test(entry.name))?.value));
	};
	switch (name) {
		case 'account':
			return fromList(testAccount);
		case 'email':
			return 'new@example.com';
		case 'password':
			return 'open sesame';
		case 'sourceVideo':
			return byId(stock.videoId ?? '');
		case 'lastFrame':
			return fromBinary('other');
		case 'motionVideo':
			return fromBinary('clip');
		case 'templateId':
			return await pick('searchEffects', /· 1 image,/);
		case 'voiceId':
			return await pick('searchVoices');
		case 'jobId':
			return stock.imageId ?? '';
		default: {
			const id = getId(name, value === 'createFinal' ? value : operation, stock);
			if (id === undefined) throw new Error(`Nobody knows what to enter in ${operation}: ${name}`);
			return byId(id);
		}
	}
}

/** What the API can't do without, although the editor can't know that it is required. */
const NEEDED: Readonly<Record<string, (stock: Stock) => INodeParameters>> = {
	'video.create': () => ({ prompt: 'a lighthouse' }),
	'video.createFusion': () => ({ prompt: '@image1 walks' }),
	'video.createTransition': () => ({
		frames: fileList(fileEntry(fromBinary()), fileEntry(fromBinary('other'))),
	}),
	'video.modify': () => ({ prompt: 'a red car' }),
	'video.restyle': () => ({ prompt: 'as a watercolor' }),
	'video.lipSync': () => ({ prompt: 'Welcome!' }),
	'video.upscale': ({ videoId = '' }) => ({ sourceVideo: byId(videoId) }),
	'image.create': () => ({ prompt: 'a bicycle' }),
	'image.upscale': ({ finishedImageId = '' }) => ({ sourceImage: byId(finishedImageId) }),
	'music.create': () => ({ prompt: 'a waltz' }),
	'speech.create': () => ({ text: 'Hello' }),
};

/** Whether the editor fills it in, such as the field of the item in which files usually are. */
function isFilled(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'value' in value
		? value.value !== ''
		: value !== '';
}

/** A node as it is after its required fields were filled in. */
async function openOperation(name: string, stock: Stock): Promise<INodeParameters> {
	const [resource = '', operation = ''] = name.split('.');
	const parameters: INodeParameters = { resource, operation, ...NEEDED[name]?.(stock) };
	for (const field of shownFor({ resource, operation })) {
		if (!field.required || isFilled(field.default) || field.name in parameters) continue;
		parameters[field.name] = await fillRequiredField(field.name, name, stock);
	}
	return parameters;
}

async function seedFinished(): Promise<Stock> {
	const stock = await seedFixtures(testBed);
	for (const id of [stock.musicId, stock.speechId, stock.musicVideoId])
		testBed.simulator.lifecycle.finishById(id ?? '');
	return stock;
}

/** Runs a node, and fails if the API rejected anything. */
async function run(parameters: INodeParameters): Promise<void> {
	const before = testBed.simulator.requests.length;
	const isSong = parameters.resource === 'musicVideo';
	const out = await testBed.run(parameters, { items: [getItem(isSong ? mp3 : png)] });
	const rejected = testBed.simulator.requests
		.slice(before)
		.filter(({ status }) => status >= 400 && status !== 404);
	expect(rejected.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([]);
	expect(out.error?.message).toBeUndefined();
	expect(out.status).toBe('success');
	expect(out.items.length).toBeGreaterThan(0);
}

const all = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map(({ option }) => `${resource}.${option.value}`),
);

describe('An operation as it opens in the editor, with only its required fields', () => {
	it('should be one of at least 55', () => {
		expect(all.length).toBeGreaterThanOrEqual(55);
	});

	it.each(all)('should be accepted by the API: %s', async (name) => {
		const parameters = await openOperation(name, await seedFinished());
		const before = getCreateRequests(testBed).length;
		await run(parameters);
		const isCreate = Object.values(operations)
			.flat()
			.some(({ type, option }) => type === 'generation' && name.endsWith(`.${option.value}`));
		if (isCreate) expect(getCreateRequests(testBed)).toHaveLength(before + 1);
	});
});

/** Operations with a list of models. */
const withModels = all.filter((name) => {
	const [resource = '', operation = ''] = name.split('.');
	return fieldFor({ resource, operation }, 'model') && !/\.(get|getAll|getVoices)$/.test(name);
});

describe('An operation as it opens with each model of its list', () => {
	it.each(withModels)('should be accepted by the API: %s', async (name) => {
		const stock = await seedFinished();
		const opened = await openOperation(name, stock);
		const { results } = await listSearch('searchModels', testBed.use(opened));
		expect(results.length).toBeGreaterThan(0);
		for (const { value } of results) {
			const id = String(value);
			const parameters: INodeParameters = { ...opened, model: model(id), waitMode: 'none' };
			// Where the editor says "Choose…", the first choice.
			for (const field of shownFor(parameters)) {
				const [unset] = (field.options ?? []) as Array<{ name: string }>;
				if (unset?.name !== 'Choose…') continue;
				const choices = valuesOf(field).filter((choice) => choice !== '' && choice !== 0);
				parameters[field.name] = choices[0] as string;
			}
			if (videoModels[id]?.required?.includes('first_frame_path'))
				parameters.firstFrame = fromBinary();
			if (name === 'speech.create') {
				const voices = await listSearch('searchVoices', testBed.use(parameters));
				parameters.voiceId = fromList(String(voices.results[0]?.value));
			}
			await run(parameters);
			expect([id, getCreateRequests(testBed).at(-1)?.body]).toEqual([
				id,
				expect.objectContaining({ model: id }),
			]);
		}
	});
});
