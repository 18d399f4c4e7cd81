/** The part of JSON Schema that the output schemas of n8n's own nodes use and the editor reads. */
export interface Schema {
	readonly type: TypeName | readonly TypeName[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

export type TypeName = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/**
 * Infers the narrowest schema that all values match. Integers have the type number, because other values of the field
 * may have decimals. Null is the last type, because the editor shows the first type of a field.
 */
export function inferSchema(values: readonly unknown[]): Schema {
	const types = [...new Set(values.map(getType))];
	const sorted = [...types.filter((type) => type !== 'null'), ...types.filter(isNull)];
	const [first = 'null', ...others] = sorted;
	const objects = values.filter(isObject);
	const elements = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []));
	return {
		type: others.length > 0 ? sorted : first,
		...(objects.length > 0 && { properties: inferProperties(objects) }),
		...(elements.length > 0 && { items: inferSchema(elements) }),
	};
}

type Fields = Readonly<Record<string, unknown>>;

/** The properties have the order in which they first appear. */
function inferProperties(objects: readonly Fields[]): Record<string, Schema> {
	const names = new Set(objects.flatMap(Object.keys));
	return Object.fromEntries(
		[...names].map((name) => [
			name,
			inferSchema(objects.filter((each) => Object.hasOwn(each, name)).map((each) => each[name])),
		]),
	);
}

function getType(value: unknown): TypeName {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	const type = typeof value;
	if (type === 'string' || type === 'number' || type === 'boolean' || type === 'object')
		return type;
	throw new Error(`JSON has no values of the type ${type}`);
}

const isNull = (type: TypeName) => type === 'null';

const isObject = (value: unknown): value is Fields => getType(value) === 'object';
