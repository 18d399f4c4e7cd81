import { REFERENCE_FIELDS, type FieldType } from './reference-fields.cts';

/** Returns values that are valid for a type, and values that are not. */
function getSamples(type: FieldType): { valid: unknown[]; invalid: unknown[] } {
	const otherTypes = [null, {}, []];
	if (type === 'file') return { valid: ['a.png', 1, {}, null], invalid: [] };
	if (type === 'boolean') return { valid: [true, false], invalid: ['true', 1, ...otherTypes] };
	if (type === 'string or number') return { valid: ['a', 1], invalid: [true, ...otherTypes] };
	if (type === 'number') return { valid: [0.5, -3], invalid: ['1', true, ...otherTypes] };
	if (type.startsWith('one of')) {
		const values = type.replace('one of ', '').split('|');
		return { valid: values, invalid: ['', 'else', `${values[0]}x`, 1, ...otherTypes] };
	}
	if (type.startsWith('string')) {
		const [, limit] = /at most (\d+)/.exec(type) ?? [];
		const length = Number(limit ?? 100_000);
		const tooLong = limit === undefined ? [] : ['x'.repeat(length + 1)];
		return { valid: ['', 'a', 'x'.repeat(length)], invalid: [...tooLong, 1, true, ...otherTypes] };
	}
	const [, from = '', to] = /from (-?\d+)(?: to (\d+))?/.exec(type) ?? [];
	const [min, max] = [Number(from), to === undefined ? undefined : Number(to)];
	const isInteger = type.startsWith('integer');
	return {
		valid: [min, min + 1, max ?? 1e6, ...(isInteger ? [] : [min + 0.5])],
		invalid: [
			min - 1,
			...(max === undefined ? [] : [max + 1]),
			...(isInteger ? [min + 0.5] : []),
			String(min),
			true,
			...otherTypes,
		],
	};
}

interface Field {
	safeParse(value: unknown): { success: boolean };
}

describe.each(REFERENCE_FIELDS)('The fields of %s', (_endpoint, schema, fields, required = []) => {
	const { shape } = schema.getFields() as { shape: Record<string, Field> };

	it('should be those of the API reference', () => {
		expect(Object.keys(shape).sort()).toEqual(Object.keys(fields).sort());
	});

	it.each(Object.entries(fields))('should accept only valid values for %s: %s', (name, type) => {
		const accepts = (value: unknown) => shape[name]?.safeParse(value).success;
		const { valid, invalid } = getSamples(type);
		expect(valid.filter((value) => !accepts(value))).toEqual([]);
		expect(invalid.filter((value) => accepts(value))).toEqual([]);
		expect(accepts(undefined)).toBe(!required.includes(name));
	});
});
