/**
 * The entry of a table under a name that somebody typed. Not what every object has: a model called "constructor" is
 * an unknown one.
 */
export function getOwn<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}
