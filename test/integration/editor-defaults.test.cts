import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/PixVerse/actions/index';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { type Fixtures, seedFixtures } from './conformance/api.cts';
import { findField, getShownFields, getOptionValues } from './conformance/editor.cts';
import { listSearch } from './harness/harness.cts';
import { files } from './media.cts';
import { byId, fileEntry, fileList, fromBinary, fromList, model } from './parameters.cts';
import { getCreateRequests } from './sent-requests.cts';
import { createTestBed, testAccount } from './test-bed.cts';

/*
 * Tests the defaults: nodes in which a user has only filled in the required parameters. All other parameters have the
 * values that n8n's editor sets.
 */

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });

/** The input item. Most nodes name their file `data`. */
const { png, webp, mp4, mp3 } = files;
const getItem = (data = png) => ({ binary: { data, other: webp, clip: mp4, sound: mp3 } });

/** The ID of a finished generation or running job for a field. */
const getId = (name: string, operation: string, fixtures: Fixtures): string | undefined =>
	name === 'videoId' && operation === 'createFinal'
		? fixtures.draftId
		: {
				videoId: operation.startsWith('musicVideo.') ? fixtures.musicVideoId : fixtures.videoId,
				imageId: fixtures.finishedImageId,
				musicId: fixtures.musicId,
				speechId: fixtures.speechId,
				jobId: fixtures.imageId,
			}[name];

/** The value of a field that the editor marks as required. */
async function fillRequiredField(
	name: string,
	operation: string,
	fixtures: Fixtures,
): Promise<INodeParameters[string]> {
	const [resource = '', value = ''] = operation.split('.');
	const pick = async (method: string, fits = /./) => {
		const config = testBed.use({ resource, operation: value });
		const { results } = await listSearch(method, config);
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
			return byId(fixtures.videoId ?? '');
		case 'lastFrame':
			return fromBinary('other');
		case 'motionVideo':
			return fromBinary('clip');
		case 'templateId':
			return await pick('searchEffects', /· 1 image,/);
		case 'voiceId':
			return await pick('searchVoices');
		case 'jobId':
			return fixtures.imageId ?? '';
		default: {
			const id = getId(name, value === 'createFinal' ? value : operation, fixtures);
			if (id === undefined) throw new Error(`There is no value for ${operation}: ${name}`);
			return byId(id);
		}
	}
}

/** Parameters that the API requires, although the editor can't mark them as required. */
const REQUIRED_BY_API: Readonly<Record<string, (fixtures: Fixtures) => INodeParameters>> = {
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

/** Whether the field has a default, such as the binary field `data`. */
function hasDefault(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'value' in value
		? value.value !== ''
		: value !== '';
}

/** The parameters of a node in which only the required fields are filled in. */
async function openOperation(name: string, fixtures: Fixtures): Promise<INodeParameters> {
	const [resource = '', operation = ''] = name.split('.');
	const parameters: INodeParameters = { resource, operation, ...REQUIRED_BY_API[name]?.(fixtures) };
	for (const field of getShownFields({ resource, operation })) {
		if (!field.required || hasDefault(field.default) || field.name in parameters) continue;
		parameters[field.name] = await fillRequiredField(field.name, name, fixtures);
	}
	return parameters;
}

async function seedFinished(): Promise<Fixtures> {
	const fixtures = await seedFixtures(testBed);
	for (const id of [fixtures.musicId, fixtures.speechId, fixtures.musicVideoId])
		testBed.simulator.lifecycle.finishById(id ?? '');
	return fixtures;
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

const allOperations = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map(({ option }) => `${resource}.${option.value}`),
);

describe('An operation as it opens in the editor, with only its required fields', () => {
	it('should exist at least 55 times', () => {
		expect(allOperations.length).toBeGreaterThanOrEqual(55);
	});

	it.each(allOperations)('should be accepted by the API: %s', async (name) => {
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
const withModels = allOperations.filter((name) => {
	const [resource = '', operation = ''] = name.split('.');
	return findField({ resource, operation }, 'model') && !/\.(get|getAll|getVoices)$/.test(name);
});

describe('An operation as it opens with each model of its list', () => {
	it.each(withModels)('should be accepted by the API: %s', async (name) => {
		const fixtures = await seedFinished();
		const initialParameters = await openOperation(name, fixtures);
		const { results } = await listSearch('searchModels', testBed.use(initialParameters));
		expect(results.length).toBeGreaterThan(0);
		for (const { value } of results) {
			const id = String(value);
			const parameters: INodeParameters = {
				...initialParameters,
				model: model(id),
				waitMode: 'none',
			};
			// Selects the first option where the editor shows "Choose…".
			for (const field of getShownFields(parameters)) {
				const [unset] = (field.options ?? []) as Array<{ name: string }>;
				if (unset?.name !== 'Choose…') continue;
				const choices = getOptionValues(field).filter((choice) => choice !== '' && choice !== 0);
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
