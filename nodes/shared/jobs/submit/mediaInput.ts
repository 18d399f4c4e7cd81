import type { IBinaryData } from 'n8n-workflow';
import type { MediaKind } from './uploadType';

/** What a parameter requires of its file. */
export interface FileRequirements {
	/** Undefined for anything that can be uploaded. */
	accepts?: MediaKind;
	/** Accepted MIME types. Default: all types of this kind. */
	types?: readonly string[];
	/** Accepted length of an audio file in seconds. Only checked where it can be read. */
	seconds?: { min?: number; max: number };
}

/** A file that the user specified: by binary field, URL, path of an earlier upload, or as the file itself. */
export class MediaInput {
	constructor(
		readonly source: 'binary' | 'url' | 'path',
		/** Field name, URL, or path. */
		readonly value: string,
		/** The parameter as the editor shows it. */
		readonly parameter: string,
		readonly itemIndex: number,
		readonly required: FileRequirements = {},
		/** The file itself, from an expression. */
		readonly file?: IBinaryData,
	) {}
}

/** Whether a text is a path as returned by an upload: `upload/<name>.<ext>`. */
export const isUploadPath = (text: string) =>
	/^[\w-]+\/[\w./-]+$/.test(text) && !text.includes('..');
