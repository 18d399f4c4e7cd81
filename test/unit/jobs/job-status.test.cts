import fc from 'fast-check';
import type { ApiGeneration } from '../../../nodes/shared/api/responseSchemas';
import type { GenerationTypeConfig } from '../../../nodes/shared/api/generationTypes';
import { generationTypes } from '../../../nodes/shared/api/generationTypes';
import { parseStatus } from '../../../nodes/shared/jobs/jobStatus';

const URL = 'https://media.pixverse.ai/1.mp4';

/** A generation as the API shows it, by what it says of status, name, final and url. */
const shown = (
	family: GenerationTypeConfig,
	status?: unknown,
	name?: unknown,
	final?: unknown,
	url?: unknown,
	more: object = {},
): ApiGeneration =>
	({
		[family.statusField]: status,
		[`${family.statusField}_name`]: name,
		[`${family.statusField}_final`]: final,
		[family.urlField]: url,
		...more,
	}) as ApiGeneration;

const { video, image, music, speech } = generationTypes;
const every = Object.values(generationTypes);

describe('getJobState', () => {
	describe.each(every)('($kind)', (family) => {
		it.each([
			[1, 'COMPLETED', true, 'completed'],
			[5, 'QUEUED', false, 'running'],
			[7, 'MODERATED', true, 'moderated'],
			[8, 'FAILED', true, 'failed'],
			[9, 'GENERATING', false, 'running'],
			[10, 'GENERATING', false, 'running'],
			[10, 'PROCESSING', false, 'running'],
		])('should follow the status map: %d %s', (status, name, final, phase) => {
			expect(parseStatus(family, shown(family, status, name, final, URL))).toMatchObject({
				phase,
				name,
			});
		});

		it.each([
			[1, 'completed', 'COMPLETED'],
			[5, 'running', 'QUEUED'],
			[7, 'moderated', 'MODERATED'],
			[8, 'failed', 'FAILED'],
			[9, 'running', 'GENERATING'],
			[10, 'running', 'GENERATING'],
		])('should read status %d without a name', (status, phase, name) => {
			expect(parseStatus(family, shown(family, status, undefined, undefined, URL))).toMatchObject({
				phase,
				name,
			});
		});

		it.each([
			['COMPLETED', 'completed'],
			['completed', 'completed'],
			['QUEUED', 'running'],
			['MODERATED', 'moderated'],
			['FAILED', 'failed'],
			['PROCESSING', 'running'],
		])('should read the name %s without a number', (name, phase) => {
			expect(parseStatus(family, shown(family, undefined, name, undefined, URL))).toMatchObject({
				phase,
				name: name.toUpperCase(),
			});
		});

		it('should keep polling while the API calls QUEUED final', () => {
			expect(parseStatus(family, shown(family, 5, 'QUEUED', true, ''))).toMatchObject({
				phase: 'running',
				name: 'QUEUED',
			});
		});

		it('should not be completed by a URL that appears too early', () => {
			expect(parseStatus(family, shown(family, 10, 'GENERATING', false, URL)).phase).toBe(
				'running',
			);
			expect(parseStatus(family, shown(family, 5, 'QUEUED', true, URL)).phase).toBe('running');
		});

		it('should not be completed without a URL', () => {
			for (const url of ['', null, undefined])
				expect(parseStatus(family, shown(family, 1, 'COMPLETED', true, url)).phase).toBe('running');
		});

		it('should keep polling an unknown status and end when the API calls it final', () => {
			expect(parseStatus(family, shown(family, 42, 'DREAMING', false)).phase).toBe('running');
			expect(parseStatus(family, shown(family, 42)).phase).toBe('running');
			expect(parseStatus(family, shown(family, 42, 'ABANDONED', true))).toMatchObject({
				phase: 'failed',
				name: 'ABANDONED',
			});
		});

		it('should return the most specific reason of a failure', () => {
			const reason = (more: object) =>
				parseStatus(family, shown(family, 8, 'FAILED', true, '', more)).reason;
			expect(reason({ fail_reason: 'No face', fail_code: 'x' })).toBe('No face');
			expect(reason({ error: 'Upstream' })).toBe('Upstream');
			expect(reason({ fail_code: 'music_generation_failed' })).toBe('music_generation_failed');
			expect(reason({ error: { code: 1 } })).toBeUndefined();
			expect(
				parseStatus(family, shown(family, 7, 'MODERATED', true, '', { error: 'Sensitive' })),
			).toEqual({ phase: 'moderated', name: 'MODERATED', reason: 'Sensitive' });
		});
	});

	it('should only complete a video that has a size', () => {
		const sized = (output_width?: number) =>
			parseStatus(video, shown(video, 1, 'COMPLETED', true, URL, { output_width })).phase;
		expect(sized(0)).toBe('running');
		expect(sized(1280)).toBe('completed');
		expect(sized(undefined)).toBe('completed');
	});

	it('should complete other types without a size', () => {
		for (const family of [image, music, speech])
			expect(
				parseStatus(family, shown(family, 1, 'COMPLETED', true, URL, { output_width: 0 })).phase,
			).toBe('completed');
	});

	it('should return a state for every object, and completed only with a URL', () => {
		const value = fc.oneof(
			fc.jsonValue(),
			fc.constantFrom(1, 5, 7, 8, 9, 10, true, URL, 'COMPLETED'),
		);
		fc.assert(
			fc.property(
				fc.constantFrom(...every),
				value,
				value,
				value,
				value,
				fc.object(),
				(family, status, name, final, url, more) => {
					const seen = { ...more, ...shown(family, status, name, final, url) } as ApiGeneration;
					const state = parseStatus(family, seen);
					expect(['running', 'completed', 'moderated', 'failed']).toContain(state.phase);
					expect(typeof state.name).toBe('string');
					if (state.phase === 'completed') {
						expect(url).toEqual(expect.stringMatching(/./));
						expect(status === 1 || String(name).toUpperCase() === 'COMPLETED').toBe(true);
					}
				},
			),
			{ numRuns: 1000 },
		);
	});
});
