import { getErrors } from '../../../nodes/shared/catalog/validationIssues';
import { videoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/video';

const FRAME = 'upload/frame.png';
const objections = (body: Record<string, unknown>) => getErrors(videoCreateSchema, body);
const prompted = (more: Record<string, unknown>) => ({ prompt: 'a lighthouse', ...more });

describe('The request schema of Create', () => {
	it.each([
		['a prompt alone', { prompt: 'a lighthouse' }],
		['an image alone', { first_frame_path: FRAME }],
		['an image and a prompt', prompted({ first_frame_path: FRAME })],
		['two images', { first_frame_path: FRAME, last_frame_path: FRAME }],
		[
			'everything v6 can do',
			prompted({
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
		['8 s at 1080p on v5.6', prompted({ model: 'v5.6', duration: 8, quality: '1080p' })],
		['10 s at 720p on v5.6', prompted({ model: 'v5.6', duration: 10, quality: '720p' })],
		['10 s at the default quality on v5.5', prompted({ model: 'v5.5', duration: 10 })],
		['15 s at 1080p on C1', prompted({ model: 'pixverse-c1', duration: 15, quality: '1080p' })],
		['a wide ratio on C1', prompted({ model: 'pixverse-c1', aspect_ratio: '3:2' })],
		['30 s on Seedance 2.5', prompted({ model: 'seedance-2.5', duration: 30, quality: '1080p' })],
		['4K on Seedance 2.0', prompted({ model: 'seedance-2.0', duration: 4, quality: '2160p' })],
		['an image on Grok Imagine 1.5', { model: 'grok-imagine-1.5', first_frame_path: FRAME }],
		[
			'off-peak mode switched off on Seedance',
			prompted({
				model: 'seedance-2.0',
				off_peak_mode: false,
				preview_mode: false,
				multi_shot: false,
			}),
		],
		['a prompt of 5,000 characters', { prompt: 'x'.repeat(5000) }],
		['a reply address of 1,024 characters', prompted({ replyUrl: 'x'.repeat(1024) })],
		['all eight jobs', prompted({ maxJobs: 8 })],
		['the largest seed', prompted({ seed: 2_147_483_647 })],
		['the smallest seed', prompted({ seed: 1 })],
	])('should accept %s', (_what, body) => {
		expect(objections(body)).toEqual([]);
	});

	it.each([
		['neither prompt nor image', {}, 'prompt'],
		['an empty prompt and no image', { prompt: '' }, 'prompt'],
		['a last frame without a first', prompted({ last_frame_path: FRAME }), 'last_frame_path'],
		['a ratio beside an image', { first_frame_path: FRAME, aspect_ratio: '16:9' }, 'aspect_ratio'],
		['12 s on v5.6', prompted({ model: 'v5.6', duration: 12 }), 'duration'],
		['16 s on v6', prompted({ model: 'v6', duration: 16 }), 'duration'],
		['16 s on the default model', prompted({ duration: 16 }), 'duration'],
		['no time at all', prompted({ duration: 0 }), 'duration'],
		['9 s at 1080p on v5', prompted({ model: 'v5', duration: 9, quality: '1080p' }), 'duration'],
		[
			'9 s at 1080p on v5-fast',
			prompted({ model: 'v5-fast', duration: 9, quality: '1080p' }),
			'duration',
		],
		[
			'10 s at 1080p on v5.5',
			prompted({ model: 'v5.5', duration: 10, quality: '1080p' }),
			'duration',
		],
		[
			'10 s at 1080p on v5.6',
			prompted({ model: 'v5.6', duration: 10, quality: '1080p' }),
			'duration',
		],
		[
			'5 s on Sora, which knows 4, 8 and 12',
			prompted({ model: 'sora-2', duration: 5 }),
			'duration',
		],
		['3 s on Seedance 2.0', prompted({ model: 'seedance-2.0', duration: 3 }), 'duration'],
		['half a second more', prompted({ duration: 5.5 }), 'duration'],
		['a duration as text', prompted({ duration: '5' }), 'duration'],
		['4K on v6', prompted({ quality: '2160p' }), 'quality'],
		[
			'720p on MiniMax H3',
			prompted({ model: 'minimax-h3', duration: 5, quality: '720p' }),
			'quality',
		],
		[
			'a ratio C1 does not make',
			prompted({ model: 'pixverse-c1', aspect_ratio: '21:9' }),
			'aspect_ratio',
		],
		[
			'a ratio v5.6 does not make',
			prompted({ model: 'v5.6', aspect_ratio: '21:9' }),
			'aspect_ratio',
		],
		[
			'sound asked of Seedance 2.5',
			prompted({ model: 'seedance-2.5', duration: 5, quality: '720p', audio: true }),
			'audio',
		],
		[
			'sound asked of MiniMax H3',
			prompted({ model: 'minimax-h3', duration: 5, quality: '768p', audio: true }),
			'audio',
		],
		[
			'sound refused on MiniMax H3',
			prompted({ model: 'minimax-h3', duration: 5, quality: '768p', audio: false }),
			'audio',
		],
		[
			'no duration on Seedance 2.5',
			prompted({ model: 'seedance-2.5', quality: '720p' }),
			'duration',
		],
		['no quality on Seedance 2.5', prompted({ model: 'seedance-2.5', duration: 5 }), 'quality'],
		['no duration on MiniMax H3', prompted({ model: 'minimax-h3', quality: '768p' }), 'duration'],
		['no image on Grok Imagine 1.5', prompted({ model: 'grok-imagine-1.5' }), 'first_frame_path'],
		['several shots on v5.6', prompted({ model: 'v5.6', multi_shot: true }), 'multi_shot'],
		['several shots on Kling', prompted({ model: 'kling-v3', multi_shot: true }), 'multi_shot'],
		['a seed on Seedance', prompted({ model: 'seedance-2.0', seed: 7 }), 'seed'],
		[
			'off-peak mode on Veo',
			prompted({ model: 'veo-3.1-fast', off_peak_mode: true }),
			'off_peak_mode',
		],
		['preview mode on Sora', prompted({ model: 'sora-2', preview_mode: true }), 'preview_mode'],
		['a model that does something else', prompted({ model: 'v4' }), 'model'],
		['a prompt of 5,001 characters', { prompt: 'x'.repeat(5001) }, 'prompt'],
		['a reply address of 1,025 characters', prompted({ replyUrl: 'x'.repeat(1025) }), 'replyUrl'],
		['a reference of 1,025 characters', prompted({ replyRef: 'x'.repeat(1025) }), 'replyRef'],
		['no job at once', prompted({ maxJobs: 0 }), 'maxJobs'],
		['nine jobs at once', prompted({ maxJobs: 9 }), 'maxJobs'],
		['half a job at once', prompted({ maxJobs: 1.5 }), 'maxJobs'],
		['the seed 0', prompted({ seed: 0 }), 'seed'],
		['a seed that is too large', prompted({ seed: 2_147_483_648 }), 'seed'],
		['sound as text', prompted({ audio: 'yes' }), 'audio'],
	] as Array<[string, Record<string, unknown>, string]>)(
		'should reject %s',
		(_what, body, parameter) => {
			expect(objections(body).map((one) => one.parameter)).toEqual([parameter]);
		},
	);

	it('should report all issues at once', () => {
		const body = prompted({ model: 'v5.6', duration: 12, quality: '2160p', multi_shot: true });
		expect(
			objections(body)
				.map(({ parameter }) => parameter)
				.sort(),
		).toEqual(['duration', 'multi_shot', 'quality']);
	});

	it('should name the limits of the model and the models that go further', () => {
		expect(objections(prompted({ model: 'v5.6', duration: 12 }))).toEqual([
			{
				parameter: 'duration',
				problem: 'is 12 s, but v5.6 makes 1 to 10 s',
				advice: expect.stringMatching(
					/^Choose 10 s or less, or a model that goes further: v6 \(15 s\), /,
				) as string,
			},
		]);
		expect(objections({ prompt: 'x'.repeat(5001) })[0]?.problem).toBe(
			'has 5,001 characters, but the API takes at most 5,000',
		);
		expect(objections(prompted({ duration: '5' }))[0]).toEqual({
			parameter: 'duration',
			problem: 'is a string, but has to be a number',
			advice: 'Correct the value or its expression.',
		});
	});

	it('should accept an unknown model with any options', () => {
		const more = { duration: 600, quality: '4320p', aspect_ratio: '1:9', audio: true, seed: 1 };
		for (const model of ['tomorrow-1.0', 'constructor', '__proto__', 'toString'])
			expect(
				objections(prompted({ model, ...more, multi_shot: true, off_peak_mode: true })),
			).toEqual([]);
	});

	it('should accept unverified options', () => {
		expect(
			objections(
				prompted({ model: 'kling-v3', quality: '480p', duration: 60, aspect_ratio: '2:1' }),
			),
		).toEqual([]);
		expect(objections(prompted({ model: 'v6', aspect_ratio: '21:9' }))).toEqual([]);
		expect(objections(prompted({ model: 'v5', audio: true }))).toEqual([]);
		expect(objections(prompted({ model: 'veo-3.1-fast', duration: 5 }))).toEqual([]);
	});
});
