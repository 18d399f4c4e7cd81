import fc from 'fast-check';
import { parseGeneration } from '../../../nodes/shared/api/generations';
import { generationTypes } from '../../../nodes/shared/api/generationTypes';
import { getUrlWithoutSubtitles } from '../../../nodes/shared/api/musicVideos';
import type { ApiGeneration } from '../../../nodes/shared/api/responseSchemas';
import { parseStatus } from '../../../nodes/shared/jobs/jobStatus';

const { musicVideo } = generationTypes;
const ID = 'user:1-pixverse:a@example.com-video:9';
const URL = 'https://media.example.com/finished.mp4';
const decoy = (name: string) => `https://media.example.com/${name}.mp4`;

const read = (body: unknown) => parseGeneration(musicVideo, body) as ApiGeneration;
const getPhase = (body: unknown) => parseStatus(musicVideo, read(body)).phase;

/** How a word may be written. */
const written = (...words: string[]) =>
	fc
		.tuple(
			fc.constantFrom(...words),
			fc.constantFrom(
				(word: string) => word,
				(word: string) => word.toUpperCase(),
				(word: string) => ` ${word.charAt(0).toUpperCase()}${word.slice(1)}\n`,
			),
		)
		.map(([word, write]) => write(word));

/** Every place where the finished video may be. */
const places: Array<(url: string) => Record<string, unknown>> = [
	(url) => ({ video: { video_id: ID, url, cover_url: decoy('cover') } }),
	(url) => ({ video: url }),
	(url) => ({ url }),
	(url) => ({ video: { video_id: ID }, files: [{ role: 'video', url }] }),
	(url) => ({ video: null, files: [{ role: 'Subtitle_Video', url }] }),
	(url) => ({ files: { video: { url } } }),
	(url) => ({ files: { video: url } }),
];

/** Files that aren't the finished video, in any order. */
const otherFiles = fc.shuffledSubarray([
	{ role: 'no_subtitle_video', url: decoy('no_subtitle') },
	{ role: 'subtitle_ass', url: decoy('subtitles') },
	{ role: 'intermediate_image', url: decoy('image') },
	{ role: 'intermediate_video', url: decoy('intermediate') },
	{ role: 'video', url: '' },
	{ role: null, url: decoy('unknown') },
]);

/** A record with its video in one of the places, among other files. */
const records = fc.tuple(fc.constantFrom(...places), otherFiles).map(([place, others]) => {
	const { files, ...rest } = place(URL);
	const isByRole = files !== undefined && !Array.isArray(files);
	const all = isByRole
		? { ...Object.fromEntries(others.map((file) => [String(file.role), file])), ...files }
		: [...others, ...((files as object[] | undefined) ?? [])];
	return { ...rest, files: all as unknown };
});

describe('A music video', () => {
	it.each([
		['completed', ['succeeded', 'success', 'completed', 'complete', 'finished', 'done']],
		['failed', ['failed', 'error']],
		['moderated', ['moderated', 'rejected']],
		['running', ['pending', 'processing', 'running', 'queued', 'generating', 'reviewing', '']],
	])('should be %s by its status word, however it is written', (phase, words) => {
		fc.assert(
			fc.property(written(...words), records, (status, record) => {
				expect(getPhase({ video_id: ID, status, ...record })).toBe(phase);
			}),
		);
	});

	it.each([
		[1, 'completed'],
		[5, 'running'],
		[7, 'moderated'],
		[8, 'failed'],
		[10, 'running'],
		[42, 'running'],
	])('should be read with the status number of a video, too: %d', (status, phase) => {
		for (const value of [status, String(status)])
			expect(getPhase({ video_id: ID, status: value, url: URL })).toBe(phase);
	});

	it('should have its finished video, wherever that is, and no other file', () => {
		fc.assert(
			fc.property(records, (record) => {
				expect(read({ video_id: ID, status: 'succeeded', ...record }).url).toBe(URL);
			}),
		);
	});

	it('should not be finished without its video, whatever other files there are', () => {
		fc.assert(
			fc.property(otherFiles, fc.constantFrom(undefined, null, {}, 'none', []), (files, video) => {
				const record = { video_id: ID, status: 'succeeded', files, video };
				expect(read(record).url ?? '').toBe('');
				expect(getPhase(record)).toBe('running');
			}),
		);
	});

	it('should have the video without subtitles only if there is one', () => {
		fc.assert(
			fc.property(otherFiles, (files) => {
				const has = files.some(({ role }) => role === 'no_subtitle_video');
				expect(getUrlWithoutSubtitles(read({ video_id: ID, files }))).toBe(
					has ? decoy('no_subtitle') : undefined,
				);
			}),
		);
	});

	it('should have its ID from either place, and none until PixVerse has begun it', () => {
		for (const record of [{ video_id: ID }, { video: { video_id: ID } }])
			expect(read({ status: 'processing', ...record }).video_id).toBe(ID);
		expect(read({ status: 'pending', project_id: 7 }).video_id).toBeUndefined();
	});

	it('should never fail, whatever the fields contain', () => {
		const anything = fc.oneof(
			fc.jsonValue(),
			fc.constantFrom('constructor', '__proto__', 'toString', 'https://x.test/a.mp4'),
		);
		const fields = [
			...['video_id', 'status', 'video', 'files', 'url', 'video_status', 'video_status_name'],
			...['duration', 'audio_duration', 'created_at', 'error'],
		];
		const record = fc.dictionary(fc.constantFrom(...fields), anything);
		fc.assert(
			fc.property(record, (body) => {
				const parsed = read(body);
				for (const value of [parsed.url, parsed.video_id, parsed.video_status_name])
					expect(['string', 'undefined', 'object']).toContain(typeof value);
				expect(['running', 'completed', 'failed', 'moderated']).toContain(
					parseStatus(musicVideo, parsed).phase,
				);
				const url = getUrlWithoutSubtitles(parsed);
				expect(url === undefined || url.length > 0).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});
});
