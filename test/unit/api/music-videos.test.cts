import fc from 'fast-check';
import { parseGeneration } from '../../../nodes/shared/api/generations';
import { generationTypes } from '../../../nodes/shared/api/generationTypes';
import { getUrlWithoutSubtitles } from '../../../nodes/shared/api/musicVideos';
import type { ApiGeneration } from '../../../nodes/shared/api/responseSchemas';
import { parseStatus } from '../../../nodes/shared/jobs/jobStatus';

const { musicVideo } = generationTypes;
const ID = 'user:1-pixverse:a@example.com-video:9';
const URL = 'https://media.example.com/finished.mp4';
const otherUrl = (name: string) => `https://media.example.com/${name}.mp4`;

const parse = (body: unknown) => parseGeneration(musicVideo, body) as ApiGeneration;
const getPhase = (body: unknown) => parseStatus(musicVideo, parse(body)).phase;

/** The words in different spellings. */
const anySpelling = (...words: string[]) =>
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

/** The fields that may contain the URL of the finished video. */
const fileLayouts: Array<(url: string) => Record<string, unknown>> = [
	(url) => ({ video: { video_id: ID, url, cover_url: otherUrl('cover') } }),
	(url) => ({ video: url }),
	(url) => ({ url }),
	(url) => ({ video: { video_id: ID }, files: [{ role: 'video', url }] }),
	(url) => ({ video: null, files: [{ role: 'Subtitle_Video', url }] }),
	(url) => ({ files: { video: { url } } }),
	(url) => ({ files: { video: url } }),
];

/** Files that aren't the finished video, in any order. */
const otherFiles = fc.shuffledSubarray([
	{ role: 'no_subtitle_video', url: otherUrl('no_subtitle') },
	{ role: 'subtitle_ass', url: otherUrl('subtitles') },
	{ role: 'intermediate_image', url: otherUrl('image') },
	{ role: 'intermediate_video', url: otherUrl('intermediate') },
	{ role: 'video', url: '' },
	{ role: null, url: otherUrl('unknown') },
]);

/** A record with its video in one of these fields, among other files. */
const records = fc.tuple(fc.constantFrom(...fileLayouts), otherFiles).map(([layout, others]) => {
	const { files, ...rest } = layout(URL);
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
	])('should be %s by its status, in any spelling', (phase, words) => {
		fc.assert(
			fc.property(anySpelling(...words), records, (status, record) => {
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
	])('should accept the status number of a video: %d', (status, phase) => {
		for (const value of [status, String(status)])
			expect(getPhase({ video_id: ID, status: value, url: URL })).toBe(phase);
	});

	it('should have the URL of its finished video from any field, and of no other file', () => {
		fc.assert(
			fc.property(records, (record) => {
				expect(parse({ video_id: ID, status: 'succeeded', ...record }).url).toBe(URL);
			}),
		);
	});

	it('should be running without its video, whatever other files there are', () => {
		fc.assert(
			fc.property(otherFiles, fc.constantFrom(undefined, null, {}, 'none', []), (files, video) => {
				const record = { video_id: ID, status: 'succeeded', files, video };
				expect(parse(record).url ?? '').toBe('');
				expect(getPhase(record)).toBe('running');
			}),
		);
	});

	it('should have the video without subtitles only if there is one', () => {
		fc.assert(
			fc.property(otherFiles, (files) => {
				const hasFile = files.some(({ role }) => role === 'no_subtitle_video');
				expect(getUrlWithoutSubtitles(parse({ video_id: ID, files }))).toBe(
					hasFile ? otherUrl('no_subtitle') : undefined,
				);
			}),
		);
	});

	it('should have its ID from either field, and none until PixVerse has started it', () => {
		for (const record of [{ video_id: ID }, { video: { video_id: ID } }])
			expect(parse({ status: 'processing', ...record }).video_id).toBe(ID);
		expect(parse({ status: 'pending', project_id: 7 }).video_id).toBeUndefined();
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
				const parsed = parse(body);
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
