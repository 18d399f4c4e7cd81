import { type ApiGeneration, toNumber, toText } from './responseSchemas';

/** The API's words, and others that would mean the same. */
const STATUS_NAMES: Record<string, string> = {
	pending: 'QUEUED',
	processing: 'GENERATING',
	running: 'GENERATING',
	succeeded: 'COMPLETED',
	success: 'COMPLETED',
	error: 'FAILED',
};

/** Role of the finished video among `files`: `video`, or a name that ends with it. */
const FINISHED = /^(?!no_subtitle|intermediate)(\w+_)?video$/i;
const WITHOUT_SUBTITLES = /^no_subtitle/i;

/**
 * Adds the fields of a video to a music video: its status is a word, its file is in `video` or among `files`, and its ID
 * may only be in `video`. The plain record of GET videos/{id} has these fields already.
 */
export function normalizeMusicVideo(response: ApiGeneration): ApiGeneration {
	const { status, video_status_name: name, audio_duration: songDuration } = response;
	const video = toRecord(response.video);
	const fields = {
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
	return typeof status === 'string'
		? (STATUS_NAMES[status.toLowerCase()] ?? status.toUpperCase())
		: '';
}

/** The finished video without subtitles. It exists if the music video was made with subtitles. */
export function getUrlWithoutSubtitles(response: ApiGeneration): string | undefined {
	return getFileUrl(response, WITHOUT_SUBTITLES);
}

function getFileUrl({ files }: ApiGeneration, role: RegExp): string | undefined {
	if (!Array.isArray(files)) return undefined;
	return files
		.map(toRecord)
		.filter((file) => role.test(toText(file.role)))
		.map((file) => toText(file.url))
		.find(Boolean);
}

function toRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
