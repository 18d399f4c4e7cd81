import { isHttpUrl } from './baseUrl';
import { type ApiGeneration, isRecord, toNumber, toText } from './responseSchemas';

/** The API's words, and others that would mean the same. */
const STATUS_NAMES: ReadonlyArray<readonly [words: RegExp, name: string]> = [
	[/^pending$/, 'QUEUED'],
	[/^(processing|running)$/, 'GENERATING'],
	[/^(succeeded|success|complete|finished|done)$/, 'COMPLETED'],
	[/^error$/, 'FAILED'],
	[/^rejected$/, 'MODERATED'],
];

/** Role of the finished video among `files`: `video`, or a name that ends with it. */
const FINISHED = /^(?!no_subtitle|intermediate)(\w+_)?video$/i;
const WITHOUT_SUBTITLES = /^no_subtitle/i;

/**
 * Adds the fields of a video to a music video: its status is a word, its file is in `video` or among `files`, and its ID
 * may only be in `video`. The plain record of GET videos/{id} has these fields already.
 */
export function normalizeMusicVideo(response: ApiGeneration): ApiGeneration {
	const { status, video_status_name: name, audio_duration: songDuration } = response;
	const video = toFile(response.video);
	const fields = {
		video_status: toNumber(response.video_status) ?? toNumber(status),
		video_id: toText(response.video_id) || toText(video.video_id),
		url: toText(video.url) || getFileUrl(response, FINISHED) || toText(response.url),
		created_at: toText(response.created_at) || toText(video.created_at),
		duration: toNumber(response.duration) ?? toNumber(video.duration) ?? toNumber(songDuration),
		video_status_name: name || toStatusName(status),
	};
	const known = Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined);
	return { ...response, ...Object.fromEntries(known) };
}

function toStatusName(status: unknown): string {
	// A number has the meaning that it has for videos.
	if (typeof status !== 'string' || toNumber(status) !== undefined) return '';
	const word = status.trim().toLowerCase();
	return STATUS_NAMES.find(([words]) => words.test(word))?.[1] ?? word.toUpperCase();
}

/** The finished video without subtitles. It exists if the music video was made with subtitles. */
export function getUrlWithoutSubtitles(response: ApiGeneration): string | undefined {
	return getFileUrl(response, WITHOUT_SUBTITLES);
}

/** The files are rows with a role, or have it as their key. */
function getFileUrl({ files }: ApiGeneration, role: RegExp): string | undefined {
	if (typeof files !== 'object' || files === null) return undefined;
	return Object.entries(files)
		.map(([key, value]): Record<string, unknown> => ({ role: key, ...toFile(value) }))
		.filter((file) => role.test(toText(file.role)))
		.map((file) => toText(file.url))
		.find(Boolean);
}

/** A file is an object with its URL, or the URL. */
function toFile(value: unknown): Record<string, unknown> {
	if (typeof value === 'string') return isHttpUrl(value) ? { url: value } : {};
	return isRecord(value) ? value : {};
}
