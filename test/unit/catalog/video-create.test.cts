import { validate } from '../../../nodes/shared/catalog/validationIssues';
import { videoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/video';

const FRAME = 'upload/frame.png';
const listErrors = (body: Record<string, unknown>) => validate(videoCreateSchema, body).errors;
const withPrompt = (options: Record<string, unknown>) => ({ prompt: 'a lighthouse', ...options });

describe('The request schema of Create', () => {
	it.each([
		['a prompt alone', { prompt: 'a lighthouse' }],
		['an image and a prompt', withPrompt({ first_frame_path: FRAME })],
		['two images', { first_frame_path: FRAME, last_frame_path: FRAME }],
		[
			'all options of v6',
			withPrompt({
				model: 'v6',
				duration: 15,
				quality: '1080p',
				audio: true,
				multi_shot: true,
				seed: 1,
				off_peak_mode: true,
				preview_mode: true,
			}),
		],
		['10 s at the default quality on v5.5', withPrompt({ model: 'v5.5', duration: 10 })],
		['15 s at 1080p on C1', withPrompt({ model: 'pixverse-c1', duration: 15, quality: '1080p' })],
		['a wide ratio on C1', withPrompt({ model: 'pixverse-c1', aspect_ratio: '3:2' })],
		['30 s on Seedance 2.5', withPrompt({ model: 'seedance-2.5', duration: 30, quality: '1080p' })],
		['4K on Seedance 2.0', withPrompt({ model: 'seedance-2.0', duration: 4, quality: '2160p' })],
		['an image on Grok Imagine 1.5', { model: 'grok-imagine-1.5', first_frame_path: FRAME }],
		[
			'off-peak mode switched off on Seedance',
			withPrompt({
				model: 'seedance-2.0',
				off_peak_mode: false,
				preview_mode: false,
				multi_shot: false,
			}),
		],
		['a prompt of 5,000 characters', { prompt: 'x'.repeat(5000) }],
		['a reply address of 1,024 characters', withPrompt({ replyUrl: 'x'.repeat(1024) })],
		['a job limit of 8', withPrompt({ maxJobs: 8 })],
		['the largest seed', withPrompt({ seed: 2_147_483_647 })],
		['the smallest seed', withPrompt({ seed: 1 })],
	])('should accept %s', (_case, body) => {
		expect(listErrors(body)).toEqual([]);
	});

	it.each([
		['16 s on v6', withPrompt({ model: 'v6', duration: 16 }), 'duration'],
		['a duration of 0 s', withPrompt({ duration: 0 }), 'duration'],
		['9 s at 1080p on v5', withPrompt({ model: 'v5', duration: 9, quality: '1080p' }), 'duration'],
		[
			'9 s at 1080p on v5-fast',
			withPrompt({ model: 'v5-fast', duration: 9, quality: '1080p' }),
			'duration',
		],
		[
			'10 s at 1080p on v5.5',
			withPrompt({ model: 'v5.5', duration: 10, quality: '1080p' }),
			'duration',
		],
		[
			'10 s at 1080p on v5.6',
			withPrompt({ model: 'v5.6', duration: 10, quality: '1080p' }),
			'duration',
		],
		[
			'5 s on Sora, which supports 4, 8, and 12 s',
			withPrompt({ model: 'sora-2', duration: 5 }),
			'duration',
		],
		['3 s on Seedance 2.0', withPrompt({ model: 'seedance-2.0', duration: 3 }), 'duration'],
		['a duration of 5.5 s', withPrompt({ duration: 5.5 }), 'duration'],
		['a duration as text', withPrompt({ duration: '5' }), 'duration'],
		['4K on v6', withPrompt({ quality: '2160p' }), 'quality'],
		[
			'720p on MiniMax H3',
			withPrompt({ model: 'minimax-h3', duration: 5, quality: '720p' }),
			'quality',
		],
		[
			'a ratio that C1 does not support',
			withPrompt({ model: 'pixverse-c1', aspect_ratio: '21:9' }),
			'aspect_ratio',
		],
		[
			'a ratio that v5.6 does not support',
			withPrompt({ model: 'v5.6', aspect_ratio: '21:9' }),
			'aspect_ratio',
		],
		[
			'audio for Seedance 2.5',
			withPrompt({ model: 'seedance-2.5', duration: 5, quality: '720p', audio: true }),
			'audio',
		],
		[
			'audio for MiniMax H3',
			withPrompt({ model: 'minimax-h3', duration: 5, quality: '768p', audio: true }),
			'audio',
		],
		[
			'no audio for MiniMax H3',
			withPrompt({ model: 'minimax-h3', duration: 5, quality: '768p', audio: false }),
			'audio',
		],
		[
			'no duration on Seedance 2.5',
			withPrompt({ model: 'seedance-2.5', quality: '720p' }),
			'duration',
		],
		['no quality on Seedance 2.5', withPrompt({ model: 'seedance-2.5', duration: 5 }), 'quality'],
		['no duration on MiniMax H3', withPrompt({ model: 'minimax-h3', quality: '768p' }), 'duration'],
		['several shots on v5.6', withPrompt({ model: 'v5.6', multi_shot: true }), 'multi_shot'],
		['several shots on Kling', withPrompt({ model: 'kling-v3', multi_shot: true }), 'multi_shot'],
		['a seed on Seedance', withPrompt({ model: 'seedance-2.0', seed: 7 }), 'seed'],
		[
			'off-peak mode on Veo',
			withPrompt({ model: 'veo-3.1-fast', off_peak_mode: true }),
			'off_peak_mode',
		],
		['preview mode on Sora', withPrompt({ model: 'sora-2', preview_mode: true }), 'preview_mode'],
		['a model without this endpoint', withPrompt({ model: 'v4' }), 'model'],
		['a prompt of 5,001 characters', { prompt: 'x'.repeat(5001) }, 'prompt'],
		['a reply address of 1,025 characters', withPrompt({ replyUrl: 'x'.repeat(1025) }), 'replyUrl'],
		['a reference of 1,025 characters', withPrompt({ replyRef: 'x'.repeat(1025) }), 'replyRef'],
		['a job limit of 0', withPrompt({ maxJobs: 0 }), 'maxJobs'],
		['a job limit of 9', withPrompt({ maxJobs: 9 }), 'maxJobs'],
		['a job limit of 1.5', withPrompt({ maxJobs: 1.5 }), 'maxJobs'],
		['the seed 0', withPrompt({ seed: 0 }), 'seed'],
		['a seed that is too large', withPrompt({ seed: 2_147_483_648 }), 'seed'],
		['audio as text', withPrompt({ audio: 'yes' }), 'audio'],
	] as Array<[string, Record<string, unknown>, string]>)(
		'should reject %s',
		(_case, body, parameter) => {
			expect(listErrors(body).map((one) => one.parameter)).toEqual([parameter]);
		},
	);

	it('should report all issues together', () => {
		const body = withPrompt({ model: 'v5.6', duration: 12, quality: '2160p', multi_shot: true });
		expect(
			listErrors(body)
				.map(({ parameter }) => parameter)
				.sort(),
		).toEqual(['duration', 'multi_shot', 'quality']);
	});

	it('should name the limits of the model and the models with higher limits', () => {
		expect(listErrors(withPrompt({ model: 'v5.6', duration: 12 }))).toEqual([
			{
				parameter: 'duration',
				problem: 'is 12 s, but v5.6 makes 1 to 10 s',
				advice: expect.stringMatching(
					/^Choose 10 s or less, or a model that allows more: v6 \(15 s\), /,
				) as string,
			},
		]);
		expect(listErrors({ prompt: 'x'.repeat(5001) })[0]?.problem).toBe(
			'has 5,001 characters, but the API accepts at most 5,000',
		);
		expect(listErrors(withPrompt({ duration: '5' }))[0]).toEqual({
			parameter: 'duration',
			problem: 'is a string, but must be a number',
			advice: 'Correct the value or its expression.',
		});
	});

	it('should accept an unknown model with any options', () => {
		const options = { duration: 600, quality: '4320p', aspect_ratio: '1:9', audio: true, seed: 1 };
		for (const model of ['tomorrow-1.0', 'constructor', '__proto__', 'toString'])
			expect(
				listErrors(withPrompt({ model, ...options, multi_shot: true, off_peak_mode: true })),
			).toEqual([]);
	});

	it('should accept unverified options', () => {
		expect(
			listErrors(
				withPrompt({ model: 'kling-v3', quality: '480p', duration: 60, aspect_ratio: '2:1' }),
			),
		).toEqual([]);
		expect(listErrors(withPrompt({ model: 'v6', aspect_ratio: '21:9' }))).toEqual([]);
		expect(listErrors(withPrompt({ model: 'v5', audio: true }))).toEqual([]);
		expect(listErrors(withPrompt({ model: 'veo-3.1-fast', duration: 5 }))).toEqual([]);
	});
});
