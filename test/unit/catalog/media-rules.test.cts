import {
	musicCreateSchema,
	speechCreateSchema,
} from '../../../nodes/shared/catalog/requestSchemas/audio';
import { imageCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/image';
import { musicVideoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/musicVideo';
import { createUpscaleSchema } from '../../../nodes/shared/catalog/requestSchemas/upscale';
import { getIssues } from './issues.cts';

type Body = Record<string, unknown>;

const schemas = {
	image: imageCreateSchema,
	music: musicCreateSchema,
	speech: speechCreateSchema,
	musicVideo: musicVideoCreateSchema,
	imageUpscale: createUpscaleSchema('image'),
	videoUpscale: createUpscaleSchema('video'),
};

const createImages = (count: number): Body =>
	Object.fromEntries(
		Array.from({ length: count }, (_, index) => [`image_path_${index + 1}`, 'a.png']),
	);
const prompt = 'jazz';
const speech = { text: 'Hello', voice_id: 'x' };
const song = { audio_path: 'a.mp3' };

describe('Request rules for images, audio, and upscaling', () => {
	it.each<[string, keyof typeof schemas, Body, string[]]>([
		['no prompt for an image', 'image', {}, ['error prompt: is empty → Describe the image.']],
		['an image with the default model', 'image', { prompt }, []],
		[
			'an image with an unknown model',
			'image',
			{ prompt, model: 'tomorrow', quality: '9p', detail_level: 'x' },
			[],
		],
		[
			'a quality that an image model lacks',
			'image',
			{ prompt, model: 'qwen-image', quality: '4K' },
			[
				'error quality: is 4K, but qwen-image makes 720p, 1080p → Choose one of these, or another model.',
			],
		],
		[
			'a ratio that an image model lacks',
			'image',
			{ prompt, model: 'qwen-image', aspect_ratio: '5:1' },
			[
				'error aspect_ratio: is 5:1, but qwen-image makes 1:1, 16:9, 9:16, 4:3, 3:4, 5:4, 4:5, 3:2, 2:3, 21:9 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio and files beyond the unverified limits of a model',
			'image',
			{
				prompt,
				model: 'gpt-image-2.5-flare',
				quality: '1080p',
				aspect_ratio: '5:1',
				...createImages(17),
			},
			[
				'warning aspect_ratio: is 5:1, but gpt-image-2.5-flare makes 1:1, 1:2, 4:3, 3:4, 3:2, 2:3, 16:9, 9:16, 2:1, 21:9 → Choose one of these, or another model.',
				'warning image_path_17: is one too many: gpt-image-2.5-flare accepts 16 reference images → Remove some, or choose a model that accepts more.',
			],
		],
		[
			'a detail level for a model without',
			'image',
			{ prompt, model: 'qwen-image', detail_level: 'low' },
			["error detail_level: is set, but qwen-image doesn't support it → Leave it empty."],
		],
		['a detail level', 'image', { prompt, model: 'gpt-image-2.0', detail_level: 'low' }, []],
		[
			'an unknown detail level',
			'image',
			{ prompt, model: 'gpt-image-2.0', detail_level: 'finest' },
			[
				'error detail_level: is finest, but gpt-image-2.0 supports low, medium, high → Choose one of these.',
			],
		],
		[
			'a detail level beyond the unverified ones of a model',
			'image',
			{ prompt, model: 'gpt-image-2.5-flare', detail_level: 'finest' },
			[
				'warning detail_level: is finest, but gpt-image-2.5-flare supports low, medium, high, xhigh, max → Choose one of these.',
			],
		],
		[
			'as many reference images as the model accepts',
			'image',
			{ prompt, model: 'gpt-image-2.0', detail_level: 'low', ...createImages(9) },
			[],
		],
		[
			'too many reference images',
			'image',
			{ prompt, model: 'gpt-image-2.0', detail_level: 'low', ...createImages(10) },
			[
				'error image_path_10: is one too many: gpt-image-2.0 accepts 9 reference images → Remove some, or choose a model that accepts more.',
			],
		],
		['no prompt for music', 'music', {}, ['error prompt: is empty → Describe the music.']],
		['music with the default model', 'music', { prompt }, []],
		[
			'lyrics of an instrumental',
			'music',
			{ prompt, instrumental: true, lyrics: 'la' },
			[
				'error lyrics: are set, but an instrumental track has none → Remove the lyrics, or turn off Instrumental.',
			],
		],
		['lyrics', 'music', { prompt, instrumental: false, lyrics: 'la' }, []],
		['an instrumental without lyrics', 'music', { prompt, instrumental: true, lyrics: '' }, []],
		[
			'lyrics for a model that writes its own',
			'music',
			{ prompt, model: 'lyria-3-pro-preview', lyrics: 'la' },
			[
				'error lyrics: are set, but lyria-3-pro-preview writes its own → Remove them, or choose music-2.6 or music-v1.',
			],
		],
		[
			'the longest prompt of a music model',
			'music',
			{ model: 'music-2.6', prompt: 'x'.repeat(2000) },
			[],
		],
		[
			'a longer prompt than a music model accepts',
			'music',
			{ model: 'music-2.6', prompt: 'x'.repeat(2001) },
			[
				'error prompt: has 2,001 characters, but music-2.6 accepts at most 2,000 → Shorten it, or choose a model that accepts more.',
			],
		],
		[
			'an image for a music model that accepts none',
			'music',
			{ prompt, ...createImages(1) },
			[
				"error image_path_1: is set, but music-2.6 doesn't support images → Remove it, or choose lyria-3-pro-preview.",
			],
		],
		[
			'as many images as a music model accepts',
			'music',
			{ prompt, model: 'lyria-3-pro-preview', ...createImages(10) },
			[],
		],
		[
			'more images than a music model accepts',
			'music',
			{ prompt, model: 'lyria-3-pro-preview', ...createImages(11) },
			[
				'error image_path_11: is one too many: lyria-3-pro-preview accepts 10 images → Remove it, or choose another model.',
			],
		],
		[
			'music with an unknown model',
			'music',
			{ prompt, model: 'tomorrow', lyrics: 'la', ...createImages(3) },
			[],
		],
		[
			'speech without text and voice',
			'speech',
			{},
			[
				'error text: is empty → Enter the text to speak.',
				'error voice_id: is empty → Choose a voice.',
			],
		],
		['speech with the default model', 'speech', { ...speech }, []],
		[
			'speech with an unknown model',
			'speech',
			{ ...speech, model: 'tomorrow', stability: 1, speed: 9 },
			[],
		],
		[
			'a longer text than the model accepts',
			'speech',
			{ ...speech, text: 'x'.repeat(10_001) },
			[
				'error text: has 10,001 characters, but speech-2.8-hd accepts at most 10,000 → Shorten it, or choose a model that accepts more.',
			],
		],
		['the longest text', 'speech', { ...speech, text: 'x'.repeat(10_000) }, []],
		[
			'a language for a model that detects it',
			'speech',
			{ ...speech, model: 'eleven-v3', language_code: 'en' },
			[
				"error language_code: is set, but eleven-v3 doesn't support it → Leave it empty: the model detects the language of the text.",
			],
		],
		['a language', 'speech', { ...speech, language_code: 'en' }, []],
		[
			'settings of the other provider',
			'speech',
			{ ...speech, stability: 0.5, use_speaker_boost: true },
			[
				"error stability: is set, but speech-2.8-hd (MiniMax) doesn't support it → It supports speed, volume, pitch, emotion. Remove the option, or choose another model.",
				"error use_speaker_boost: is set, but speech-2.8-hd (MiniMax) doesn't support it → It supports speed, volume, pitch, emotion. Remove the option, or choose another model.",
			],
		],
		[
			'settings of its provider',
			'speech',
			{ ...speech, speed: 1, volume: 1, pitch: 0, emotion: 'calm' },
			[],
		],
		[
			'an unknown emotion',
			'speech',
			{ ...speech, emotion: 'bored' },
			[
				'warning emotion: is bored, but the known values are auto, happy, sad, angry, fearful, disgusted, surprised, neutral, calm, fluent, whisper → Speech: Get Models lists those of each model.',
			],
		],
		['the lowest speed', 'speech', { ...speech, speed: 0.5 }, []],
		['the highest speed', 'speech', { ...speech, speed: 2 }, []],
		[
			'a speed below the lowest',
			'speech',
			{ ...speech, speed: 0.4 },
			['error speed: is 0.4, but speech-2.8-hd accepts 0.5 to 2 → Choose a value in this range.'],
		],
		[
			'a speed above the highest',
			'speech',
			{ ...speech, speed: 2.1 },
			['error speed: is 2.1, but speech-2.8-hd accepts 0.5 to 2 → Choose a value in this range.'],
		],
		[
			'a music video without a song',
			'musicVideo',
			{},
			['error audio_path: is empty → Choose an MP3 or a song from the library.'],
		],
		['a music video', 'musicVideo', { ...song }, []],
		[
			'a storyline without a story',
			'musicVideo',
			{ ...song, mode: 'storytelling' },
			['error prompt: is empty → Describe the storyline.'],
		],
		['a storyline', 'musicVideo', { ...song, mode: 'storytelling', prompt }, []],
		[
			'a story in a mode without one',
			'musicVideo',
			{ ...song, prompt },
			["warning prompt: is set, but the mode performance doesn't use it → "],
		],
		[
			'a story in another mode without one',
			'musicVideo',
			{ ...song, mode: 'expressive', prompt },
			["warning prompt: is set, but the mode expressive doesn't use it → "],
		],
		[
			'a style in a mode without one',
			'musicVideo',
			{ ...song, mode: 'storytelling', prompt, style: 'voxel' },
			['warning style: is voxel, but the mode storytelling has no styles → '],
		],
		['a style', 'musicVideo', { ...song, style: 'voxel' }, []],
		[
			'a custom style without an image',
			'musicVideo',
			{ ...song, style: 'custom' },
			[
				'error style_image_path: is empty, but the style custom requires it → Choose an image, or another style.',
			],
		],
		['a custom style', 'musicVideo', { ...song, style: 'custom', style_image_path: 'a.png' }, []],
		[
			'a style image without a style',
			'musicVideo',
			{ ...song, style_image_path: 'a.png' },
			[
				'error style_image_path: is set, but the style is not set → Set the style to custom, or remove the image.',
			],
		],
		[
			'a style image with another style',
			'musicVideo',
			{ ...song, style: 'voxel', style_image_path: 'a.png' },
			[
				'error style_image_path: is set, but the style is voxel → Set the style to custom, or remove the image.',
			],
		],
		[
			'no image to upscale',
			'imageUpscale',
			{},
			['error image_id: is empty → Choose the image to start from.'],
		],
		[
			'two images to upscale',
			'imageUpscale',
			{ image_id: 'x', image_path: 'a.png' },
			['error image_path: is set, and so is the ID of a PixVerse image → Use only one of them.'],
		],
		['an image to upscale', 'imageUpscale', { image_id: 'x' }, []],
		[
			'a quality that the upscaler lacks',
			'imageUpscale',
			{ image_id: 'x', quality: '9p' },
			[
				'error quality: is 9p, but pixverse-upscale makes 2160p → Choose one of these, or another model.',
			],
		],
		[
			'a quality of an unknown upscaler',
			'imageUpscale',
			{ image_id: 'x', model: 'tomorrow', quality: '9p' },
			[],
		],
		[
			'no video to upscale',
			'videoUpscale',
			{},
			['error video_id: is empty → Choose the video to start from.'],
		],
		[
			'two videos to upscale',
			'videoUpscale',
			{ video_id: 'x', video_path: 'a.mp4' },
			['error video_path: is set, and so is the ID of a PixVerse video → Use only one of them.'],
		],
		[
			'a quality that the video upscaler lacks',
			'videoUpscale',
			{ video_path: 'a.mp4', quality: '9p' },
			[
				'error quality: is 9p, but pixverse-upscale makes 2160p → Choose one of these, or another model.',
			],
		],
	])('should report the issues of %s', (_case, name, body, issues) => {
		expect(getIssues(schemas[name], body)).toEqual(issues);
	});
});
