import {
	musicCreateSchema,
	speechCreateSchema,
} from '../../../nodes/shared/catalog/requestSchemas/audio';
import { testIssues } from './issues.cts';
import { numberFields } from './number-fields.cts';

const prompt = 'jazz';
const speech = { text: 'Hello', voice_id: 'x' };

describe('Request rules for music', () => {
	testIssues(musicCreateSchema, [
		['no prompt for music', {}, ['error prompt: is empty → Describe the music.']],
		['music with the default model', { prompt }, []],
		[
			'lyrics of an instrumental',
			{ prompt, instrumental: true, lyrics: 'la' },
			[
				'error lyrics: are set, but an instrumental track has none → Remove the lyrics, or turn off Instrumental.',
			],
		],
		['lyrics', { prompt, instrumental: false, lyrics: 'la' }, []],
		['an instrumental without lyrics', { prompt, instrumental: true, lyrics: '' }, []],
		[
			'lyrics for a model that writes its own',
			{ prompt, model: 'lyria-3-pro-preview', lyrics: 'la' },
			[
				'error lyrics: are set, but lyria-3-pro-preview writes its own → Remove them, or choose music-2.6 or music-v1.',
			],
		],
		['the longest prompt of a music model', { model: 'music-2.6', prompt: 'x'.repeat(2000) }, []],
		[
			'a longer prompt than a music model accepts',
			{ model: 'music-2.6', prompt: 'x'.repeat(2001) },
			[
				'error prompt: has 2,001 characters, but music-2.6 accepts at most 2,000 → Shorten it, or choose a model that accepts more.',
			],
		],
		[
			'an image for a music model that accepts none',
			{ prompt, ...numberFields('image_path_#', 1, 'a.png') },
			[
				"error image_path_1: is set, but music-2.6 doesn't support images → Remove it, or choose lyria-3-pro-preview.",
			],
		],
		[
			'as many images as a music model accepts',
			{ prompt, model: 'lyria-3-pro-preview', ...numberFields('image_path_#', 10, 'a.png') },
			[],
		],
		[
			'more images than a music model accepts',
			{ prompt, model: 'lyria-3-pro-preview', ...numberFields('image_path_#', 11, 'a.png') },
			[
				'error image_path_11: is one too many: lyria-3-pro-preview accepts 10 images → Remove it, or choose another model.',
			],
		],
		[
			'music with an unknown model',
			{ prompt, model: 'tomorrow', lyrics: 'la', ...numberFields('image_path_#', 3, 'a.png') },
			[],
		],
	]);
});

describe('Request rules for speech', () => {
	testIssues(speechCreateSchema, [
		[
			'speech without text and voice',
			{},
			[
				'error text: is empty → Enter the text to speak.',
				'error voice_id: is empty → Choose a voice.',
			],
		],
		['speech with the default model', { ...speech }, []],
		['speech with an unknown model', { ...speech, model: 'tomorrow', stability: 1, speed: 9 }, []],
		[
			'a longer text than the model accepts',
			{ ...speech, text: 'x'.repeat(10_001) },
			[
				'error text: has 10,001 characters, but speech-2.8-hd accepts at most 10,000 → Shorten it, or choose a model that accepts more.',
			],
		],
		['the longest text', { ...speech, text: 'x'.repeat(10_000) }, []],
		[
			'a language for a model that detects it',
			{ ...speech, model: 'eleven-v3', language_code: 'en' },
			[
				"error language_code: is set, but eleven-v3 doesn't support it → Leave it empty: the model detects the language of the text.",
			],
		],
		['a language', { ...speech, language_code: 'en' }, []],
		[
			'settings of the other provider',
			{ ...speech, stability: 0.5, use_speaker_boost: true },
			[
				"error stability: is set, but speech-2.8-hd (MiniMax) doesn't support it → It supports speed, volume, pitch, emotion. Remove the option, or choose another model.",
				"error use_speaker_boost: is set, but speech-2.8-hd (MiniMax) doesn't support it → It supports speed, volume, pitch, emotion. Remove the option, or choose another model.",
			],
		],
		['settings of its provider', { ...speech, speed: 1, volume: 1, pitch: 0, emotion: 'calm' }, []],
		[
			'an unknown emotion',
			{ ...speech, emotion: 'bored' },
			[
				'warning emotion: is bored, but the known values are auto, happy, sad, angry, fearful, disgusted, surprised, neutral, calm, fluent, whisper → Speech: Get Models lists those of each model.',
			],
		],
		['the lowest speed', { ...speech, speed: 0.5 }, []],
		['the highest speed', { ...speech, speed: 2 }, []],
		[
			'a speed below the lowest',
			{ ...speech, speed: 0.4 },
			['error speed: is 0.4, but speech-2.8-hd accepts 0.5 to 2 → Choose a value in this range.'],
		],
		[
			'a speed above the highest',
			{ ...speech, speed: 2.1 },
			['error speed: is 2.1, but speech-2.8-hd accepts 0.5 to 2 → Choose a value in this range.'],
		],
	]);
});
