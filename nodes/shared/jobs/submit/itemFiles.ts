import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isRecord } from '../../api/responseSchemas';
import type { MediaInput } from './mediaInput';

/** With execution logic v2 (workflow setting `binaryMode: combined`), the files of an item are in this field of its JSON. */
const FILES_FIELD = '_files';

/** Whether a value is a file, as `$('Node').item.binary.data` returns it. */
export function isBinaryData(value: unknown): value is IBinaryData {
	return isRecord(value) && 'mimeType' in value && ('id' in value || 'data' in value);
}

/** Removes the `_files.` of a path, e.g. of `_files.data`. */
export function toFieldName(name: string): string {
	return name.startsWith(`${FILES_FIELD}.`) ? name.slice(FILES_FIELD.length + 1) : name;
}

/**
 * Finds a file of an item by the name of its binary field or, with execution logic v2, by its path. Takes the name with
 * both: workflows are switched from one to the other, and files in memory stay in the binary fields with both.
 */
export function findItemFile(
	context: IExecuteFunctions,
	{ itemIndex, value: name }: MediaInput,
): IBinaryData | undefined {
	try {
		const file = context.helpers.assertBinaryData(itemIndex, name);
		// n8n also finds what every object inherits, such as "constructor".
		return isBinaryData(file) ? file : undefined;
	} catch {
		const files = getFiles(context, itemIndex);
		const field = toFieldName(name);
		return Object.hasOwn(files, field) ? files[field] : undefined;
	}
}

/** The error for an item without this file: how the workflow names files, and which there are. */
export function describeMissingFile(
	context: IExecuteFunctions,
	{ itemIndex, value: name, parameter }: MediaInput,
): { message: string; description: string } {
	const isCombined = context.getWorkflowSettings().binaryMode === 'combined';
	const names = Object.keys(getFiles(context, itemIndex));
	const shown = isCombined ? names.map((field) => `${FILES_FIELD}.${field}`) : names;
	const existing =
		shown.length > 0 ? `The item has: ${shown.join(', ')}.` : 'The item has no files.';
	return isCombined
		? {
				message: `"${parameter}": the item has no file at "${name}"`,
				description: `${existing} Enter the path of a file as the input panel shows it, such as ${FILES_FIELD}.data, or use a URL or an earlier upload instead.`,
			}
		: {
				message: `"${parameter}": the item has no file in the binary field "${name}"`,
				description: `${existing} Check the name of the field in the input panel (Binary tab), or use a URL or an earlier upload instead.`,
			};
}

function getFiles(context: IExecuteFunctions, itemIndex: number): Record<string, IBinaryData> {
	const { json, binary } = context.getInputData()[itemIndex] ?? {};
	const inJson = Object.entries((json?.[FILES_FIELD] ?? {}) as IDataObject);
	const files = inJson.filter((entry): entry is [string, never] => isBinaryData(entry[1]));
	return { ...binary, ...Object.fromEntries(files) };
}
