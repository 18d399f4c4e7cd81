import {
	videoCreateSchema,
	videoFromFramesSchema,
	videoTransitionSchema,
	videoExtendSchema,
	videoModifySchema,
} from '../../../nodes/shared/catalog/requestSchemas/video';
import { testIssues } from './issues.cts';

const prompt = 'a lighthouse';

describe('Limits of the models for Video: Create', () => {
	testIssues(videoCreateSchema, [
		[
			'a ratio beyond the unverified ones of the model',
			{ prompt, model: 'v6', aspect_ratio: '5:4' },
			[
				'warning aspect_ratio: is 5:4, but v6 makes 16:9, 9:16, 1:1, 4:3, 3:4 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio that the model lacks',
			{ prompt, model: 'seedance-2.0', aspect_ratio: '5:4' },
			[
				'error aspect_ratio: is 5:4, but seedance-2.0 makes 16:9, 4:3, 1:1, 3:4, 9:16, 21:9 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio and a duration beyond the unverified limits of the model',
			{ prompt, model: 'seedance-2.0-fast', aspect_ratio: '5:4', duration: 20 },
			[
				'warning duration: is 20 s, but seedance-2.0-fast makes 4 to 15 s → Choose 15 s or less, or a model that allows more: seedance-2.5-draft (30 s), seedance-2.5 (30 s), kling-4.0 (30 s).',
				'warning aspect_ratio: is 5:4, but seedance-2.0-fast makes 16:9, 4:3, 1:1, 3:4, 9:16, 21:9 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio for a model that keeps that of the image',
			{ prompt, model: 'grok-imagine-1.5', aspect_ratio: '16:9' },
			[
				'error first_frame_path: is not set, but grok-imagine-1.5 requires it → This model only generates videos from an image.',
				'error aspect_ratio: is 16:9, but grok-imagine-1.5 makes only the aspect ratio of the image → Choose one of these, or another model.',
			],
		],
		[
			'a quality that the model lacks',
			{ prompt, model: 'v6', quality: '4K' },
			[
				'error quality: is 4K, but v6 makes 360p, 540p, 720p, 1080p → Choose one of these, or another model.',
			],
		],
		[
			'a quality beyond the unverified ones of the model',
			{ prompt, model: 'seedance-2.0-fast', quality: '360p' },
			[
				'warning quality: is 360p, but seedance-2.0-fast makes 480p, 720p → Choose one of these, or another model.',
			],
		],
		[
			'an unknown model',
			{ prompt, model: 'tomorrow', duration: 99, quality: '9p', audio: true },
			[],
		],
		['a model named like a property of Object', { prompt, model: 'constructor' }, []],
		[
			'a duration above that of the default model',
			{ prompt, duration: 16 },
			[
				'error duration: is 16 s, but v6 makes 1 to 15 s → Choose 15 s or less, or a model that allows more: seedance-2.5-draft (30 s), seedance-2.5 (30 s), kling-4.0 (30 s).',
			],
		],
		[
			'a duration above that of all models',
			{ prompt, model: 'v6', duration: 99 },
			['error duration: is 99 s, but v6 makes 1 to 15 s → Choose 15 s or less.'],
		],
		[
			'a duration above that of the model',
			{ prompt, model: 'v5.6', duration: 12 },
			[
				'error duration: is 12 s, but v5.6 makes 1 to 10 s → Choose 10 s or less, or a model that allows more: v6 (15 s), pixverse-c1 (15 s), seedance-2.5-draft (30 s).',
			],
		],
		[
			'a duration below that of the model',
			{ prompt, model: 'seedance-2.5', quality: '720p', duration: 3 },
			[
				'error duration: is 3 s, but seedance-2.5 makes 4 to 30 s → Choose an allowed duration, or another model.',
			],
		],
		[
			'a duration of 0 s',
			{ prompt, model: 'v6', duration: 0 },
			['error duration: is 0, but at least 1 is needed → Choose a larger value.'],
		],
		['the longest duration', { prompt, model: 'v5.6', duration: 10, quality: '720p' }, []],
		[
			'a duration between the allowed ones',
			{ prompt, model: 'veo-3.1-standard', quality: '720p', duration: 5 },
			[
				'warning duration: is 5 s, but veo-3.1-standard makes 4, 6, 8 s → Choose an allowed duration, or another model.',
			],
		],
		[
			'an allowed duration',
			{ prompt, model: 'veo-3.1-standard', quality: '720p', duration: 6 },
			[],
		],
		[
			'a long video at 1080p',
			{ prompt, model: 'v5.6', duration: 9, quality: '1080p' },
			[
				'error duration: is 9 s, but v5.6 makes at most 8 s at 1080p → Choose 8 s or less, a lower quality, or v6.',
			],
		],
		['the longest video at 1080p', { prompt, model: 'v5.6', duration: 8, quality: '1080p' }, []],
		[
			'a model that needs duration and quality',
			{ prompt, model: 'seedance-2.5' },
			[
				'error duration: is not set, but seedance-2.5 requires it → Choose 4 to 30 s.',
				'error quality: is not set, but seedance-2.5 requires it → Choose one of 480p, 720p, 1080p.',
			],
		],
		[
			'a model that needs an image',
			{ prompt, model: 'grok-imagine-1.5' },
			[
				'error first_frame_path: is not set, but grok-imagine-1.5 requires it → This model only generates videos from an image.',
			],
		],
		[
			'audio for a model that makes none',
			{ prompt, model: 'v5', audio: true },
			["warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6."],
		],
		['no audio for a model that makes none', { prompt, model: 'v5', audio: false }, []],
		[
			'audio for a model that always makes it',
			{ prompt, model: 'seedance-2.5', duration: 5, quality: '720p', audio: false },
			[
				"error audio: is set, but seedance-2.5 doesn't support it → Remove the option: this model always generates sound.",
			],
		],
		[
			'several shots for a model without them',
			{ prompt, model: 'v5', multi_shot: true },
			["error multi_shot: is on, but v5 doesn't support it → Turn it off, or choose v6."],
		],
		[
			"one shot for a model that can't make several",
			{ prompt, model: 'v5', multi_shot: false },
			[],
		],
		[
			"PixVerse's own options for another model",
			{
				prompt,
				model: 'veo-3.1-standard',
				quality: '720p',
				preview_mode: true,
				off_peak_mode: true,
				seed: 7,
			},
			[
				"error preview_mode: is set, but veo-3.1-standard doesn't support it → Remove the option, or choose one of PixVerse's own models.",
				"error off_peak_mode: is set, but veo-3.1-standard doesn't support it → Remove the option, or choose one of PixVerse's own models.",
				"error seed: is set, but veo-3.1-standard doesn't support it → Remove the option, or choose one of PixVerse's own models.",
			],
		],
		[
			"PixVerse's own options, switched off",
			{
				prompt,
				model: 'veo-3.1-standard',
				quality: '720p',
				preview_mode: false,
				off_peak_mode: false,
			},
			[],
		],
		[
			"PixVerse's own options",
			{ prompt, model: 'v6', preview_mode: true, off_peak_mode: true, seed: 7 },
			[],
		],
	]);
});

describe('Limits of the models for Video: Create From Frames', () => {
	testIssues(videoFromFramesSchema, [
		[
			'a model for other endpoints',
			{ first_frame_path: 'a.png', last_frame_path: 'b.png', model: 'sora-2' },
			[
				"error model: is sora-2, which this operation doesn't support → Choose one of v6, v5.6, v5.5, v5, pixverse-c1, seedance-2.5-draft, seedance-2.5, seedance-2.0, seedance-2.0-fast, seedance-2.0-mini, kling-v3, kling-4.0, kling-o3, veo-3.1-standard, veo-3.1-fast, veo-3.1-lite, wan-3.0.",
			],
		],
	]);
});

describe('Limits of the models for Video: Create Transition', () => {
	testIssues(videoTransitionSchema, [
		[
			"a model that can't make transitions",
			{
				frame_1_path: 'a.png',
				frame_2_path: 'a.png',
				duration_1_to_2: 5,
				model: 'veo-3.1-standard',
			},
			[
				"error model: is veo-3.1-standard, which this operation doesn't support → Choose one of v5.6, v5.5, v5.",
			],
		],
	]);
});

describe('Limits of the models for Video: Extend', () => {
	testIssues(videoExtendSchema, [
		[
			'sound and seed when extending with v6',
			{ video_id: 'x', model: 'v6', audio: true, seed: 1 },
			[],
		],
		[
			'sound and seed when extending with the default model',
			{ video_id: 'x', audio: true, seed: 1 },
			[],
		],
		[
			'sound and seed when extending with a model that only an older page of the API lists',
			{ video_id: 'x', model: 'v5', audio: true, seed: 1 },
			[
				"warning model: is v5, which this operation doesn't support → Choose one of v6, grok-imagine.",
				"warning audio: is set, but v5 doesn't support it when extending a video → Remove the option, or choose v6.",
				"warning seed: is set, but v5 doesn't support it when extending a video → Remove the option, or choose v6.",
				"warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6.",
			],
		],
		[
			'sound and seed when extending with an older model that makes sound',
			{ video_id: 'x', model: 'v5.5', audio: true, seed: 5 },
			[
				"warning model: is v5.5, which this operation doesn't support → Choose one of v6, grok-imagine.",
				"warning audio: is set, but v5.5 doesn't support it when extending a video → Remove the option, or choose v6.",
				"warning seed: is set, but v5.5 doesn't support it when extending a video → Remove the option, or choose v6.",
			],
		],
		['extending with Grok alone', { video_id: 'x', model: 'grok-imagine' }, []],
		[
			'sound and seed when extending with Grok',
			{ video_id: 'x', model: 'grok-imagine', audio: true, seed: 1 },
			[
				"error audio: is set, but grok-imagine doesn't support it when extending a video → Remove the option, or choose v6.",
				"error seed: is set, but grok-imagine doesn't support it → Remove the option, or choose one of PixVerse's own models.",
			],
		],
	]);
});

describe('Limits of the models for Video: Modify', () => {
	testIssues(videoModifySchema, [
		[
			'a quality that Modify lacks',
			{ video_id: 'x', prompt, quality: '1080p' },
			[
				'error quality: is 1080p, but v5.5 makes 360p, 540p, 720p → Choose one of these, or another model.',
			],
		],
	]);
});
