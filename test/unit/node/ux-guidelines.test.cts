import type { INodeProperties } from 'n8n-workflow';
import { type Field, forms, optionsOf } from './properties.cts';
import { TITLE_CASE } from './title-case.cts';

/** The fields of a form, once for each wording: most are shown by many operations. */
function of(all: Field[]) {
	const fields = [
		...new Map(
			all.map((one) => {
				const { displayOptions: _, ...shown } = one.field;
				return [`${one.path} ${JSON.stringify(shown)}`, one];
			}),
		).values(),
	].map((one): [string, INodeProperties] => [`${one.place} · ${one.path}`, one.field]);
	const ofType = (...types: string[]) => fields.filter(([, { type }]) => types.includes(type));
	return { fields, ofType };
}

/** The fields that do not keep a rule. */
const offenders = (
	among: Array<[string, INodeProperties]>,
	keeps: (field: INodeProperties) => boolean,
) => among.filter(([, field]) => !keeps(field)).map(([path]) => path);
const isSorted = (names: string[]) =>
	names.every((name, index) => index === 0 || (names[index - 1] ?? '').localeCompare(name) <= 0);

/** A text that begins with a capital, and ends with a full stop only where there are several sentences. */
const fine = (text = 'A') =>
	/^[$A-Z0-9]/.test(text) &&
	text.trim() === text &&
	text.endsWith('.') === /[.?!] [A-Z]/.test(text);

describe.each(forms)('Every field of %s', (_form, all) => {
	const { fields } = of(all);

	it('should have a display name in Title Case', () => {
		const named = fields.filter(([, { type }]) => type !== 'notice');
		expect(offenders(named, ({ displayName }) => TITLE_CASE.test(displayName))).toEqual([]);
	});

	it('should have a camelCase name', () => {
		expect(offenders(fields, ({ name }) => /^[a-z][a-zA-Z0-9]*$/.test(name))).toEqual([]);
	});

	it('should have texts that start with a capital and end with a period only if there are several sentences', () => {
		expect(offenders(fields, (field) => fine(field.description) && fine(field.hint))).toEqual([]);
	});

	it('should depend on fields of its own level or on absolute paths, as older n8n versions require', () => {
		const beside = (path: string) => {
			const parent = path.slice(0, path.lastIndexOf('.') + 1);
			return all.flatMap((one) =>
				one.path.slice(0, one.path.lastIndexOf('.') + 1) === parent ? [one.field.name] : [],
			);
		};
		const strangers = all.flatMap(({ path, field: { displayOptions = {} } }) =>
			Object.values(displayOptions)
				.flatMap((conditions) => Object.keys(conditions))
				// Supported since n8n 2.8. Older versions take it for an empty field.
				.filter((name) => !name.startsWith('/') && name !== '@tool')
				.filter((name) => !beside(path).includes(name))
				.map((name) => `${path} on ${name}`),
		);
		expect([...new Set(strangers)]).toEqual([]);
	});

	it('should have a description unless the name says all', () => {
		const plain = ['collection', 'fixedCollection', 'notice'];
		const explained = ({ name, type, displayName, description: text, hint }: INodeProperties) =>
			['resource', 'operation', 'prompt'].includes(name) ||
			plain.includes(type) ||
			Boolean((text ?? hint) && text !== displayName);
		expect(offenders(fields, explained)).toEqual([]);
	});

	it('should give an example of the type of file that it takes', () => {
		const rule = ({ displayName, modes = [] }: INodeProperties) => {
			const examples = modes
				.filter(({ name }) => name === 'url' || name === 'path')
				.map(({ placeholder = '' }) => placeholder.split('.').at(-1));
			if (/Video/.test(displayName)) return examples.every((type) => type === 'mp4');
			if (/Audio|Song/.test(displayName)) return examples.every((type) => type === 'mp3');
			return examples.every((type) => type === 'png');
		};
		expect(offenders(fields, rule)).toEqual([]);
	});

	it('should say in an empty list what happens without a choice, unless one is required', () => {
		const rule = ({
			type,
			default: given,
			required,
			modes = [],
			displayOptions,
		}: INodeProperties) => {
			const { mode, value } = (given ?? {}) as { mode?: string; value?: string };
			const isEmptyList = type === 'resourceLocator' && mode === 'list' && value === '';
			// In old Upscale nodes, the ID is in another parameter.
			const isOptional = required !== true && !displayOptions?.show?.videoId;
			return !isEmptyList || !isOptional || Boolean(modes[0]?.placeholder);
		};
		expect(offenders(fields, rule)).toEqual([]);
	});

	it("should have a placeholder that can't be taken for a value", () => {
		const example = (placeholder?: string) =>
			!placeholder || /^(e\.g\. |Add |All |Any |Choose |Select )\S/.test(placeholder);
		expect(
			offenders(fields, ({ placeholder, modes = [] }) =>
				[placeholder, ...modes.map((mode) => mode.placeholder)].every(example),
			),
		).toEqual([]);
	});
});

describe.each(forms)('Every field of its type in %s', (_form, all) => {
	const { ofType } = of(all);

	it('should be described as "Whether to" when it is a boolean', () => {
		const rule = ({ description: text = '', default: value }: INodeProperties) =>
			text.startsWith('Whether ') && typeof value === 'boolean';
		expect(offenders(ofType('boolean'), rule)).toEqual([]);
	});

	it('should start within its bounds when it is a number', () => {
		const rule = ({ default: value, typeOptions }: INodeProperties) =>
			typeof value === 'number' &&
			value >= (typeOptions?.minValue ?? -Infinity) &&
			value <= (typeOptions?.maxValue ?? Infinity);
		expect(offenders(ofType('number'), rule)).toEqual([]);
	});

	it('should start with an existing option and have no duplicates when it is a list', () => {
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

	it('should be sorted by name or value after the default option when it is a list', () => {
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

	it('should start empty, sorted by name, without duplicates when it is a collection', () => {
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

	it('should start in an existing mode when it is a resource locator', () => {
		const rule = ({ modes = [], default: value }: INodeProperties) =>
			modes.some(({ name }) => name === (value as { mode: string }).mode) &&
			new Set(modes.map(({ name }) => name)).size === modes.length;
		expect(offenders(ofType('resourceLocator'), rule)).toEqual([]);
	});

	it('should have described options in the style of the field when it is a list', () => {
		const rule = (field: INodeProperties) =>
			optionsOf(field).every(
				({ name, description }) => name.trim() !== '' && name !== description && fine(description),
			);
		expect(offenders(ofType('options', 'multiOptions'), rule)).toEqual([]);
	});

	it('should start with existing options when it is a multi-select list', () => {
		const rule = (field: INodeProperties) =>
			isSorted(optionsOf(field).map(({ name }) => name)) &&
			(field.default as string[]).every((chosen) =>
				optionsOf(field).some(({ value }) => value === chosen),
			);
		expect(offenders(ofType('multiOptions'), rule)).toEqual([]);
	});
});

describe('A secret', () => {
	it('should be masked wherever it is entered', () => {
		const secrets = forms
			.flatMap(([, all]) => of(all).ofType('string'))
			.filter(([, { name }]) => /password|token|secret/i.test(name));
		expect(secrets.map(([path]) => path)).toEqual(
			expect.arrayContaining(['account upsert · password', 'credential · apiToken']),
		);
		expect(offenders(secrets, ({ typeOptions }) => typeOptions?.password === true)).toEqual([]);
	});
});

it('should describe the options of Wait for Completion without what only new generations have', () => {
	const [, all = []] = forms.find(([form]) => form === 'the node') ?? [];
	const texts = all
		.filter(({ place, path }) => / wait$/.test(place) && path.startsWith('options.'))
		.map(({ field }) => field.description);
	expect(texts.length).toBeGreaterThan(3);
	expect(texts.filter((text) => /free slot|Off-Peak|Suspend/.test(text ?? ''))).toEqual([]);
});
