/** Upper-cases the first letter of every word. */
export function capitalize(words: string): string {
	return words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

export function withArticle(noun: string): string {
	return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** @returns undefined for an empty string and for other types */
export function getNonEmptyString(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** E.g. "1, 2, 3 and 4 more". */
export function joinLimited(all: readonly unknown[], max: number): string {
	const rest = all.length > max ? ` and ${all.length - max} more` : '';
	return all.slice(0, max).join(', ') + rest;
}

/** Separates thousands by commas. `toLocaleString` would load the locales, which takes longer than loading the node. */
export function formatNumber(value: unknown): string {
	const [integer = '', ...decimals] = String(value).split('.');
	return [integer.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

/** Sorts by code units. Like `formatNumber`, it doesn't load the locales. */
export function sortBy<T>(all: readonly T[], getText: (one: T) => string): T[] {
	return [...all].sort((one, other) => (getText(one) < getText(other) ? -1 : 1));
}
