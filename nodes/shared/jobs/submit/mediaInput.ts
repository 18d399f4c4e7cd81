import type { IBinaryData } from 'n8n-workflow';
import type { MediaKind } from './uploadType';

/** A file that the user specified: by binary field, URL, path of an earlier upload, or as the file itself. */
export class MediaInput {
	constructor(
		readonly source: 'binary' | 'url' | 'path',
		/** Field name, URL, or path. */
		readonly value: string,
		/** The parameter as the editor shows it. */
		readonly parameter: string,
		/** Undefined for anything that can be uploaded. */
		readonly accepts?: MediaKind,
		/** Accepted MIME types. Default: all types of this kind. */
		readonly types?: readonly string[],
		/** The file itself, from an expression. */
		readonly file?: IBinaryData,
		/** Accepted length of an audio file in seconds. Only checked where it can be read. */
		readonly seconds?: { min?: number; max: number },
	) {}
}

/** Whether a text is a path as returned by an upload: `upload/<name>.<ext>`. */
export function isUploadPath(text: string): boolean {
	return /^[\w-]+\/[\w./-]+$/.test(text) && !text.includes('..');
}
