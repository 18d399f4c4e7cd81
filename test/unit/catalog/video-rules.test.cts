import {
	videoCreateSchema,
	videoExtendSchema,
	videoFromEffectSchema,
	videoFromFramesSchema,
	videoFusionSchema,
	videoLipSyncSchema,
	videoModifySchema,
	videoMotionControlSchema,
	videoRestyleSchema,
	videoTransitionSchema,
} from '../../../nodes/shared/catalog/requestSchemas/video';
import { getIssues } from './issues.cts';

type Body = Record<string, unknown>;

const schemas = {
	create: videoCreateSchema,
	effect: videoFromEffectSchema,
	frames: videoFromFramesSchema,
	transition: videoTransitionSchema,
	fusion: videoFusionSchema,
	extend: videoExtendSchema,
	modify: videoModifySchema,
	restyle: videoRestyleSchema,
	lipSync: videoLipSyncSchema,
	motion: videoMotionControlSchema,
};
type Schema = keyof typeof schemas;

const numberFields = (name: string, count: number): Body =>
	Object.fromEntries(
		Array.from({ length: count }, (_, index) => [name.replace('#', String(index + 1)), 'a.png']),
	);
const createFrames = (count: number) => numberFields('frame_#_path', count);
const prompt = 'a lighthouse';
const both = { first_frame_path: 'a.png', last_frame_path: 'b.png' };

describe('Request rules for videos', () => {
	it.each<[string, Schema, Body, string[]]>([
		[
			'an empty request',
			'create',
			{},
			['error prompt: is empty → Describe the video, or choose a first frame.'],
		],
		[
			'an empty prompt',
			'create',
			{ prompt: '' },
			['error prompt: is empty → Describe the video, or choose a first frame.'],
		],
		['an image without a prompt', 'create', { first_frame_path: 'a.png' }, []],
		[
			'a last frame alone',
			'create',
			{ prompt, last_frame_path: 'a.png' },
			['error last_frame_path: is set without a first frame → Choose a first frame as well.'],
		],
		[
			'a ratio beside a first frame',
			'create',
			{ first_frame_path: 'a.png', aspect_ratio: '16:9' },
			[
				'error aspect_ratio: is 16:9, but with a first frame, the video has the aspect ratio of the image → Leave the aspect ratio at its default, or remove the first frame.',
			],
		],
		[
			'a ratio beyond the unverified ones of the model',
			'create',
			{ prompt, model: 'v6', aspect_ratio: '5:4' },
			[
				'warning aspect_ratio: is 5:4, but v6 makes 16:9, 9:16, 1:1, 4:3, 3:4 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio that the model lacks',
			'create',
			{ prompt, model: 'seedance-2.0', aspect_ratio: '5:4' },
			[
				'error aspect_ratio: is 5:4, but seedance-2.0 makes 16:9, 4:3, 1:1, 3:4, 9:16, 21:9 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio and a duration beyond the unverified limits of the model',
			'create',
			{ prompt, model: 'seedance-2.0-fast', aspect_ratio: '5:4', duration: 20 },
			[
				'warning duration: is 20 s, but seedance-2.0-fast makes 4 to 15 s → Choose 15 s or less, or a model that allows more: seedance-2.5-draft (30 s), seedance-2.5 (30 s), kling-4.0 (30 s).',
				'warning aspect_ratio: is 5:4, but seedance-2.0-fast makes 16:9, 4:3, 1:1, 3:4, 9:16, 21:9 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio for a model that keeps that of the image',
			'create',
			{ prompt, model: 'grok-imagine-1.5', aspect_ratio: '16:9' },
			[
				'error first_frame_path: is not set, but grok-imagine-1.5 requires it → This model only generates videos from an image.',
				'error aspect_ratio: is 16:9, but grok-imagine-1.5 makes only the aspect ratio of the image → Choose one of these, or another model.',
			],
		],
		[
			'a quality that the model lacks',
			'create',
			{ prompt, model: 'v6', quality: '4K' },
			[
				'error quality: is 4K, but v6 makes 360p, 540p, 720p, 1080p → Choose one of these, or another model.',
			],
		],
		[
			'a quality beyond the unverified ones of the model',
			'create',
			{ prompt, model: 'seedance-2.0-fast', quality: '360p' },
			[
				'warning quality: is 360p, but seedance-2.0-fast makes 480p, 720p → Choose one of these, or another model.',
			],
		],
		[
			'a model for other endpoints',
			'frames',
			{ ...both, model: 'sora-2' },
			[
				"error model: is sora-2, which this operation doesn't support → Choose one of v6, v5.6, v5.5, v5, pixverse-c1, seedance-2.5-draft, seedance-2.5, seedance-2.0, seedance-2.0-fast, seedance-2.0-mini, kling-v3, kling-4.0, kling-o3, veo-3.1-standard, veo-3.1-fast, veo-3.1-lite, wan-3.0.",
			],
		],
		[
			"a model that can't make transitions",
			'transition',
			{ ...createFrames(2), duration_1_to_2: 5, model: 'veo-3.1-standard' },
			[
				"error model: is veo-3.1-standard, which this operation doesn't support → Choose one of v5.6, v5.5, v5.",
			],
		],
		[
			'an unknown model',
			'create',
			{ prompt, model: 'tomorrow', duration: 99, quality: '9p', audio: true },
			[],
		],
		['a model named like a property of Object', 'create', { prompt, model: 'constructor' }, []],
		[
			'a duration above that of the default model',
			'create',
			{ prompt, duration: 16 },
			[
				'error duration: is 16 s, but v6 makes 1 to 15 s → Choose 15 s or less, or a model that allows more: seedance-2.5-draft (30 s), seedance-2.5 (30 s), kling-4.0 (30 s).',
			],
		],
		[
			'a duration above that of all models',
			'create',
			{ prompt, model: 'v6', duration: 99 },
			['error duration: is 99 s, but v6 makes 1 to 15 s → Choose 15 s or less.'],
		],
		[
			'a duration above that of the model',
			'create',
			{ prompt, model: 'v5.6', duration: 12 },
			[
				'error duration: is 12 s, but v5.6 makes 1 to 10 s → Choose 10 s or less, or a model that allows more: v6 (15 s), pixverse-c1 (15 s), seedance-2.5-draft (30 s).',
			],
		],
		[
			'a duration below that of the model',
			'create',
			{ prompt, model: 'seedance-2.5', quality: '720p', duration: 3 },
			[
				'error duration: is 3 s, but seedance-2.5 makes 4 to 30 s → Choose an allowed duration, or another model.',
			],
		],
		[
			'a duration of 0 s',
			'create',
			{ prompt, model: 'v6', duration: 0 },
			['error duration: is 0, but at least 1 is needed → Choose a larger value.'],
		],
		[
			'the longest duration',
			'create',
			{ prompt, model: 'v5.6', duration: 10, quality: '720p' },
			[],
		],
		[
			'a duration between the allowed ones',
			'create',
			{ prompt, model: 'veo-3.1-standard', quality: '720p', duration: 5 },
			[
				'warning duration: is 5 s, but veo-3.1-standard makes 4, 6, 8 s → Choose an allowed duration, or another model.',
			],
		],
		[
			'an allowed duration',
			'create',
			{ prompt, model: 'veo-3.1-standard', quality: '720p', duration: 6 },
			[],
		],
		[
			'a long video at 1080p',
			'create',
			{ prompt, model: 'v5.6', duration: 9, quality: '1080p' },
			[
				'error duration: is 9 s, but v5.6 makes at most 8 s at 1080p → Choose 8 s or less, a lower quality, or v6.',
			],
		],
		[
			'the longest video at 1080p',
			'create',
			{ prompt, model: 'v5.6', duration: 8, quality: '1080p' },
			[],
		],
		[
			'a model that needs duration and quality',
			'create',
			{ prompt, model: 'seedance-2.5' },
			[
				'error duration: is not set, but seedance-2.5 requires it → Choose 4 to 30 s.',
				'error quality: is not set, but seedance-2.5 requires it → Choose one of 480p, 720p, 1080p.',
			],
		],
		[
			'a model that needs an image',
			'create',
			{ prompt, model: 'grok-imagine-1.5' },
			[
				'error first_frame_path: is not set, but grok-imagine-1.5 requires it → This model only generates videos from an image.',
			],
		],
		[
			'audio for a model that makes none',
			'create',
			{ prompt, model: 'v5', audio: true },
			["warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6."],
		],
		['no audio for a model that makes none', 'create', { prompt, model: 'v5', audio: false }, []],
		[
			'audio for a model that always makes it',
			'create',
			{ prompt, model: 'seedance-2.5', duration: 5, quality: '720p', audio: false },
			[
				"error audio: is set, but seedance-2.5 doesn't support it → Remove the option: this model always generates sound.",
			],
		],
		[
			'several shots for a model without them',
			'create',
			{ prompt, model: 'v5', multi_shot: true },
			["error multi_shot: is on, but v5 doesn't support it → Turn it off, or choose v6."],
		],
		[
			"one shot for a model that can't make several",
			'create',
			{ prompt, model: 'v5', multi_shot: false },
			[],
		],
		[
			"PixVerse's own options for another model",
			'create',
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
			'create',
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
			'create',
			{ prompt, model: 'v6', preview_mode: true, off_peak_mode: true, seed: 7 },
			[],
		],
		[
			'a voice without a text',
			'create',
			{ prompt, lip_sync_tts_speaker_id: 'x' },
			[
				'error lip_sync_tts_speaker_id: is set without a text to speak → Add Lip Sync Text, or remove the voice.',
			],
		],
		[
			'a voice with a text',
			'create',
			{ prompt, lip_sync_tts_speaker_id: 'x', lip_sync_tts_prompt: 'Hello' },
			[],
		],
		[
			'an effect without an image',
			'effect',
			{ template_id: 1 },
			['error frame_1_path: is empty → Add an image for the effect.'],
		],
		[
			'frames without images',
			'frames',
			{},
			[
				'error first_frame_path: is empty → Choose the image that the video starts with.',
				'error last_frame_path: is empty → Choose the image that the video ends with.',
			],
		],
		[
			'one frame',
			'frames',
			{ last_frame_path: 'a.png' },
			['error first_frame_path: is empty → Choose the image that the video starts with.'],
		],
		['both frames', 'frames', { ...both }, []],
		[
			'a transition of one frame',
			'transition',
			{ ...createFrames(1) },
			['error frame_2_path: is missing → Add at least two frames.'],
		],
		[
			'a transition without frames',
			'transition',
			{},
			['error frame_1_path: is missing → Add at least two frames.'],
		],
		[
			'a transition of two frames with v5.6 and sound',
			'transition',
			{ ...createFrames(2), model: 'v5.6', audio: true },
			[],
		],
		[
			'a transition of two frames with sound and the default model',
			'transition',
			{ ...createFrames(2), audio: true },
			[],
		],
		[
			'a transition of three frames with sound',
			'transition',
			{ ...createFrames(3), audio: true },
			[
				'error audio: is on, but a transition of more than two frames has no sound → Remove the option, or use two frames with v5.6 or v5.5.',
				"warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6.",
			],
		],
		[
			'a transition of two frames with v5 and sound',
			'transition',
			{ ...createFrames(2), model: 'v5', audio: true },
			[
				'error audio: is on, but a transition with v5 has no sound → Remove the option, or use two frames with v5.6 or v5.5.',
				"warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6.",
			],
		],
		[
			'a transition of two frames with v5 without sound',
			'transition',
			{ ...createFrames(2), model: 'v5', audio: false },
			[],
		],
		[
			'a transition of three frames with v5.6',
			'transition',
			{ ...createFrames(3), model: 'v5.6' },
			[
				'error frame_3_path: is one too many: v5.6 accepts 2 frames → Remove frames, or choose v5 (up to 7 frames).',
			],
		],
		['a transition of seven frames', 'transition', { ...createFrames(7), model: 'v5' }, []],
		[
			'a transition of seven frames with the default model',
			'transition',
			{ ...createFrames(7) },
			[],
		],
		[
			'a transition of eight frames',
			'transition',
			{ ...createFrames(8), model: 'v5' },
			[
				'error frame_8_path: is one too many: v5 accepts 7 frames → Remove frames, or choose v5 (up to 7 frames).',
			],
		],
		[
			'a transition of eight frames with an unknown model',
			'transition',
			{ ...createFrames(8), model: 'tomorrow' },
			[],
		],
		[
			'a fusion without references',
			'fusion',
			{ prompt },
			['error frame_1_path: is missing → Add at least one reference image.'],
		],
		['a fusion of an image', 'fusion', { prompt, ...createFrames(1) }, []],
		[
			'a fusion of a video',
			'fusion',
			{ prompt, model: 'seedance-2.0', quality: '720p', duration: 5, video_1_path: 'a.mp4' },
			[],
		],
		[
			'a fusion of sound only',
			'fusion',
			{ prompt, model: 'seedance-2.0', quality: '720p', duration: 5, audio_1_path: 'a.mp3' },
			['error frame_1_path: is missing → Add at least one reference image.'],
		],
		[
			'a fusion of too many images',
			'fusion',
			{ prompt, ...createFrames(8) },
			[
				'error frame_4_path: is one too many: v5 accepts 3 images → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			],
		],
		[
			'a fusion of a video with a model that takes none',
			'fusion',
			{ prompt, ...createFrames(1), video_1_path: 'a.mp4' },
			[
				"error video_1_path: is set, but v5 doesn't support videos → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).",
			],
		],
		[
			'a fusion of too many videos',
			'fusion',
			{
				prompt,
				model: 'seedance-2.0',
				quality: '720p',
				duration: 5,
				...createFrames(1),
				...numberFields('video_#_path', 4),
			},
			[
				'error video_4_path: is one too many: seedance-2.0 accepts 3 videos → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			],
		],
		[
			'a fusion beyond the unverified limits of the model',
			'fusion',
			{ prompt, model: 'wan-3.0', quality: '720p', duration: 5, ...createFrames(30) },
			[
				'warning frame_11_path: is one too many: wan-3.0 accepts 10 images → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			],
		],
		[
			'a fusion with an unknown model',
			'fusion',
			{ prompt, model: 'tomorrow', quality: '720p', duration: 5, ...createFrames(30) },
			[],
		],
		[
			'a fusion with a model but no duration and quality',
			'fusion',
			{ prompt, model: 'v5', ...createFrames(1) },
			[
				'error duration: is empty → Set the duration in seconds.',
				'error quality: is empty → Set the quality, e.g. 720p.',
			],
		],
		[
			'a fusion without a prompt',
			'fusion',
			{ ...createFrames(1) },
			[
				'error prompt: is empty → Describe the video, and refer to the references as @image1, @video1, @audio1 …',
			],
		],
		[
			'no video to extend',
			'extend',
			{ prompt },
			['error video_id: is empty → Choose the video to start from.'],
		],
		[
			'two videos to extend',
			'extend',
			{ video_id: 'x', video_path: 'a.mp4' },
			['error video_path: is set, and so is the ID of a PixVerse video → Use only one of them.'],
		],
		[
			'sound and seed when extending with v6',
			'extend',
			{ video_id: 'x', model: 'v6', audio: true, seed: 1 },
			[],
		],
		[
			'sound and seed when extending with the default model',
			'extend',
			{ video_id: 'x', audio: true, seed: 1 },
			[],
		],
		[
			'sound and seed when extending with a model that only an older page of the API lists',
			'extend',
			{ video_id: 'x', model: 'v5', audio: true, seed: 1 },
			[
				"warning model: is v5, which this operation doesn't support → Choose one of v6, grok-imagine.",
				"warning audio: is set, but v5 doesn't support it when extending a video → Remove the option, or choose v6.",
				"warning seed: is set, but v5 doesn't support it when extending a video → Remove the option, or choose v6.",
				"warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6.",
			],
		],
		[
			'sound and seed when extending with Grok',
			'extend',
			{ video_id: 'x', model: 'grok-imagine', audio: true, seed: 1 },
			[
				"error audio: is set, but grok-imagine doesn't support it when extending a video → Remove the option, or choose v6.",
				"error seed: is set, but grok-imagine doesn't support it → Remove the option, or choose one of PixVerse's own models.",
			],
		],
		[
			'a modification without a prompt',
			'modify',
			{ video_id: 'x' },
			['error prompt: is empty → Describe the change.'],
		],
		[
			'a quality that Modify lacks',
			'modify',
			{ video_id: 'x', prompt, quality: '1080p' },
			[
				'error quality: is 1080p, but v5.5 makes 360p, 540p, 720p → Choose one of these, or another model.',
			],
		],
		[
			'a restyle without a prompt',
			'restyle',
			{ video_path: 'a.mp4' },
			['error prompt: is empty → Describe the style.'],
		],
		[
			'lip sync without speech',
			'lipSync',
			{ video_id: 'x' },
			['error prompt: is empty → Enter the text to speak, or an audio file.'],
		],
		[
			'lip sync with two kinds of speech',
			'lipSync',
			{ video_id: 'x', prompt: 'Hi', audio_path: 'a.mp3' },
			[
				'error prompt: is set, and so is an audio file → Use only one of them: remove the text or the audio.',
			],
		],
		['lip sync of a text', 'lipSync', { video_id: 'x', prompt: 'Hi' }, []],
		[
			'motion control without files',
			'motion',
			{},
			[
				'error frame_1_path: is empty → Choose an image of a person or an animal.',
				'error video_1_path: is empty → Choose the video that provides the motion.',
			],
		],
	])('should report the issues of %s', (_case, name, body, issues) => {
		expect(getIssues(schemas[name], body)).toEqual(issues);
	});
});
