/** Returns the names of numbered fields. `#` stands for the number from 1, `+` for the next one. */
export const numberNames = (name: string, count: number): string[] =>
	Array.from({ length: count }, (_, index) =>
		name.replace('#', String(index + 1)).replace('+', String(index + 2)),
	);

/** Returns numbered fields with the same value. */
export const numberFields = <T,>(name: string, count: number, value: T): Record<string, T> =>
	Object.fromEntries(numberNames(name, count).map((one) => [one, value]));
