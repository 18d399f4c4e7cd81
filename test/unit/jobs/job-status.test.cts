import fc from 'fast-check';
import type { ApiGeneration } from '../../../nodes/shared/api/responseSchemas';
import type { GenerationTypeConfig } from '../../../nodes/shared/api/generationTypes';
import { generationTypes } from '../../../nodes/shared/api/generationTypes';
import { parseStatus } from '../../../nodes/shared/jobs/jobStatus';

const URL = 'https://media.pixverse.ai/1.mp4';

/** Creates a response of the API for a generation. */
const createGeneration = (
	type: GenerationTypeConfig,
	status?: unknown,
	name?: unknown,
	final?: unknown,
	url?: unknown,
	more: object = {},
): ApiGeneration =>
	({
		[type.statusField]: status,
		[`${type.statusField}_name`]: name,
		[`${type.statusField}_final`]: final,
		[type.urlField]: url,
		...more,
	}) as ApiGeneration;

const { video, image, music, speech } = generationTypes;
const ALL_TYPES = Object.values(generationTypes);

describe('parseStatus', () => {
	describe.each(ALL_TYPES)('($kind)', (type) => {
		it.each([
			[1, 'COMPLETED', true, 'completed'],
			[5, 'QUEUED', false, 'running'],
			[7, 'MODERATED', true, 'moderated'],
			[8, 'FAILED', true, 'failed'],
			[9, 'GENERATING', false, 'running'],
			[10, 'GENERATING', false, 'running'],
			[10, 'PROCESSING', false, 'running'],
		])('should follow the status map: %d %s', (status, name, final, phase) => {
			expect(parseStatus(type, createGeneration(type, status, name, final, URL))).toMatchObject({
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
			expect(
				parseStatus(type, createGeneration(type, status, undefined, undefined, URL)),
			).toMatchObject({
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
			expect(
				parseStatus(type, createGeneration(type, undefined, name, undefined, URL)),
			).toMatchObject({
				phase,
				name: name.toUpperCase(),
			});
		});

		it('should keep polling while the API calls QUEUED final', () => {
			expect(parseStatus(type, createGeneration(type, 5, 'QUEUED', true, ''))).toMatchObject({
				phase: 'running',
				name: 'QUEUED',
			});
		});

		it('should not be completed by a URL that appears too early', () => {
			expect(parseStatus(type, createGeneration(type, 10, 'GENERATING', false, URL)).phase).toBe(
				'running',
			);
			expect(parseStatus(type, createGeneration(type, 5, 'QUEUED', true, URL)).phase).toBe(
				'running',
			);
		});

		it('should not be completed without a URL', () => {
			for (const url of ['', null, undefined])
				expect(parseStatus(type, createGeneration(type, 1, 'COMPLETED', true, url)).phase).toBe(
					'running',
				);
		});

		it('should keep polling an unknown status and end when the API calls it final', () => {
			expect(parseStatus(type, createGeneration(type, 42, 'DREAMING', false)).phase).toBe(
				'running',
			);
			expect(parseStatus(type, createGeneration(type, 42)).phase).toBe('running');
			expect(parseStatus(type, createGeneration(type, 42, 'ABANDONED', true))).toMatchObject({
				phase: 'failed',
				name: 'ABANDONED',
			});
		});

		it('should return the most specific reason of a failure', () => {
			const parseReason = (more: object) =>
				parseStatus(type, createGeneration(type, 8, 'FAILED', true, '', more)).reason;
			expect(parseReason({ fail_reason: 'No face', fail_code: 'x' })).toBe('No face');
			expect(parseReason({ error: 'Upstream' })).toBe('Upstream');
			expect(parseReason({ fail_code: 'music_generation_failed' })).toBe('music_generation_failed');
			expect(parseReason({ error: { code: 1 } })).toBeUndefined();
			expect(
				parseStatus(type, createGeneration(type, 7, 'MODERATED', true, '', { error: 'Sensitive' })),
			).toEqual({ phase: 'moderated', name: 'MODERATED', reason: 'Sensitive' });
		});
	});

	it('should only complete a video that has a size', () => {
		const parsePhase = (output_width?: number) =>
			parseStatus(video, createGeneration(video, 1, 'COMPLETED', true, URL, { output_width }))
				.phase;
		expect(parsePhase(0)).toBe('running');
		expect(parsePhase(1280)).toBe('completed');
		expect(parsePhase(undefined)).toBe('completed');
	});

	it('should complete other types without a size', () => {
		for (const type of [image, music, speech])
			expect(
				parseStatus(type, createGeneration(type, 1, 'COMPLETED', true, URL, { output_width: 0 }))
					.phase,
			).toBe('completed');
	});

	it('should return a phase for every object, and completed only with a URL', () => {
		const value = fc.oneof(
			fc.jsonValue(),
			fc.constantFrom(1, 5, 7, 8, 9, 10, true, URL, 'COMPLETED'),
		);
		fc.assert(
			fc.property(
				fc.constantFrom(...ALL_TYPES),
				value,
				value,
				value,
				value,
				fc.object(),
				(type, status, name, final, url, more) => {
					const generation = {
						...more,
						...createGeneration(type, status, name, final, url),
					} as ApiGeneration;
					const state = parseStatus(type, generation);
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
