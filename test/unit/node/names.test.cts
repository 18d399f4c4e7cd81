import type { INodeProperties } from 'n8n-workflow';
import {
	getApiNames,
	getDisplayNames,
	findField,
} from '../../../nodes/PixVerse/actions/parameterNames';
import { findOperation } from '../../../nodes/PixVerse/actions/index';
import { CREATE_ENDPOINTS } from '../../../simulator/rules/endpoints.cts';
import { operations } from './properties.cts';

const createField = (name: string, displayName: string, options: Partial<INodeProperties> = {}) =>
	({ name, displayName, type: 'string', default: '', ...options }) as INodeProperties;

const fields = [
	createField('prompt', 'Prompt'),
	createField('aspectRatio', 'Aspect Ratio'),
	createField('model', 'Model', { type: 'resourceLocator' }),
	createField('account', 'Account', { type: 'resourceLocator' }),
	createField('firstFrame', 'First Frame', { type: 'resourceLocator' }),
	createField('options', 'Options', {
		type: 'collection',
		options: [
			createField('offPeakMode', 'Off-Peak Mode', { type: 'boolean' }),
			createField('lastFrame', 'Last Frame', { type: 'resourceLocator' }),
			createField('replyUrl', 'Reply URL'),
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
		expect(getApiNames(createField(name, name))).toEqual([api]);
	});
});

describe('findField and getDisplayNames', () => {
	it('should find a field by its name, and in a collection by its path', () => {
		expect(findField(fields, 'prompt')?.displayName).toBe('Prompt');
		expect(findField(fields, 'options.offPeakMode')?.displayName).toBe('Off-Peak Mode');
	});

	it.each(['nothing', 'options.nothing', 'prompt.more', '', 'options.offPeakMode.more'])(
		'should find no field for the unknown name %j',
		(name) => {
			expect(findField(fields, name)).toBeUndefined();
		},
	);

	it('should return the display names by API name', () => {
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
	it('should contain every operation of the editor and no other', () => {
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

	it('should have a verb phrase that fits into a sentence for every generation', () => {
		for (const { operation } of operations)
			if (operation.type === 'generation')
				expect(operation.verbPhrase).toMatch(/^[a-z][a-z-]*( [a-z]+)+$/);
	});
});
