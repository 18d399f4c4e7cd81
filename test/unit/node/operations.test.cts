import {
	description,
	eachOperation,
	operations,
	getOptions,
	getProperty,
	resources,
	getOperationField,
} from './properties.cts';
import { TITLE_CASE } from './title-case.cts';

describe('The node', () => {
	it('should have a description of one line', () => {
		expect(description).toMatchObject({
			displayName: 'PixVerse',
			name: 'pixVerse',
			usableAsTool: true,
		});
		expect(description.description).toMatch(/^[A-Z].*[^.]$/);
	});

	it('should list the resources in order, with the most used one selected', () => {
		const names = getOptions(getProperty('resource')).map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(getProperty('resource').default).toBe('video');
	});

	it.each(resources)(
		'should list the operations of %s in order, with an existing one selected',
		(resource) => {
			const options = getOptions(getOperationField(resource));
			const names = options.map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
			expect(new Set(names).size).toBe(names.length);
			expect(options.map(({ value }) => value)).toContain(getOperationField(resource).default);
			expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
		},
	);

	it('should not depend on the version of the node in any field', () => {
		expect(JSON.stringify(description.properties)).not.toContain('@version');
	});
});

describe.each(eachOperation)('The operation %s', (_name, { option, value }) => {
	it('should have a name in Title Case and an action in sentence case', () => {
		expect(option.name).toMatch(TITLE_CASE);
		expect(option.action).toMatch(/^[A-Z][a-z]+( [a-z0-9][\w-]*)+$/);
	});

	it('should have a description that adds to its name and ends without a period, unless there are two sentences', () => {
		expect(option.description ?? '').toMatch(/^[A-Z]/);
		expect(option.description).not.toBe(option.name);
		expect((option.description ?? '').endsWith('.')).toBe(
			/\. [A-Z]/.test(option.description ?? ''),
		);
	});

	it('should have a value of one camelCase word', () => {
		expect(value).toMatch(/^[a-z][a-zA-Z]+$/);
	});
});

describe('The operations', () => {
	it('should have consistent names: Get Many is getAll, and so on', () => {
		const names: Record<string, string> = {
			create: 'Create',
			delete: 'Delete',
			download: 'Download',
			get: 'Get',
			getAll: 'Get Many',
			upsert: 'Create or Update',
			wait: 'Wait for Completion',
		};
		for (const { value, option } of operations)
			if (names[value]) expect(option.name).toBe(names[value]);
	});

	it('should have unique actions, which the nodes panel lists', () => {
		const actions = operations.map(({ option }) => option.action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('should cover every endpoint of the API', () => {
		const offered = Object.fromEntries(
			resources.map((resource) => [
				resource,
				operations.filter((one) => one.resource === resource).map(({ value }) => value),
			]),
		);
		const expected: Record<string, string[]> = {
			account: ['upsert', 'get', 'getAll', 'delete', 'getFeatures'],
			file: ['upload'],
			video: [
				...[
					'create',
					'createFromFrames',
					'createTransition',
					'createFusion',
					'createFromEffect',
					'createFinal',
				],
				...['extend', 'modify', 'restyle', 'lipSync', 'upscale', 'motionControl'],
				...[
					'get',
					'getAll',
					'delete',
					'download',
					'wait',
					'getEffects',
					'getVoices',
					'getRestyles',
				],
			],
			musicVideo: ['create', 'get', 'getAll', 'getLibrary', 'wait', 'download', 'delete'],
			image: ['create', 'upscale', 'get', 'getAll', 'delete', 'download', 'wait'],
			music: ['create', 'get', 'getAll', 'download', 'wait'],
			speech: ['create', 'get', 'getAll', 'download', 'wait', 'getVoices', 'getModels'],
			scheduler: ['getAll', 'getAvailable', 'cancel'],
		};
		for (const [resource, values] of Object.entries(expected))
			expect(offered[resource]).toEqual(expect.arrayContaining(values));
	});
});
