/** The part of JSON Schema that n8n's own output schemas use, and its editor reads. */
export interface Schema {
	readonly type: TypeName | readonly TypeName[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

export type TypeName = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/**
 * The narrowest schema that all the values fit. Whole numbers are numbers: that a duration happens to be one says
 * nothing. Null comes last among types, because the editor shows the first as the field's.
 */
export function schemaOf(values: readonly unknown[]): Schema {
	const types = [...new Set(values.map(typeOf))];
	const ordered = [...types.filter((type) => type !== 'null'), ...types.filter(isNull)];
	const [only = 'null', ...others] = ordered;
	const objects = values.filter(isObject);
	const elements = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []));
	return {
		type: others.length > 0 ? ordered : only,
		...(objects.length > 0 && { properties: propertiesOf(objects) }),
		...(elements.length > 0 && { items: schemaOf(elements) }),
	};
}

type Fields = Readonly<Record<string, unknown>>;

/** In the order in which the fields are first seen. */
function propertiesOf(objects: readonly Fields[]): Record<string, Schema> {
	const names = new Set(objects.flatMap(Object.keys));
	return Object.fromEntries(
		[...names].map((name) => [
			name,
			schemaOf(objects.filter((each) => Object.hasOwn(each, name)).map((each) => each[name])),
		]),
	);
}

function typeOf(value: unknown): TypeName {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	const type = typeof value;
	if (type === 'string' || type === 'number' || type === 'boolean' || type === 'object')
		return type;
	throw new Error(`JSON has no value of the type ${type}`);
}

const isNull = (type: TypeName) => type === 'null';

const isObject = (value: unknown): value is Fields => typeOf(value) === 'object';
