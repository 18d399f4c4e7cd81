import {
	videoCreateSchema,
	videoFromEffectSchema,
	videoFromFramesSchema,
	videoTransitionSchema,
	videoFusionSchema,
	videoExtendSchema,
	videoModifySchema,
	videoRestyleSchema,
	videoLipSyncSchema,
	videoMotionControlSchema,
} from '../../../nodes/shared/catalog/requestSchemas/video';
import { testIssues } from './issues.cts';
import { numberFields } from './number-fields.cts';

const prompt = 'a lighthouse';
const createFrames = (count: number) => numberFields('frame_#_path', count, 'a.png');

describe('Inputs of Video: Create', () => {
	testIssues(videoCreateSchema, [
		[
			'an empty request',
			{},
			['error prompt: is empty → Describe the video, or choose a first frame.'],
		],
		[
			'an empty prompt',
			{ prompt: '' },
			['error prompt: is empty → Describe the video, or choose a first frame.'],
		],
		['an image without a prompt', { first_frame_path: 'a.png' }, []],
		[
			'a last frame alone',
			{ prompt, last_frame_path: 'a.png' },
			['error last_frame_path: is set without a first frame → Choose a first frame as well.'],
		],
		[
			'a ratio beside a first frame',
			{ first_frame_path: 'a.png', aspect_ratio: '16:9' },
			[
				'error aspect_ratio: is 16:9, but with a first frame, the video has the aspect ratio of the image → Leave the aspect ratio at its default, or remove the first frame.',
			],
		],
		[
			'a voice without a text',
			{ prompt, lip_sync_tts_speaker_id: 'x' },
			[
				'error lip_sync_tts_speaker_id: is set without a text to speak → Add Lip Sync Text, or remove the voice.',
			],
		],
		[
			'a voice with a text',
			{ prompt, lip_sync_tts_speaker_id: 'x', lip_sync_tts_prompt: 'Hello' },
			[],
		],
	]);
});

describe('Inputs of Video: Create From Effect', () => {
	testIssues(videoFromEffectSchema, [
		[
			'an effect without an image',
			{ template_id: 1 },
			['error frame_1_path: is empty → Add an image for the effect.'],
		],
	]);
});

describe('Inputs of Video: Create From Frames', () => {
	testIssues(videoFromFramesSchema, [
		[
			'frames without images',
			{},
			[
				'error first_frame_path: is empty → Choose the image that the video starts with.',
				'error last_frame_path: is empty → Choose the image that the video ends with.',
			],
		],
		[
			'one frame',
			{ last_frame_path: 'a.png' },
			['error first_frame_path: is empty → Choose the image that the video starts with.'],
		],
		['both frames', { first_frame_path: 'a.png', last_frame_path: 'b.png' }, []],
	]);
});

describe('Inputs of Video: Create Transition', () => {
	testIssues(videoTransitionSchema, [
		[
			'a transition of one frame',
			createFrames(1),
			['error frame_2_path: is missing → Add at least two frames.'],
		],
		[
			'a transition without frames',
			{},
			['error frame_1_path: is missing → Add at least two frames.'],
		],
		[
			'a transition of two frames with v5.6 and sound',
			{ ...createFrames(2), model: 'v5.6', audio: true },
			[],
		],
		[
			'a transition of two frames with sound and the default model',
			{ ...createFrames(2), audio: true },
			[],
		],
		[
			'a transition of three frames with sound',
			{ ...createFrames(3), audio: true },
			[
				'error audio: is on, but a transition of more than two frames has no sound → Remove the option, or use two frames with v5.6 or v5.5.',
				"warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6.",
			],
		],
		[
			'a transition of two frames with v5 and sound',
			{ ...createFrames(2), model: 'v5', audio: true },
			[
				'error audio: is on, but a transition with v5 has no sound → Remove the option, or use two frames with v5.6 or v5.5.',
				"warning audio: is on, but v5 doesn't generate sound → Turn it off, or choose v6.",
			],
		],
		[
			'a transition of two frames with v5 without sound',
			{ ...createFrames(2), model: 'v5', audio: false },
			[],
		],
		[
			'a transition of three frames with v5.6',
			{ ...createFrames(3), model: 'v5.6' },
			[
				'error frame_3_path: is one too many: v5.6 accepts 2 frames → Remove frames, or choose v5 (up to 7 frames).',
			],
		],
		['a transition of seven frames', { ...createFrames(7), model: 'v5' }, []],
		['a transition of seven frames with the default model', createFrames(7), []],
		[
			'a transition of eight frames',
			{ ...createFrames(8), model: 'v5' },
			[
				'error frame_8_path: is one too many: v5 accepts 7 frames → Remove frames, or choose v5 (up to 7 frames).',
			],
		],
		[
			'a transition of eight frames with an unknown model',
			{ ...createFrames(8), model: 'tomorrow' },
			[],
		],
	]);
});

describe('Inputs of Video: Create Fusion', () => {
	testIssues(videoFusionSchema, [
		[
			'a fusion without references',
			{ prompt },
			['error frame_1_path: is missing → Add at least one reference image.'],
		],
		['a fusion of an image', { prompt, ...createFrames(1) }, []],
		[
			'a fusion of a video',
			{ prompt, model: 'seedance-2.0', quality: '720p', duration: 5, video_1_path: 'a.mp4' },
			[],
		],
		[
			'a fusion of sound only',
			{ prompt, model: 'seedance-2.0', quality: '720p', duration: 5, audio_1_path: 'a.mp3' },
			['error frame_1_path: is missing → Add at least one reference image.'],
		],
		[
			'a fusion of too many images',
			{ prompt, ...createFrames(8) },
			[
				'error frame_4_path: is one too many: v5 accepts 3 images → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			],
		],
		[
			'a fusion of a video with a model that takes none',
			{ prompt, ...createFrames(1), video_1_path: 'a.mp4' },
			[
				"error video_1_path: is set, but v5 doesn't support videos → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).",
			],
		],
		[
			'a fusion of too many videos',
			{
				prompt,
				model: 'seedance-2.0',
				quality: '720p',
				duration: 5,
				...createFrames(1),
				...numberFields('video_#_path', 4, 'a.mp4'),
			},
			[
				'error video_4_path: is one too many: seedance-2.0 accepts 3 videos → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			],
		],
		[
			'a fusion beyond the unverified limits of the model',
			{ prompt, model: 'wan-3.0', quality: '720p', duration: 5, ...createFrames(30) },
			[
				'warning frame_11_path: is one too many: wan-3.0 accepts 10 images → Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			],
		],
		[
			'a fusion with an unknown model',
			{ prompt, model: 'tomorrow', quality: '720p', duration: 5, ...createFrames(30) },
			[],
		],
		[
			'a fusion with a model but no duration and quality',
			{ prompt, model: 'v5', ...createFrames(1) },
			[
				'error duration: is empty → Set the duration in seconds.',
				'error quality: is empty → Set the quality, e.g. 720p.',
			],
		],
		[
			'a fusion without a prompt',
			createFrames(1),
			[
				'error prompt: is empty → Describe the video, and refer to the references as @image1, @video1, @audio1 …',
			],
		],
	]);
});

describe('Inputs of Video: Extend', () => {
	testIssues(videoExtendSchema, [
		[
			'no video to extend',
			{ prompt },
			['error video_id: is empty → Choose the video to start from.'],
		],
		[
			'two videos to extend',
			{ video_id: 'x', video_path: 'a.mp4' },
			['error video_path: is set, and so is the ID of a PixVerse video → Use only one of them.'],
		],
	]);
});

describe('Inputs of Video: Modify', () => {
	testIssues(videoModifySchema, [
		[
			'a modification without a prompt',
			{ video_id: 'x' },
			['error prompt: is empty → Describe the change.'],
		],
	]);
});

describe('Inputs of Video: Restyle', () => {
	testIssues(videoRestyleSchema, [
		[
			'a restyle without a prompt',
			{ video_path: 'a.mp4' },
			['error prompt: is empty → Describe the style.'],
		],
	]);
});

describe('Inputs of Video: Lip Sync', () => {
	testIssues(videoLipSyncSchema, [
		[
			'lip sync without speech',
			{ video_id: 'x' },
			['error prompt: is empty → Enter the text to speak, or an audio file.'],
		],
		[
			'lip sync with two kinds of speech',
			{ video_id: 'x', prompt: 'Hi', audio_path: 'a.mp3' },
			[
				'error prompt: is set, and so is an audio file → Use only one of them: remove the text or the audio.',
			],
		],
		['lip sync of a text', { video_id: 'x', prompt: 'Hi' }, []],
	]);
});

describe('Inputs of Video: Motion Control', () => {
	testIssues(videoMotionControlSchema, [
		[
			'motion control without files',
			{},
			[
				'error frame_1_path: is empty → Choose an image of a person or an animal.',
				'error video_1_path: is empty → Choose the video that provides the motion.',
			],
		],
	]);
});
