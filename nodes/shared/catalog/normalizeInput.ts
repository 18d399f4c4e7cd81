/**
 * Converts values as people and language models write them to the notation of the API. Only unambiguous values are
 * changed; the validation handles all others.
 */

/** `PixVerse V6` or `V6` → `v6`. Spaces and case do not matter. */
export function normalizeModel(
	text: string,
	models: Readonly<Record<string, { name: string }>>,
): string {
	if (Object.hasOwn(models, text)) return text;
	const meant = Object.entries(models).filter(
		([id, { name }]) =>
			normalizeName(id) === normalizeName(text) || normalizeName(name) === normalizeName(text),
	);
	return meant.length === 1 ? (meant[0]?.[0] ?? text) : text;
}

/** `720P`, `720 p` or `720` → `720p`. */
export function normalizeQuality(text: string): string {
	const [, lines] = /^\s*(\d{3,4})\s*p?\s*$/i.exec(text) ?? [];
	return lines ? `${lines}p` : text;
}

/** `16x9`, `16/9` or `16 : 9` → `16:9`. */
export function normalizeAspectRatio(text: string): string {
	const [, width, height] = /^\s*(\d{1,2})\s*[:/x×]\s*(\d{1,2})\s*$/i.exec(text) ?? [];
	return width && height ? `${width}:${height}` : text;
}

/** `5 s`, `5s` or `5 seconds` → `5`. */
export function normalizeDuration(text: string): string {
	return /^\s*(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)\.?\s*$/i.exec(text)?.[1] ?? text;
}

function normalizeName(text: string): string {
	return text.toLowerCase().replace(/\s+/g, '');
}
