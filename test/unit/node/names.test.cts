import type { INodeProperties } from 'n8n-workflow';
import {
	getApiNames,
	getDisplayNames,
	findField,
} from '../../../nodes/PixVerse/actions/parameterNames';
import { findOperation } from '../../../nodes/PixVerse/actions/index';
import { CREATE_ENDPOINTS } from '../../../simulator/rules/endpoints.cts';
import { operations } from './properties.cts';

const field = (name: string, displayName: string, more: Partial<INodeProperties> = {}) =>
	({ name, displayName, type: 'string', default: '', ...more }) as INodeProperties;

const fields = [
	field('prompt', 'Prompt'),
	field('aspectRatio', 'Aspect Ratio'),
	field('model', 'Model', { type: 'resourceLocator' }),
	field('account', 'Account', { type: 'resourceLocator' }),
	field('firstFrame', 'First Frame', { type: 'resourceLocator' }),
	field('options', 'Options', {
		type: 'collection',
		options: [
			field('offPeakMode', 'Off-Peak Mode', { type: 'boolean' }),
			field('lastFrame', 'Last Frame', { type: 'resourceLocator' }),
			field('replyUrl', 'Reply URL'),
		],
	}),
];

describe('getApiNames', () => {
	it.each([
		['prompt', 'prompt'],
		['aspectRatio', 'aspect_ratio'],
		['offPeakMode', 'off_peak_mode'],
		['lipSyncTtsSpeakerId', 'lip_sync_tts_speaker_id'],
		['replyUrl', 'replyUrl'],
		['replyRef', 'replyRef'],
		['maxJobs', 'maxJobs'],
	])('should be %s → %s', (name, api) => {
		expect(getApiNames(field(name, name))).toEqual([api]);
	});
});

describe('A field', () => {
	it('should be found by its name, in a collection by its path', () => {
		expect(findField(fields, 'prompt')?.displayName).toBe('Prompt');
		expect(findField(fields, 'options.offPeakMode')?.displayName).toBe('Off-Peak Mode');
	});

	it.each(['nothing', 'options.nothing', 'prompt.more', '', 'options.offPeakMode.more'])(
		'should not be found where there is none: %j',
		(name) => {
			expect(findField(fields, name)).toBeUndefined();
		},
	);

	it('should appear in messages with its display name, found by its API name', () => {
		expect(getDisplayNames(fields)).toMatchObject({
			prompt: 'Prompt',
			aspect_ratio: 'Aspect Ratio',
			model: 'Model',
			email: 'Account',
			first_frame_path: 'First Frame',
			off_peak_mode: 'Off-Peak Mode',
			last_frame_path: 'Last Frame',
			replyUrl: 'Reply URL',
		});
	});
});

describe('The operation registry', () => {
	it('should find every operation of the editor, and no other', () => {
		for (const { resource, value, option } of operations)
			expect(findOperation(resource, value)?.option).toBe(option);
		for (const [resource, operation] of [
			['video', 'constructor'],
			['constructor', 'name'],
			['__proto__', 'toString'],
			['', ''],
			['video', ''],
		] as const)
			expect(findOperation(resource, operation)).toBeUndefined();
	});

	it('should have an operation for every endpoint that creates something, and no other', () => {
		const offered = operations.flatMap(({ operation }) =>
			operation.type === 'generation' ? [operation.endpoint] : [],
		);
		const expected = CREATE_ENDPOINTS.map(({ path }) => path);
		expect([...new Set(offered)].sort()).toEqual(expected.sort());
	});

	it('should name the task of every generation so that it fits into a sentence', () => {
		for (const { operation } of operations)
			if (operation.type === 'generation')
				expect(operation.verbPhrase).toMatch(/^[a-z][a-z-]*( [a-z]+)+$/);
	});
});
