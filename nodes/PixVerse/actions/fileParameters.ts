import { type IBinaryData, jsonParse } from 'n8n-workflow';
import { isBinaryData } from '../../shared/jobs/submit/itemFiles';
import { emptyToUndefined } from './parameterValues';

/** One file as a user specified it. */
export interface FileValue {
	mode: string;
	/** Field name, URL, path, or ID; for a file its name. */
	text: string;
	/** The file itself, from an expression. */
	file?: IBinaryData;
}

/**
 * Reads the files of a field: a resource locator, a text, a file, or a list of these. In a list field, a text can name
 * several: `photo1, photo2`.
 * @returns undefined if the value is none of these
 */
export function parseFiles(
	raw: unknown,
	isListField: boolean,
	mode?: string,
): FileValue[] | undefined {
	const value = emptyToUndefined(raw);
	if (value === undefined || value === null) return [];
	if (isBinaryData(value)) return [{ mode: 'binary', text: value.fileName ?? 'file', file: value }];
	if (Array.isArray(value)) return parseAll(value, isListField, mode);
	if (typeof value !== 'object') return parseText(String(value).trim(), isListField, mode);
	if ('value' in value)
		return parseFiles(value.value, isListField, (value as { mode?: string }).mode);
	const values: unknown[] = Object.values(value as object);
	// All files of an item, as `$binary` returns them.
	return values.length > 0 && values.every(isBinaryData)
		? parseAll(values, isListField, mode)
		: undefined;
}

function parseAll(values: unknown[], isListField: boolean, mode?: string): FileValue[] | undefined {
	const lists = values.map((value) => parseFiles(value, isListField, mode));
	return lists.some((list) => list === undefined) ? undefined : (lists.flat() as FileValue[]);
}

function parseText(text: string, isListField: boolean, mode?: string): FileValue[] | undefined {
	if (isListField && /^\[.*\]$/s.test(text)) {
		const list = jsonParse<unknown>(text, { fallbackValue: null });
		if (Array.isArray(list)) return parseAll(list, isListField, mode);
	}
	const separator = inferLocatorMode(text) === 'url' ? /,?\s+(?=https?:\/\/)/i : /\s*[,\n]\s*/;
	return (isListField ? text.split(separator).filter(Boolean) : [text]).map((part) => ({
		// A URL can't be a field name: the user or AI model that entered it didn't set the mode.
		mode: mode === undefined || mode === 'binary' ? inferLocatorMode(part) : mode,
		text: part,
	}));
}

/** For a file field whose whole value is an expression. */
function inferLocatorMode(text: string): string {
	if (/^https?:\/\//i.test(text)) return 'url';
	return /^(upload|library)\//.test(text) ? 'path' : 'binary';
}
