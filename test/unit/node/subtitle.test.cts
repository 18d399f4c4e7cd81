import type { INodeParameters } from 'n8n-workflow';
import { completeParameters, getSubtitle } from '../../../scripts/pictures/editor-text.cts';
import { eachOperation, operations, listStates } from './properties.cts';

const getCompleteSubtitle = (parameters: INodeParameters) =>
	getSubtitle(completeParameters(parameters));

const createLocator = (value: string, cachedResultName?: string) => ({
	__rl: true,
	mode: 'list',
	value,
	...(cachedResultName && { cachedResultName }),
});
const VIDEO = 'user:12-pixverse:a@b.co-video:34';

describe('The subtitle of a node', () => {
	it.each<[string, INodeParameters, string]>([
		['the model', { resource: 'video', operation: 'create' }, 'v6'],
		[
			'model, quality, and duration',
			{ resource: 'video', operation: 'create', quality: '360p', duration: 8 },
			'v6, 360p, 8 s',
		],
		[
			'a model by its ID, which is shorter than its entry in the list',
			{
				resource: 'video',
				operation: 'create',
				model: createLocator('veo-3', 'Veo 3 (veo-3) · 8 s'),
			},
			'veo-3',
		],
		[
			'the upscaler and the quality',
			{ resource: 'image', operation: 'upscale', quality: '4k' },
			'',
		],
		[
			'the end of an ID',
			{ resource: 'video', operation: 'wait', videoId: createLocator(VIDEO) },
			'video:34',
		],
		[
			'the prompt of a video from the list',
			{
				resource: 'video',
				operation: 'get',
				videoId: createLocator(VIDEO, 'A lighthouse · v6, 5 s'),
			},
			'A lighthouse',
		],
		[
			'an expression as it is written',
			{
				resource: 'video',
				operation: 'wait',
				videoId: { __rl: true, mode: 'id', value: "={{ $('Start').item.json.id }}" },
			},
			"$('Start').item.json.id",
		],
		['the limit of a list', { resource: 'video', operation: 'getAll' }, 'up to 50'],
		[
			'a list of everything of one account',
			{
				resource: 'image',
				operation: 'getAll',
				returnAll: true,
				account: { __rl: true, mode: 'email', value: 'a@b.co' },
			},
			'a@b.co, all',
		],
		['the field of a file', { resource: 'file', operation: 'upload' }, 'from data'],
		['the source of the speech', { resource: 'video', operation: 'lipSync' }, 'from text'],
		[
			'the name of an effect',
			{
				resource: 'video',
				operation: 'createFromEffect',
				templateId: createLocator('32673', 'Muscle Surge · 1 image, 60 credits'),
			},
			'Muscle Surge',
		],
		['the type of a list', { resource: 'musicVideo', operation: 'getLibrary' }, 'songs, up to 50'],
		[
			'the action if nothing is set',
			{ resource: 'scheduler', operation: 'getAll' },
			'Get many running jobs',
		],
		[
			'the action if an AI agent fills in the ID',
			{
				resource: 'video',
				operation: 'get',
				videoId: { __rl: true, mode: 'id', value: "={{ $fromAI('Video') }}" },
			},
			'Get a video',
		],
	])('should show %s', (_case, parameters, expected) => {
		const subtitle = String(getCompleteSubtitle(parameters));
		if (expected) expect(subtitle).toBe(expected);
		else expect(subtitle).toMatch(/^\S+, 4k$/);
	});

	it('should show characters that are placeholders in a replacement', () => {
		const path = '$& and $1';
		const file = { __rl: true, mode: 'url', value: path };
		expect(getCompleteSubtitle({ resource: 'file', operation: 'upload', file })).toBe(
			`from ${path}`,
		);
	});

	it('should only repeat the action of operations without fields or without values', () => {
		const repeated = operations.filter(
			({ resource, value: operation, option }) =>
				getCompleteSubtitle({ resource, operation }) === option.action,
		);
		expect(repeated.map(({ resource, value }) => `${resource} ${value}`).sort()).toEqual([
			'account delete',
			'account get',
			'account getFeatures',
			'account upsert',
			'image delete',
			'image download',
			'image get',
			'image wait',
			'music download',
			'music get',
			'music wait',
			'musicVideo delete',
			'musicVideo download',
			'musicVideo get',
			'musicVideo wait',
			'scheduler cancel',
			'scheduler getAll',
			'scheduler getAvailable',
			'speech download',
			'speech get',
			'speech wait',
			'video createFinal',
			'video createFromEffect',
			'video delete',
			'video download',
			'video get',
			'video wait',
		]);
	});
});

/** A value for each parameter that stays empty by default. */
const FILLED_IN = {
	email: 'a@b.co',
	jobId: VIDEO,
	...Object.fromEntries(
		['account', 'videoId', 'imageId', 'musicId', 'speechId', 'templateId'].map((name) => [
			name,
			createLocator(VIDEO),
		]),
	),
};

describe.each(eachOperation)('The subtitle of %s', (_name, { resource, value, option }) => {
	it('should be one line of text that differs from the action once something is set, also with expressions', () => {
		const operation = { resource, operation: value };
		const empty = completeParameters(operation);
		const filledIn = completeParameters({ ...FILLED_IN, ...operation });
		const hasNoFields = /^scheduler get/.test(`${resource} ${value}`);
		expect(getSubtitle(filledIn) === option.action).toBe(hasNoFields);
		for (const state of listStates(resource, value)) {
			for (const parameters of [empty, filledIn]) {
				const subtitle = getSubtitle({ ...parameters, ...state });
				expect(subtitle).toEqual(expect.stringMatching(/^[^{}\n]+$/));
				expect(subtitle).not.toMatch(/undefined|null|\[object/);
			}
		}
	});
});
