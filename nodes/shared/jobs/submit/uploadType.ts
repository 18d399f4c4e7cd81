import { parseMimeType } from '../../api/openDownload';

/** Kinds of files that a media parameter accepts. */
export type MediaKind = 'image' | 'video' | 'audio';

/**
 * MIME types that the upload accepts, each with its other names and its file extensions. Source of the types: the files
 * page of the API reference; of the other names: browsers, servers, and the package file-type, which n8n uses.
 */
const FORMATS: Array<[type: string, names: string]> = [
	['image/png', 'apng'],
	['image/jpeg', 'jpg jpe jfif pjpeg pipeg pjp'],
	['image/gif', ''],
	['image/webp', ''],
	['video/mp4', 'm4v mp4v mpg4'],
	['video/quicktime', 'mov qt'],
	['video/3gpp', '3gp'],
	['video/x-matroska', 'mkv'],
	['video/x-flv', ''],
	['video/mpeg', 'mpg mpe mpeg2 mpeg-2 mp1s mp2p m1v m2v'],
	['video/MP2T', 'ts mts m2ts'],
	['video/x-msvideo', 'avi'],
	['video/x-motion-jpeg', 'mjpeg mjpg'],
	['video/webm', ''],
	['video/ogg', 'ogv theora'],
	['audio/wav', ''],
	['audio/wave', ''],
	['audio/mpeg', 'mp3 mpeg3 mpeg-3 mpg mpga'],
];

/** Prefixes that say nothing about the format, e.g. `x-` and `vnd.`. */
const withoutPrefix = (subtype: string) =>
	subtype.toLowerCase().replace(/^(x-|vnd\.|pn-|troff-|mozilla\.|dlna\.)+/, '');

const formats = FORMATS.map(([type, names]) => {
	const [kind, subtype] = type.split('/') as [MediaKind, string];
	return { type, kind, names: [withoutPrefix(subtype), ...names.split(' ').filter(Boolean)] };
});

/** Types that don't identify the format, such as application/octet-stream. n8n uses text/plain for unknown files. */
const GENERIC_MIME_TYPE =
	/^$|^[^/]+$|\*|octet-stream|binary$|unknown|download$|x-www-form-urlencoded|form-data|^text\/plain$/;

/** What the first bytes of a file look like, as Latin-1 text. */
const SIGNATURES: Array<[pattern: RegExp, type: string]> = [
	[/^\x89PNG\r\n/, 'image/png'],
	[/^\xff\xd8\xff/, 'image/jpeg'],
	[/^GIF8[79]a/, 'image/gif'],
	[/^RIFF.{4}WEBP/s, 'image/webp'],
	[/^(RIFF|RF64).{4}WAVE/s, 'audio/wav'],
	[/^RIFF.{4}AVI /s, 'video/x-msvideo'],
	[/^.E\xdf\xa3.{0,80}webm/s, 'video/webm'],
	[/^.E\xdf\xa3.{0,80}matroska/s, 'video/x-matroska'],
	[/^FLV[^ -~]/, 'video/x-flv'],
	[/^\0\0.[\xb3\xba]/s, 'video/mpeg'],
	[/^(.{4})?G.{187}(.{4})?G.{187}(.{4})?G/s, 'video/MP2T'],
	[/^OggS.{24,80}(\x80theora|BBCD\0)/s, 'video/ogg'],
	[/^.{4}ftypqt /s, 'video/quicktime'],
	[/^.{4}ftyp3g[^2]/s, 'video/3gpp'],
	[/^.{4}ftyp(iso|mp4|avc|M4V|MSNV|dash|f4v|F4V|cmf|mmp4|ND[SX]|XAVC)/s, 'video/mp4'],
	[/^.{4}(moov|mdat|wide|pnot)/s, 'video/quicktime'],
	[/^(ID3[^ -~]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/, 'audio/mpeg'],
];

/** Bytes that identify a format: two packets of a transport stream. */
export const HEAD_BYTES = 400;

export type UploadType = Pick<(typeof formats)[number], 'type' | 'kind'>;

/**
 * Resolves the MIME type to upload a file as: by the MIME type of its source, by a file name if that is generic, or by its
 * first bytes.
 * @param names file names or URLs
 * @returns undefined if the API doesn't accept the file, or if its type is unknown
 */
export function resolveUploadType(
	mimeType: string,
	names: string[],
	head: Uint8Array = new Uint8Array(),
): UploadType | undefined {
	const sourceType = parseMimeType(mimeType);
	const [kind, subtype = ''] = sourceType.split('/');
	const name = withoutPrefix(subtype);
	const found = GENERIC_MIME_TYPE.test(sourceType)
		? names.map(findByExtension).find(Boolean)
		: formats.find(
				(format) =>
					['application', format.kind].includes(kind ?? '') && format.names.includes(name),
			);
	return found ?? findBySignature(head);
}

function findByExtension(name: string) {
	const extension = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(name)?.[1]?.toLowerCase() ?? '';
	// `.ogg` is usually audio, which the API doesn't accept; its MIME types tell the two apart.
	if (extension === 'ogg') return undefined;
	return formats.find(({ names }) => names.includes(extension));
}

function findBySignature(head: Uint8Array) {
	const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
	const type = SIGNATURES.find(([pattern]) => pattern.test(text))?.[1];
	return formats.find((format) => format.type === type);
}

/** Accepted formats by kind, for messages. */
const ACCEPTED_FORMATS: Record<MediaKind, string> = {
	image: 'PNG, JPEG, GIF, or WebP',
	video: 'MP4, MOV, 3GP, MKV, FLV, MPEG, TS, AVI, MJPEG, WebM, or OGV',
	audio: 'MP3 or WAV',
};

/** The accepted formats of a parameter, for messages. */
export function formatAccepted(accepts?: MediaKind, types?: readonly string[]): string {
	const getName = (type: string) =>
		formats.find((format) => format.type === type)?.names.find((name) => name.length <= 4);
	if (types) return types.map((type) => (getName(type) ?? type).toUpperCase()).join(', ');
	return accepts ? ACCEPTED_FORMATS[accepts] : Object.values(ACCEPTED_FORMATS).join(', ');
}
