import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { IMAGE_MODELS } from '../../../simulator/rules/image-models.cts';
import { MUSIC_MODELS } from '../../../simulator/rules/music-create.cts';
import {
	getSpeechSettings,
	supportsLanguageCode,
} from '../../../simulator/rules/speech-create.cts';
import { VIDEO_MODEL_SPECS, type VideoModelSpec } from '../../../simulator/rules/video-models.cts';
import { SPEECH_MODELS } from '../../../simulator/seeds/speech-models.cts';
import { listSearch } from '../harness/harness.cts';
import { fromPath, model, modelByExpression, typedModel } from '../parameters.cts';
import { createTestBed } from '../test-bed.cts';
import { findField, getOptionValues } from './editor.cts';

const testBed = createTestBed();
const image = fromPath('upload/a.png');
const images = { entries: [{ file: image }] };

/** Operations with a video model, with their other required parameters. */
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

/** Endpoints with fewer qualities than the model has elsewhere. */
const QUALITIES: Readonly<Record<string, readonly string[]>> = {
	modify: ['360p', '540p', '720p'],
	'motion-control': ['360p', '540p', '720p'],
};

/** Every model with every endpoint that accepts it. */
const modelUses = Object.entries(VIDEO_MODEL_SPECS).flatMap(([id, row]) =>
	row.endpoints
		.filter((endpoint) => endpoint in OPERATIONS)
		.map((endpoint) => [id, endpoint, row] as const),
);

const buildVideoParameters = (
	endpoint: string,
	id: string,
	more: INodeParameters = {},
): INodeParameters => ({
	resource: 'video',
	...OPERATIONS[endpoint],
	model: model(id),
	...more,
});

/** The values that the editor offers, except the default. */
const getOffered = (parameters: INodeParameters, name: string) =>
	getOptionValues(findField(parameters, name)).filter((value) => value !== '' && value !== 0);

/** Validates the requests of the items in a dry run. @returns the error message, or an empty text */
async function getValidationError(
	parameters: INodeParameters,
	items: Array<{ json: IDataObject }> = [{ json: {} }],
): Promise<string> {
	const options = { ...(parameters.options as INodeParameters | undefined), dryRun: true };
	const { error } = await testBed.run({ ...parameters, options }, { items });
	expect(testBed.simulator.requests).toHaveLength(0);
	return error === undefined ? '' : error.message;
}

/** Required parameters of a model, so that no other error occurs. */
function getRequiredParameters({
	required = [],
	qualities = [],
	seconds,
}: VideoModelSpec): INodeParameters {
	return {
		...(required.includes('duration') ? { duration: seconds?.min ?? 5 } : {}),
		...(required.includes('quality') ? { quality: qualities[0] ?? '' } : {}),
		...(required.includes('first_frame_path') ? { firstFrame: image } : {}),
	};
}

const getDurations = ({ seconds, extendSeconds }: VideoModelSpec, endpoint: string): number[] => {
	const { min, max, only } = (endpoint === 'extend' && extendSeconds) ||
		seconds || { min: 1, max: 0 };
	return [...(only ?? Array.from({ length: max - min + 1 }, (_, index) => min + index))];
};

describe('Every video model of the reference', () => {
	it.each(modelUses)('%s should be in the list of videos/%s', async (id, endpoint) => {
		const list = await listSearch('searchModels', testBed.use(buildVideoParameters(endpoint, id)));
		expect(list.results.map(({ value }) => value)).toContain(id);
	});

	it.each(modelUses)(
		'%s on videos/%s should have its options in the editor',
		(id, endpoint, row) => {
			const parameters = buildVideoParameters(endpoint, id);
			const qualities = QUALITIES[endpoint] ?? row.qualities;
			if (endpoint !== 'restyle') expect(getOffered(parameters, 'quality')).toEqual(qualities);
			if (['create', 'create-frames', 'create-fusion', 'extend'].includes(endpoint))
				expect(getOffered(parameters, 'duration')).toEqual(getDurations(row, endpoint));
			if (['create', 'create-fusion'].includes(endpoint) && row.ratios !== undefined)
				expect(getOffered(parameters, 'aspectRatio')).toEqual(row.ratios);
		},
	);

	it.each(modelUses)('%s on videos/%s should accept its options', async (id, endpoint, row) => {
		const base = { quality: '', duration: 0, ...getRequiredParameters(row) };
		const choices = [
			...(getOffered(buildVideoParameters(endpoint, id), 'quality') as string[]).map((quality) => ({
				quality,
			})),
			...getDurations(row, endpoint).map((duration) => ({ duration })),
		];
		const chosen = { quality: '={{ $json.quality }}', duration: '={{ $json.duration }}' };
		const items = choices.map((choice) => ({ json: { ...base, ...choice } }));
		expect(
			await getValidationError(buildVideoParameters(endpoint, id, { ...base, ...chosen }), items),
		).toBe('');
	});

	const createUses = modelUses.filter(([, endpoint]) => endpoint === 'create');
	it.each(createUses)(
		'%s should reject options that the reference excludes',
		async (id, endpoint, row) => {
			const base = getRequiredParameters(row);
			const { documented = [], seconds, native, multiShot, audioRejected } = row;
			if (documented.includes('qualities'))
				expect(
					await getValidationError(
						buildVideoParameters(endpoint, id, { ...base, quality: '999p' }),
					),
				).toMatch(/"Quality"/);
			if (documented.includes('seconds') && seconds !== undefined) {
				const longer = { ...base, duration: seconds.max + 1 };
				expect(await getValidationError(buildVideoParameters(endpoint, id, longer))).toMatch(
					/"Duration"/,
				);
			}
			if (seconds?.maxAt1080p !== undefined) {
				const longer = { ...base, quality: '1080p', duration: seconds.maxAt1080p + 1 };
				expect(await getValidationError(buildVideoParameters(endpoint, id, longer))).toMatch(
					/"Duration".*1080p/,
				);
			}
			if (!multiShot)
				expect(
					await getValidationError(
						buildVideoParameters(endpoint, id, { ...base, options: { multiShot: true } }),
					),
				).toMatch(/"Multi-Shot"/);
			if (!native)
				expect(
					await getValidationError(
						buildVideoParameters(endpoint, id, { ...base, options: { seed: 7 } }),
					),
				).toMatch(/"Seed"/);
			if (audioRejected)
				expect(
					await getValidationError(
						buildVideoParameters(endpoint, id, { ...base, options: { audio: false } }),
					),
				).toMatch(/"Audio"/);
			for (const missing of row.required ?? []) {
				const { [missing === 'first_frame_path' ? 'firstFrame' : missing]: _removed, ...rest } =
					base;
				expect(await getValidationError(buildVideoParameters(endpoint, id, rest))).toContain(
					`${id} requires it`,
				);
			}
		},
	);

	it.each(
		modelUses.filter(
			([, endpoint]) => endpoint === 'create-fusion' || endpoint === 'create-transition',
		),
	)('%s on videos/%s should accept its number of files and no more', async (id, endpoint, row) => {
		const list = endpoint === 'create-fusion' ? 'images' : 'frames';
		const max = endpoint === 'create-fusion' ? row.fusion?.images : row.transition;
		if (max === undefined) return;
		const withFiles = (count: number) =>
			buildVideoParameters(endpoint, id, {
				...getRequiredParameters(row),
				[list]: { entries: Array.from({ length: count }, () => ({ file: image })) },
			});
		expect(await getValidationError(withFiles(max))).toBe('');
		// The node leaves limits from other sources to the API.
		const isDocumented = endpoint !== 'create-fusion' || row.documented?.includes('fusion');
		const message = await getValidationError(withFiles(max + 1));
		expect(message).toContain(isDocumented ? `${id} accepts ${max}` : '');
		if (!isDocumented) expect(message).toBe('');
	});
});

describe('Every image model of the reference', () => {
	const buildImageParameters = (id: string, more: INodeParameters = {}): INodeParameters => ({
		resource: 'image',
		operation: 'create',
		prompt: 'a bicycle',
		model: model(id),
		...more,
	});
	const buildReferences = (count: number) => ({
		referenceImages: { entries: Array.from({ length: count }, () => ({ file: image })) },
	});

	it.each(Object.entries(IMAGE_MODELS))('%s should be listed with its options', async (id, row) => {
		const list = await listSearch('searchModels', testBed.use(buildImageParameters(id)));
		expect(list.results.map(({ value }) => value)).toContain(id);
		expect(getOffered(buildImageParameters(id), 'quality')).toEqual(row.qualities);
		expect(getOffered(buildImageParameters(id), 'aspectRatio')).toEqual(row.ratios);
		expect(getOffered(buildImageParameters(id), 'detailLevel')).toEqual(row.detailLevels ?? []);
	});

	it.each(Object.entries(IMAGE_MODELS))(
		'%s should have its references, detail, and price',
		async (id, row) => {
			if (row.references !== undefined) {
				expect(
					await getValidationError(buildImageParameters(id, buildReferences(row.references))),
				).toBe('');
				// Sources disagree on these limits.
				if (id !== 'kling-o3' && !id.startsWith('gpt-image-2.5'))
					expect(
						await getValidationError(buildImageParameters(id, buildReferences(row.references + 1))),
					).toContain(id);
			}
			if (!row.detailLevels) {
				// Not offered, so a level that was selected for another model is not sent.
				expect(await getValidationError(buildImageParameters(id, { detailLevel: 'low' }))).toBe('');
				const free = { model: typedModel(`={{ '${id}' }}`), detailLevel: 'low' };
				expect(await getValidationError(buildImageParameters(id, free))).toMatch(/"Detail Level"/);
			}
			for (const detailLevel of ['', ...(row.detailLevels ?? [])])
				expect(await getValidationError(buildImageParameters(id, { detailLevel }))).toBe('');
			for (const quality of row.qualities) {
				const options = { dryRun: true, createCount: 3 };
				const out = await testBed.run(buildImageParameters(id, { quality, options }));
				const creditsPerImage = row.credits[quality];
				const expected = creditsPerImage === undefined ? null : creditsPerImage * 3;
				expect(out.items[0]?.json).toMatchObject({ estimatedCredits: expected });
			}
		},
	);
});

describe('Every music model of the reference', () => {
	const buildMusicParameters = (id: string, more: INodeParameters) => ({
		resource: 'music',
		operation: 'create',
		prompt: 'jazz',
		model: modelByExpression(id),
		...more,
	});

	it.each(Object.entries(MUSIC_MODELS))(
		'%s should be offered with its limits',
		async (id, { promptMax: maxChars, lyrics, images: max, credits }) => {
			expect(
				await getValidationError(buildMusicParameters(id, { prompt: 'x'.repeat(maxChars) })),
			).toBe('');
			expect(
				await getValidationError(buildMusicParameters(id, { prompt: 'x'.repeat(maxChars + 1) })),
			).toMatch(/"Prompt"/);
			expect(await getValidationError(buildMusicParameters(id, { lyrics: 'la la' }))).toMatch(
				lyrics ? /^$/ : /"Lyrics"/,
			);
			const referenceImages = {
				entries: Array.from({ length: max + 1 }, () => ({ file: image })),
			};
			expect(await getValidationError(buildMusicParameters(id, { referenceImages }))).toMatch(
				/"Reference Images/,
			);
			const out = await testBed.run(buildMusicParameters(id, { options: { dryRun: true } }));
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
	const buildSpeechParameters = (id: string, more: INodeParameters) => ({
		resource: 'speech',
		operation: 'create',
		text: 'Hello',
		voiceId: model('any'),
		model: model(id),
		...more,
	});

	it.each(SPEECH_MODELS)('$model should be offered with its limits', async (row) => {
		const { model: id, max_characters: maxChars, credit_formula: formula } = row;
		const settings = getSpeechSettings(row);
		expect(
			await getValidationError(buildSpeechParameters(id, { text: 'x'.repeat(maxChars) })),
		).toBe('');
		expect(
			await getValidationError(buildSpeechParameters(id, { text: 'x'.repeat(maxChars + 1) })),
		).toMatch(/"Text"/);
		const language = await getValidationError(
			buildSpeechParameters(id, { languageCode: model('en') }),
		);
		expect(language).toMatch(supportsLanguageCode(row) ? /^$/ : /"Language"/);
		for (const [name, [field, value]] of Object.entries(SAMPLES)) {
			const message = await getValidationError(
				buildSpeechParameters(id, { options: { [field]: value } }),
			);
			expect({ name, refused: message !== '' }).toEqual({
				name,
				refused: !settings.includes(name),
			});
		}
		const text = 'x'.repeat(formula.unit_characters * 2 + 1);
		const out = await testBed.run(buildSpeechParameters(id, { text, options: { dryRun: true } }));
		expect(out.items[0]?.json).toMatchObject({ estimatedCredits: 3 });
	});
});
