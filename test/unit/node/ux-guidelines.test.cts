import type { INodeProperties } from 'n8n-workflow';
import { type Field, forms, getOptions } from './properties.cts';
import { TITLE_CASE } from './title-case.cts';

/** Groups the fields of a form, without duplicates: most fields are part of many operations. */
function groupFields(all: Field[]) {
	const fields = [
		...new Map(
			all.map((one) => {
				const { displayOptions: _, ...wording } = one.field;
				return [`${one.path} ${JSON.stringify(wording)}`, one];
			}),
		).values(),
	].map((one): [string, INodeProperties] => [`${one.location} · ${one.path}`, one.field]);
	const ofType = (...types: string[]) => fields.filter(([, { type }]) => types.includes(type));
	return { fields, ofType };
}

/** Returns the paths of the fields that violate a rule. */
const findViolations = (
	candidates: Array<[string, INodeProperties]>,
	follows: (field: INodeProperties) => boolean,
) => candidates.filter(([, field]) => !follows(field)).map(([path]) => path);
const isSorted = (names: string[]) =>
	names.every((name, index) => index === 0 || (names[index - 1] ?? '').localeCompare(name) <= 0);

/** Whether a text starts with a capital letter and ends with a period only if it has several sentences. */
const hasTextStyle = (text = 'A') =>
	/^[$A-Z0-9]/.test(text) &&
	text.trim() === text &&
	text.endsWith('.') === /[.?!] [A-Z]/.test(text);

describe.each(forms)('Every field of %s', (_form, all) => {
	const { fields } = groupFields(all);

	it('should have a display name in Title Case', () => {
		const titled = fields.filter(([, { type }]) => type !== 'notice');
		expect(findViolations(titled, ({ displayName }) => TITLE_CASE.test(displayName))).toEqual([]);
	});

	it('should have a camelCase name', () => {
		expect(findViolations(fields, ({ name }) => /^[a-z][a-zA-Z0-9]*$/.test(name))).toEqual([]);
	});

	it('should have texts that start with a capital and end with a period only if there are several sentences', () => {
		expect(
			findViolations(
				fields,
				(field) => hasTextStyle(field.description) && hasTextStyle(field.hint),
			),
		).toEqual([]);
	});

	it('should depend on fields of its own level or on absolute paths, as older n8n versions require', () => {
		const listSiblings = (path: string) => {
			const parent = path.slice(0, path.lastIndexOf('.') + 1);
			return all.flatMap((one) =>
				one.path.slice(0, one.path.lastIndexOf('.') + 1) === parent ? [one.field.name] : [],
			);
		};
		const unknownNames = all.flatMap(({ path, field: { displayOptions = {} } }) =>
			Object.values(displayOptions)
				.flatMap((conditions) => Object.keys(conditions))
				// Supported since n8n 2.8. Older versions take it for an empty field.
				.filter((name) => !name.startsWith('/') && name !== '@tool')
				.filter((name) => !listSiblings(path).includes(name))
				.map((name) => `${path} on ${name}`),
		);
		expect([...new Set(unknownNames)]).toEqual([]);
	});

	it('should have a description unless the name is sufficient', () => {
		const selfExplanatory = ['collection', 'fixedCollection', 'notice'];
		const rule = ({ name, type, displayName, description: text, hint }: INodeProperties) =>
			['resource', 'operation', 'prompt'].includes(name) ||
			selfExplanatory.includes(type) ||
			Boolean((text ?? hint) && text !== displayName);
		expect(findViolations(fields, rule)).toEqual([]);
	});

	it('should have an example of the file type that it accepts', () => {
		const rule = ({ displayName, modes = [] }: INodeProperties) => {
			const examples = modes
				.filter(({ name }) => name === 'url' || name === 'path')
				.map(({ placeholder = '' }) => placeholder.split('.').at(-1));
			if (/Video/.test(displayName)) return examples.every((type) => type === 'mp4');
			if (/Audio|Song/.test(displayName)) return examples.every((type) => type === 'mp3');
			return examples.every((type) => type === 'png');
		};
		expect(findViolations(fields, rule)).toEqual([]);
	});

	it('should have a placeholder that explains the default of an optional empty list', () => {
		const rule = ({
			type,
			default: defaultValue,
			required,
			modes = [],
			displayOptions,
		}: INodeProperties) => {
			const { mode, value } = (defaultValue ?? {}) as { mode?: string; value?: string };
			const isEmptyList = type === 'resourceLocator' && mode === 'list' && value === '';
			// In old Upscale nodes, the ID is in another parameter.
			const isOptional = required !== true && !displayOptions?.show?.videoId;
			return !isEmptyList || !isOptional || Boolean(modes[0]?.placeholder);
		};
		expect(findViolations(fields, rule)).toEqual([]);
	});

	it("should have a placeholder that can't be mistaken for a value", () => {
		const isExample = (placeholder?: string) =>
			!placeholder || /^(e\.g\. |Add |All |Any |Choose |Select )\S/.test(placeholder);
		expect(
			findViolations(fields, ({ placeholder, modes = [] }) =>
				[placeholder, ...modes.map((mode) => mode.placeholder)].every(isExample),
			),
		).toEqual([]);
	});
});

describe.each(forms)('Every field of its type in %s', (_form, all) => {
	const { ofType } = groupFields(all);

	it('should be described as "Whether to" when it is a boolean', () => {
		const rule = ({ description: text = '', default: value }: INodeProperties) =>
			text.startsWith('Whether ') && typeof value === 'boolean';
		expect(findViolations(ofType('boolean'), rule)).toEqual([]);
	});

	it('should start within its bounds when it is a number', () => {
		const rule = ({ default: value, typeOptions }: INodeProperties) =>
			typeof value === 'number' &&
			value >= (typeOptions?.minValue ?? -Infinity) &&
			value <= (typeOptions?.maxValue ?? Infinity);
		expect(findViolations(ofType('number'), rule)).toEqual([]);
	});

	it('should start with an existing option and have no duplicates when it is a list', () => {
		const rule = (field: INodeProperties) => {
			const values = getOptions(field).map(({ value }) => value);
			const names = new Set(getOptions(field).map(({ name }) => name));
			return (
				values.includes(field.default as string) &&
				new Set(values).size === values.length &&
				names.size === values.length
			);
		};
		expect(findViolations(ofType('options'), rule)).toEqual([]);
	});

	it('should be sorted by name or value after the default option when it is a list', () => {
		const rule = (field: INodeProperties) => {
			const entries = getOptions(field);
			const hasDefault = ['', 0, 'auto'].includes(entries[0]?.value as string);
			const names = (hasDefault ? entries.slice(1) : entries).map(({ name }) => name);
			const numbers = names.map((name) => Number.parseFloat(name));
			return (
				isSorted(names) ||
				numbers.every((n, index) => index === 0 || n > (numbers[index - 1] ?? 0)) ||
				names.every((name) => /^\d+:\d+$|^auto$/i.test(name)) ||
				names.join(' ').toLowerCase().startsWith('low medium high')
			);
		};
		expect(findViolations(ofType('options'), rule)).toEqual([]);
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
		expect(findViolations(ofType('collection'), rule)).toEqual([]);
	});

	it('should start in an existing mode when it is a resource locator', () => {
		const rule = ({ modes = [], default: value }: INodeProperties) =>
			modes.some(({ name }) => name === (value as { mode: string }).mode) &&
			new Set(modes.map(({ name }) => name)).size === modes.length;
		expect(findViolations(ofType('resourceLocator'), rule)).toEqual([]);
	});

	it('should have described options in the style of the field when it is a list', () => {
		const rule = (field: INodeProperties) =>
			getOptions(field).every(
				({ name, description }) =>
					name.trim() !== '' && name !== description && hasTextStyle(description),
			);
		expect(findViolations(ofType('options', 'multiOptions'), rule)).toEqual([]);
	});

	it('should start with existing options when it is a multi-select list', () => {
		const rule = (field: INodeProperties) =>
			isSorted(getOptions(field).map(({ name }) => name)) &&
			(field.default as string[]).every((chosen) =>
				getOptions(field).some(({ value }) => value === chosen),
			);
		expect(findViolations(ofType('multiOptions'), rule)).toEqual([]);
	});
});

describe('A secret', () => {
	it('should be masked wherever it is entered', () => {
		const secrets = forms
			.flatMap(([, all]) => groupFields(all).ofType('string'))
			.filter(([, { name }]) => /password|token|secret/i.test(name));
		expect(secrets.map(([path]) => path)).toEqual(
			expect.arrayContaining(['account upsert · password', 'credential · apiToken']),
		);
		expect(findViolations(secrets, ({ typeOptions }) => typeOptions?.password === true)).toEqual(
			[],
		);
	});
});

it('should describe the options of Wait for Completion without features of new generations', () => {
	const [, all = []] = forms.find(([form]) => form === 'the node') ?? [];
	const texts = all
		.filter(({ location, path }) => / wait$/.test(location) && path.startsWith('options.'))
		.map(({ field }) => field.description);
	expect(texts.length).toBeGreaterThan(3);
	expect(texts.filter((text) => /free slot|Off-Peak|Suspend/.test(text ?? ''))).toEqual([]);
});
