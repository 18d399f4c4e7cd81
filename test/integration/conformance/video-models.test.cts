import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { VIDEO_MODEL_SPECS, type VideoModelSpec } from '../../../simulator/rules/video-models.cts';
import { listSearch } from '../harness/harness.cts';
import { fromPath, model } from '../parameters.cts';
import { createTestBed } from '../test-bed.cts';
import { getOffered, getValidationError, image, listImages } from './model-options.cts';

const testBed = createTestBed();

/** Operations with a video model, with their other required parameters. */
const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	create: { operation: 'create', prompt: 'a lighthouse' },
	'create-frames': { operation: 'createFromFrames', firstFrame: image, lastFrame: image },
	'create-transition': {
		operation: 'createTransition',
		...listImages('frames', 2),
	},
	'create-fusion': {
		operation: 'createFusion',
		prompt: 'the cat of @image1',
		...listImages('images', 1),
	},
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

const getError = async (
	endpoint: string,
	id: string,
	more: INodeParameters,
	items?: Array<{ json: IDataObject }>,
) => await getValidationError(testBed, buildVideoParameters(endpoint, id, more), items);

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
		expect(await getError(endpoint, id, { ...base, ...chosen }, items)).toBe('');
	});

	const createUses = modelUses.filter(([, endpoint]) => endpoint === 'create');
	it.each(createUses)(
		'%s should reject options that the reference excludes',
		async (id, endpoint, row) => {
			const base = getRequiredParameters(row);
			const getErrorWith = async (more: INodeParameters) =>
				await getError(endpoint, id, { ...base, ...more });
			const { documented = [], seconds, native, multiShot, audioRejected } = row;
			if (documented.includes('qualities'))
				expect(await getErrorWith({ quality: '999p' })).toMatch(/"Quality"/);
			if (documented.includes('seconds') && seconds !== undefined) {
				expect(await getErrorWith({ duration: seconds.max + 1 })).toMatch(/"Duration"/);
			}
			if (seconds?.maxAt1080p !== undefined) {
				const duration = seconds.maxAt1080p + 1;
				expect(await getErrorWith({ quality: '1080p', duration })).toMatch(/"Duration".*1080p/);
			}
			if (!multiShot)
				expect(await getErrorWith({ options: { multiShot: true } })).toMatch(/"Multi-Shot"/);
			if (!native) expect(await getErrorWith({ options: { seed: 7 } })).toMatch(/"Seed"/);
			if (audioRejected)
				expect(await getErrorWith({ options: { audio: false } })).toMatch(/"Audio"/);
			for (const missing of row.required ?? []) {
				const { [missing === 'first_frame_path' ? 'firstFrame' : missing]: _removed, ...rest } =
					base;
				expect(await getError(endpoint, id, rest)).toContain(`${id} requires it`);
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
		const getErrorOf = async (count: number) =>
			await getError(endpoint, id, {
				...getRequiredParameters(row),
				...listImages(list, count),
			});
		expect(await getErrorOf(max)).toBe('');
		// The node leaves limits from other sources to the API.
		const isDocumented = endpoint !== 'create-fusion' || row.documented?.includes('fusion');
		const message = await getErrorOf(max + 1);
		expect(message).toContain(isDocumented ? `${id} accepts ${max}` : '');
		if (!isDocumented) expect(message).toBe('');
	});
});
