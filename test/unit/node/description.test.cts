import type { INodeProperties } from 'n8n-workflow';
import {
	allFields,
	description,
	eachOperation,
	operations,
	optionsOf,
	property,
	resources,
	selectorOf,
} from './properties.cts';

/** Every field, once for each wording: most are shown by many operations. */
const fields = [
	...new Map(
		allFields().map((one) => {
			const { displayOptions: _, ...shown } = one.field;
			return [`${one.path} ${JSON.stringify(shown)}`, one];
		}),
	).values(),
].map((one): [string, INodeProperties] => [`${one.place} · ${one.path}`, one.field]);
const ofType = (...types: string[]) => fields.filter(([, { type }]) => types.includes(type));
const isSorted = (names: string[]) =>
	names.every((name, index) => index === 0 || (names[index - 1] ?? '').localeCompare(name) <= 0);
const named = (name: string) => fields.filter(([, field]) => field.name === name);

/** Short words stay small inside of a title. */
const SMALL = 'a|an|and|as|at|but|by|for|from|in|of|on|or|per|the|to|via|with';
const TITLE_CASE = new RegExp(
	`^[A-Z0-9][\\w’'.]*([ -/]+(([A-Z0-9&(][\\w’'.)…-]*)|${SMALL}))*\\)?…?$`,
);

describe('The node', () => {
	it('says what it is, in one line', () => {
		expect(description).toMatchObject({
			displayName: 'PixVerse',
			name: 'pixVerse',
			usableAsTool: true,
		});
		expect(description.description).toMatch(/^[A-Z].*[^.]$/);
	});

	it('lists its resources in order, the most wanted one chosen', () => {
		const names = optionsOf(property('resource')).map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(property('resource').default).toBe('video');
	});

	it.each(resources)(
		'lists the operations of %s in order, with one that exists chosen',
		(resource) => {
			const options = optionsOf(selectorOf(resource));
			const names = options.map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
			expect(new Set(names).size).toBe(names.length);
			expect(options.map(({ value }) => value)).toContain(selectorOf(resource).default);
			expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
		},
	);

	it('does not depend on the version of the node in any field', () => {
		expect(JSON.stringify(description.properties)).not.toContain('@version');
	});
});

describe.each(eachOperation)('The operation %s', (_name, { option, value }) => {
	it('has a name in title case, and an action in sentence case', () => {
		expect(option.name).toMatch(TITLE_CASE);
		expect(option.action).toMatch(/^[A-Z][a-z]+( [a-z0-9][\w-]*)+$/);
	});

	it('has a description that tells more than its name and ends without a full stop, unless there are two sentences', () => {
		expect(option.description ?? '').toMatch(/^[A-Z]/);
		expect(option.description).not.toBe(option.name);
		expect((option.description ?? '').endsWith('.')).toBe(
			/\. [A-Z]/.test(option.description ?? ''),
		);
	});

	it('has the value that saved workflows know: one word in camelCase', () => {
		expect(value).toMatch(/^[a-z][a-zA-Z]+$/);
	});
});

describe('The operations', () => {
	it('are named alike: Get Many is getAll, and so on', () => {
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

	it('have an action of their own each, so that the nodes panel tells them apart', () => {
		const actions = operations.map(({ option }) => option.action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('cover every endpoint of the API', () => {
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
				...['create', 'createFromFrames', 'createTransition', 'createFusion', 'createFromEffect'],
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
			image: ['create', 'get', 'getAll', 'delete', 'download', 'wait'],
			music: ['create', 'get', 'getAll', 'download', 'wait'],
			speech: ['create', 'get', 'getAll', 'download', 'wait', 'getVoices', 'getModels'],
			scheduler: ['getAll', 'getAvailable', 'cancel'],
		};
		for (const [resource, values] of Object.entries(expected))
			expect(offered[resource]).toEqual(expect.arrayContaining(values));
	});
});

/** The fields that do not keep a rule. */
const offenders = (among: typeof fields, keeps: (field: INodeProperties) => boolean) =>
	among.filter(([, field]) => !keeps(field)).map(([path]) => path);

describe('Every field', () => {
	it('is called by a name in title case', () => {
		const named = fields.filter(([, { type }]) => type !== 'notice');
		expect(offenders(named, ({ displayName }) => TITLE_CASE.test(displayName))).toEqual([]);
	});

	it('is stored under a name in camelCase', () => {
		expect(offenders(fields, ({ name }) => /^[a-z][a-zA-Z0-9]*$/.test(name))).toEqual([]);
	});

	it('has texts that begin with a capital, and end with a full stop only where there are several sentences', () => {
		const fine = (text = 'A') =>
			/^[A-Z0-9]/.test(text) &&
			text.trim() === text &&
			text.endsWith('.') === /[.?!] [A-Z]/.test(text);
		expect(offenders(fields, (field) => fine(field.description) && fine(field.hint))).toEqual([]);
	});

	it('depends on fields of its own level, or on paths from the root: older n8n refuses the node otherwise', () => {
		const beside = (path: string) => {
			const parent = path.slice(0, path.lastIndexOf('.') + 1);
			return allFields().flatMap((one) =>
				one.path.slice(0, one.path.lastIndexOf('.') + 1) === parent ? [one.field.name] : [],
			);
		};
		const strangers = allFields().flatMap(({ path, field: { displayOptions = {} } }) =>
			Object.values(displayOptions)
				.flatMap((conditions) => Object.keys(conditions))
				// Known to n8n since 2.8; older ones take it for a field that nobody has filled in.
				.filter((name) => !name.startsWith('/') && name !== '@tool')
				.filter((name) => !beside(path).includes(name))
				.map((name) => `${path} on ${name}`),
		);
		expect([...new Set(strangers)]).toEqual([]);
	});

	it('explains itself, unless its name says all', () => {
		const plain = ['collection', 'fixedCollection', 'notice'];
		const explained = ({ name, type, displayName, description: text, hint }: INodeProperties) =>
			['resource', 'operation', 'prompt'].includes(name) ||
			plain.includes(type) ||
			Boolean((text ?? hint) && text !== displayName);
		expect(offenders(fields, explained)).toEqual([]);
	});

	it('shows an example that cannot be taken for a value', () => {
		const fine = (placeholder?: string) =>
			!placeholder || /^(e\.g\. |Add |Any |Choose |Select )\S/.test(placeholder);
		expect(
			offenders(fields, ({ placeholder, modes = [] }) =>
				[placeholder, ...modes.map((mode) => mode.placeholder)].every(fine),
			),
		).toEqual([]);
	});
});

describe('Every field of its kind', () => {
	it('is described as a question and is on or off, when it is a switch', () => {
		const rule = ({ description: text = '', default: value }: INodeProperties) =>
			text.startsWith('Whether ') && typeof value === 'boolean';
		expect(offenders(ofType('boolean'), rule)).toEqual([]);
	});

	it('starts as a number within its bounds, when it is one', () => {
		const rule = ({ default: value, typeOptions }: INodeProperties) =>
			typeof value === 'number' &&
			value >= (typeOptions?.minValue ?? -Infinity) &&
			value <= (typeOptions?.maxValue ?? Infinity);
		expect(offenders(ofType('number'), rule)).toEqual([]);
	});

	it('starts with one of its entries, none of which is there twice, when it is a list', () => {
		const rule = (field: INodeProperties) => {
			const values = optionsOf(field).map(({ value }) => value);
			const names = new Set(optionsOf(field).map(({ name }) => name));
			return (
				values.includes(field.default as string) &&
				new Set(values).size === values.length &&
				names.size === values.length
			);
		};
		expect(offenders(ofType('options'), rule)).toEqual([]);
	});

	it('is sorted by name, or goes up, behind the entry for the default, when it is a list', () => {
		const rule = (field: INodeProperties) => {
			const entries = optionsOf(field);
			const standard = ['', 0, 'auto'].includes(entries[0]?.value as string);
			const names = (standard ? entries.slice(1) : entries).map(({ name }) => name);
			const numbers = names.map((name) => Number.parseFloat(name));
			return (
				isSorted(names) ||
				numbers.every((n, index) => index === 0 || n > (numbers[index - 1] ?? 0)) ||
				names.every((name) => /^\d+:\d+$|^auto$/i.test(name)) ||
				names.join(' ').toLowerCase().startsWith('low medium high')
			);
		};
		expect(offenders(ofType('options'), rule)).toEqual([]);
	});

	it('is empty at first and sorted by name, with nothing twice, when options can be added to it', () => {
		const rule = ({ options = [], default: value, placeholder = '' }: INodeProperties) => {
			const entries = options as INodeProperties[];
			return (
				isSorted(entries.map(({ displayName }) => displayName)) &&
				new Set(entries.map(({ name }) => name)).size === entries.length &&
				JSON.stringify(value) === '{}' &&
				placeholder.startsWith('Add ')
			);
		};
		expect(offenders(ofType('collection'), rule)).toEqual([]);
	});

	it('starts in a mode that it has, when it has modes', () => {
		const rule = ({ modes = [], default: value }: INodeProperties) =>
			modes.some(({ name }) => name === (value as { mode: string }).mode) &&
			new Set(modes.map(({ name }) => name)).size === modes.length;
		expect(offenders(ofType('resourceLocator'), rule)).toEqual([]);
	});

	it('is hidden while it is typed, when it is a secret', () => {
		const secrets = ofType('string').filter(([, { name }]) => /password|token|secret/i.test(name));
		expect(secrets.length).toBeGreaterThan(0);
		expect(offenders(secrets, ({ typeOptions }) => typeOptions?.password === true)).toEqual([]);
	});
});

describe('Fields that every n8n user knows', () => {
	it.each(named('returnAll'))('%s is worded as everywhere in n8n', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Return All',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		});
	});

	it.each(named('limit'))('%s is worded as everywhere in n8n', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Limit',
			type: 'number',
			default: 50,
			typeOptions: { minValue: 1 },
			description: 'Max number of results to return',
		});
	});

	it.each(named('simplify'))('%s is worded as everywhere in n8n', (_path, field) => {
		expect(field).toMatchObject({
			displayName: 'Simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		});
	});

	it.each(named('binaryPropertyOutput'))('%s is worded as everywhere in n8n', (_path, field) => {
		expect(field).toMatchObject({ displayName: 'Put Output File in Field', default: 'data' });
	});

	it('are where they belong: a list that may be long has a limit', () => {
		for (const { value, operation } of operations) {
			const names = operation.fields.map(({ name }) => name);
			expect(names.includes('returnAll')).toBe(names.includes('limit'));
			if (value === 'get' || value === 'delete') expect(names).not.toContain('limit');
		}
	});

	it('ask a generation how to wait and what to hand over', () => {
		for (const { operation } of operations)
			if (operation.shape === 'generation')
				expect(operation.fields.map(({ name }) => name)).toEqual(
					expect.arrayContaining([
						'waitMode',
						'download',
						'binaryPropertyOutput',
						'simplify',
						'options',
					]),
				);
	});
});
