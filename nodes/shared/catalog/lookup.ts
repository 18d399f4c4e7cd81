/** An own property of a table, not an inherited one: a model called "constructor" is unknown. */
export function getOwn<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}
