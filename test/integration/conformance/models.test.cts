import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { IMAGE_MODELS } from '../../../simulator/rules/image-models.cts';
import { MUSIC_MODELS } from '../../../simulator/rules/music-create.cts';
import { getSpeechSettings, takesLanguage } from '../../../simulator/rules/speech-create.cts';
import { VIDEO_MODEL_SPECS, type VideoModelSpec } from '../../../simulator/rules/video-models.cts';
import { SPEECH_MODELS } from '../../../simulator/seeds/speech-models.cts';
import { listSearch } from '../harness/harness.cts';
import { fromPath, model, modelByExpression, typedModel } from '../parameters.cts';
import { createTestBed } from '../test-bed.cts';
import { fieldFor, valuesOf } from './editor.cts';

const testBed = createTestBed();
const image = fromPath('upload/a.png');
const images = { entries: [{ file: image }] };

/** Operations that take a video model, with what else they need. */
const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	create: { operation: 'create', prompt: 'a lighthouse' },
	'create-frames': { operation: 'createFromFrames', firstFrame: image, lastFrame: image },
	'create-transition': {
		operation: 'createTransition',
		frames: { entries: [{ file: image }, { file: image }] },
	},
	'create-fusion': { operation: 'createFusion', prompt: 'the cat of @image1', images },
	extend: { operation: 'extend', sourceVideo: fromPath('upload/a.mp4') },
	modify: { operation: 'modify', sourceVideo: fromPath('upload/a.mp4'), prompt: 'a red car' },
	restyle: { operation: 'restyle', sourceVideo: fromPath('upload/a.mp4'), prompt: 'clay' },
	'motion-control': {
		operation: 'motionControl',
		character: image,
		motionVideo: fromPath('upload/a.mp4'),
	},
};

/** Endpoints that make fewer qualities than the model does elsewhere. */
const QUALITIES: Readonly<Record<string, readonly string[]>> = {
	modify: ['360p', '540p', '720p'],
	'motion-control': ['360p', '540p', '720p'],
};

/** Every model on every endpoint that takes it. */
const uses = Object.entries(VIDEO_MODEL_SPECS).flatMap(([id, row]) =>
	row.endpoints
		.filter((endpoint) => endpoint in OPERATIONS)
		.map((endpoint) => [id, endpoint, row] as const),
);

const on = (endpoint: string, id: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'video',
	...OPERATIONS[endpoint],
	model: model(id),
	...more,
});

/** What a list of the editor offers besides the default. */
const offered = (parameters: INodeParameters, name: string) =>
	valuesOf(fieldFor(parameters, name)).filter((value) => value !== '' && value !== 0);

/** Checks the requests of the items, by default of one, without sending them. */
async function objection(
	parameters: INodeParameters,
	items: Array<{ json: IDataObject }> = [{ json: {} }],
): Promise<string> {
	const options = { ...(parameters.options as INodeParameters | undefined), dryRun: true };
	const { error } = await testBed.run({ ...parameters, options }, { items });
	expect(testBed.simulator.requests).toHaveLength(0);
	return error === undefined ? '' : error.message;
}

/** Required parameters of a model, so that no other error occurs. */
function needs({ required = [], qualities = [], seconds }: VideoModelSpec): INodeParameters {
	return {
		...(required.includes('duration') ? { duration: seconds?.min ?? 5 } : {}),
		...(required.includes('quality') ? { quality: qualities[0] ?? '' } : {}),
		...(required.includes('first_frame_path') ? { firstFrame: image } : {}),
	};
}

const secondsOf = ({ seconds, extendSeconds }: VideoModelSpec, endpoint: string): number[] => {
	const { min, max, only } = (endpoint === 'extend' && extendSeconds) ||
		seconds || { min: 1, max: 0 };
	return [...(only ?? Array.from({ length: max - min + 1 }, (_, index) => min + index))];
};

describe('Every video model of the reference', () => {
	it.each(uses)('%s should be in the list of videos/%s', async (id, endpoint) => {
		const found = await listSearch('searchModels', testBed.use(on(endpoint, id)));
		expect(found.results.map(({ value }) => value)).toContain(id);
	});

	it.each(uses)('%s on videos/%s should have its options in the editor', (id, endpoint, row) => {
		const parameters = on(endpoint, id);
		const qualities = QUALITIES[endpoint] ?? row.qualities;
		if (endpoint !== 'restyle') expect(offered(parameters, 'quality')).toEqual(qualities);
		if (['create', 'create-frames', 'create-fusion', 'extend'].includes(endpoint))
			expect(offered(parameters, 'duration')).toEqual(secondsOf(row, endpoint));
		if (['create', 'create-fusion'].includes(endpoint) && row.ratios !== undefined)
			expect(offered(parameters, 'aspectRatio')).toEqual(row.ratios);
	});

	it.each(uses)('%s on videos/%s should accept its options', async (id, endpoint, row) => {
		const base = { quality: '', duration: 0, ...needs(row) };
		const choices = [
			...(offered(on(endpoint, id), 'quality') as string[]).map((quality) => ({ quality })),
			...secondsOf(row, endpoint).map((duration) => ({ duration })),
		];
		const chosen = { quality: '={{ $json.quality }}', duration: '={{ $json.duration }}' };
		const items = choices.map((choice) => ({ json: { ...base, ...choice } }));
		expect(await objection(on(endpoint, id, { ...base, ...chosen }), items)).toBe('');
	});

	const sure = uses.filter(([, endpoint]) => endpoint === 'create');
	it.each(sure)('%s should reject options that it certainly lacks', async (id, endpoint, row) => {
		const base = needs(row);
		const { documented = [], seconds, native, multiShot, audioRejected } = row;
		if (documented.includes('qualities'))
			expect(await objection(on(endpoint, id, { ...base, quality: '999p' }))).toMatch(/"Quality"/);
		if (documented.includes('seconds') && seconds !== undefined) {
			const longer = { ...base, duration: seconds.max + 1 };
			expect(await objection(on(endpoint, id, longer))).toMatch(/"Duration"/);
		}
		if (seconds?.maxAt1080p !== undefined) {
			const longer = { ...base, quality: '1080p', duration: seconds.maxAt1080p + 1 };
			expect(await objection(on(endpoint, id, longer))).toMatch(/"Duration".*1080p/);
		}
		if (!multiShot)
			expect(await objection(on(endpoint, id, { ...base, options: { multiShot: true } }))).toMatch(
				/"Multi-Shot"/,
			);
		if (!native)
			expect(await objection(on(endpoint, id, { ...base, options: { seed: 7 } }))).toMatch(
				/"Seed"/,
			);
		if (audioRejected)
			expect(await objection(on(endpoint, id, { ...base, options: { audio: false } }))).toMatch(
				/"Audio"/,
			);
		for (const missing of row.required ?? []) {
			const { [missing === 'first_frame_path' ? 'firstFrame' : missing]: _left, ...rest } = base;
			expect(await objection(on(endpoint, id, rest))).toContain(`${id} needs it`);
		}
	});

	it.each(
		uses.filter(([, endpoint]) => endpoint === 'create-fusion' || endpoint === 'create-transition'),
	)('%s on videos/%s should accept its number of files and no more', async (id, endpoint, row) => {
		const list = endpoint === 'create-fusion' ? 'images' : 'frames';
		const most = endpoint === 'create-fusion' ? row.fusion?.images : row.transition;
		if (most === undefined) return;
		const with_ = (count: number) =>
			on(endpoint, id, {
				...needs(row),
				[list]: { entries: Array.from({ length: count }, () => ({ file: image })) },
			});
		expect(await objection(with_(most))).toBe('');
		// Limits from other sources are left to the API.
		const isSure = endpoint !== 'create-fusion' || row.documented?.includes('fusion');
		const said = await objection(with_(most + 1));
		expect(said).toContain(isSure ? `${id} takes ${most}` : '');
		if (!isSure) expect(said).toBe('');
	});
});

describe('Every image model of the reference', () => {
	const imageWith = (id: string, more: INodeParameters = {}): INodeParameters => ({
		resource: 'image',
		operation: 'create',
		prompt: 'a bicycle',
		model: model(id),
		...more,
	});
	const references = (count: number) => ({
		referenceImages: { entries: Array.from({ length: count }, () => ({ file: image })) },
	});

	it.each(Object.entries(IMAGE_MODELS))('%s should be listed with its options', async (id, row) => {
		const found = await listSearch('searchModels', testBed.use(imageWith(id)));
		expect(found.results.map(({ value }) => value)).toContain(id);
		expect(offered(imageWith(id), 'quality')).toEqual(row.qualities);
		expect(offered(imageWith(id), 'aspectRatio')).toEqual(row.ratios);
		expect(offered(imageWith(id), 'detailLevel')).toEqual(row.detailLevels ?? []);
	});

	it.each(Object.entries(IMAGE_MODELS))(
		'%s should have its references, detail, and price',
		async (id, row) => {
			if (row.references !== undefined) {
				expect(await objection(imageWith(id, references(row.references)))).toBe('');
				// Sources disagree on these limits.
				if (id !== 'kling-o3' && !id.startsWith('gpt-image-2.5'))
					expect(await objection(imageWith(id, references(row.references + 1)))).toContain(id);
			}
			if (!row.detailLevels) {
				// Not offered, so a level that was chosen for another model is not sent.
				expect(await objection(imageWith(id, { detailLevel: 'low' }))).toBe('');
				const free = { model: typedModel(`={{ '${id}' }}`), detailLevel: 'low' };
				expect(await objection(imageWith(id, free))).toMatch(/"Detail Level"/);
			}
			for (const detailLevel of ['', ...(row.detailLevels ?? [])])
				expect(await objection(imageWith(id, { detailLevel }))).toBe('');
			for (const quality of row.qualities) {
				const options = { dryRun: true, createCount: 3 };
				const out = await testBed.run(imageWith(id, { quality, options }));
				const each = row.credits[quality];
				const expected = each === undefined ? null : each * 3;
				expect(out.items[0]?.json).toMatchObject({ estimatedCredits: expected });
			}
		},
	);
});

describe('Every music model of the reference', () => {
	const music = (id: string, more: INodeParameters) => ({
		resource: 'music',
		operation: 'create',
		prompt: 'jazz',
		model: modelByExpression(id),
		...more,
	});

	it.each(Object.entries(MUSIC_MODELS))(
		'%s should be offered with its limits',
		async (id, { promptMax: longest, lyrics, images: most, credits }) => {
			expect(await objection(music(id, { prompt: 'x'.repeat(longest) }))).toBe('');
			expect(await objection(music(id, { prompt: 'x'.repeat(longest + 1) }))).toMatch(/"Prompt"/);
			expect(await objection(music(id, { lyrics: 'la la' }))).toMatch(lyrics ? /^$/ : /"Lyrics"/);
			const referenceImages = {
				entries: Array.from({ length: most + 1 }, () => ({ file: image })),
			};
			expect(await objection(music(id, { referenceImages }))).toMatch(/"Reference Images/);
			const out = await testBed.run(music(id, { options: { dryRun: true } }));
			expect(out.items[0]?.json).toMatchObject({ estimatedCredits: credits });
		},
	);
});

describe('Every speech model of the reference', () => {
	const SAMPLES: Readonly<Record<string, [string, INodeParameters[string]]>> = {
		speed: ['speed', 1.1],
		volume: ['volume', 2],
		pitch: ['pitch', 1],
		emotion: ['emotion', 'calm'],
		stability: ['stability', 0.2],
		similarity_boost: ['similarityBoost', 0.2],
		style: ['style', 0.2],
		use_speaker_boost: ['useSpeakerBoost', true],
	};
	const speech = (id: string, more: INodeParameters) => ({
		resource: 'speech',
		operation: 'create',
		text: 'Hello',
		voiceId: model('any'),
		model: model(id),
		...more,
	});

	it.each(SPEECH_MODELS)('$model should be offered with its limits', async (row) => {
		const { model: id, max_characters: longest, credit_formula: formula } = row;
		const settings = getSpeechSettings(row);
		expect(await objection(speech(id, { text: 'x'.repeat(longest) }))).toBe('');
		expect(await objection(speech(id, { text: 'x'.repeat(longest + 1) }))).toMatch(/"Text"/);
		const language = await objection(speech(id, { languageCode: model('en') }));
		expect(language).toMatch(takesLanguage(row) ? /^$/ : /"Language"/);
		for (const [name, [field, value]] of Object.entries(SAMPLES)) {
			const said = await objection(speech(id, { options: { [field]: value } }));
			expect({ name, refused: said !== '' }).toEqual({
				name,
				refused: !settings.includes(name),
			});
		}
		const text = 'x'.repeat(formula.unit_characters * 2 + 1);
		const out = await testBed.run(speech(id, { text, options: { dryRun: true } }));
		expect(out.items[0]?.json).toMatchObject({ estimatedCredits: 3 });
	});
});
