/** Kinds of files that a media parameter accepts. */
export type MediaKind = 'image' | 'video' | 'audio';

/** A file that the user specified: by binary field, URL, or path of an earlier upload. */
export class MediaInput {
	constructor(
		readonly source: 'binary' | 'url' | 'path',
		/** Field name, URL, or path. */
		readonly value: string,
		/** The parameter as the editor shows it. */
		readonly parameter: string,
		/** Undefined for anything that can be uploaded. */
		readonly accepts?: MediaKind,
		/** Accepted MIME types. Default: all of the kind. */
		readonly types?: readonly string[],
	) {}
}

/** MIME types that the upload accepts. Source: the files page of the API reference. */
const MEDIA_KIND_BY_MIME_TYPE: Record<string, MediaKind> = {
	'image/png': 'image',
	'image/jpeg': 'image',
	'image/gif': 'image',
	'image/webp': 'image',
	'video/mp4': 'video',
	'video/quicktime': 'video',
	'video/3gpp': 'video',
	'video/x-matroska': 'video',
	'video/x-flv': 'video',
	'video/mpeg': 'video',
	'video/MP2T': 'video',
	'video/x-msvideo': 'video',
	'video/x-motion-jpeg': 'video',
	'video/webm': 'video',
	'video/ogg': 'video',
	'audio/wav': 'audio',
	'audio/wave': 'audio',
	'audio/mpeg': 'audio',
};

/** Other names of the same types. */
const MIME_TYPE_ALIASES: Record<string, string> = {
	'image/jpg': 'image/jpeg',
	'image/pjpeg': 'image/jpeg',
	'image/x-png': 'image/png',
	'audio/mp3': 'audio/mpeg',
	'audio/x-mp3': 'audio/mpeg',
	'audio/x-wav': 'audio/wav',
	'audio/vnd.wave': 'audio/wav',
	'video/avi': 'video/x-msvideo',
	'video/x-m4v': 'video/mp4',
	'video/mp2t': 'video/MP2T',
	'application/ogg': 'video/ogg',
};

const MIME_TYPE_BY_EXTENSION: Record<string, string> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
	webp: 'image/webp',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	'3gp': 'video/3gpp',
	mkv: 'video/x-matroska',
	flv: 'video/x-flv',
	mpeg: 'video/mpeg',
	mpg: 'video/mpeg',
	ts: 'video/MP2T',
	avi: 'video/x-msvideo',
	mjpeg: 'video/x-motion-jpeg',
	webm: 'video/webm',
	ogv: 'video/ogg',
	wav: 'audio/wav',
	mp3: 'audio/mpeg',
};

/** Types that don't identify the format. */
const GENERIC_MIME_TYPES = new Set([
	'',
	'application/octet-stream',
	'binary/octet-stream',
	'text/plain',
]);

/**
 * Resolves the MIME type to upload a file as.
 * @param mimeType from the source of the file
 * @param name file name or URL, used only if the type is generic
 * @returns undefined if the API doesn't accept the file
 */
export function resolveUploadType(
	mimeType: string,
	name: string,
): { type: string; kind: MediaKind } | undefined {
	const sourceType = mimeType.toLowerCase();
	const extension = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(name)?.[1]?.toLowerCase() ?? '';
	const type = GENERIC_MIME_TYPES.has(sourceType)
		? (MIME_TYPE_BY_EXTENSION[extension] ?? '')
		: (MIME_TYPE_ALIASES[sourceType] ?? sourceType);
	const kind = MEDIA_KIND_BY_MIME_TYPE[type];
	return kind && { type, kind };
}

/** Accepted formats by kind, for messages. */
export const ACCEPTED_FORMATS: Record<MediaKind, string> = {
	image: 'PNG, JPEG, GIF, or WebP',
	video: 'MP4, MOV, 3GP, MKV, FLV, MPEG, TS, AVI, MJPEG, WebM, or OGV',
	audio: 'MP3 or WAV',
};

/** The accepted formats of a parameter, for messages. */
export function formatAccepted({ accepts, types }: MediaInput): string {
	if (!types)
		return accepts ? ACCEPTED_FORMATS[accepts] : Object.values(ACCEPTED_FORMATS).join(', ');
	const names = Object.entries(MIME_TYPE_BY_EXTENSION).filter(([, type]) => types.includes(type));
	return names.map(([extension]) => extension.toUpperCase()).join(', ');
}

/** Whether a text is a path as returned by an upload: `upload/<name>.<ext>`. */
export function isUploadPath(text: string): boolean {
	return /^[\w-]+\/[\w./-]+$/.test(text) && !text.includes('..');
}
