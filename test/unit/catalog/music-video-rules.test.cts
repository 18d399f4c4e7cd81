import { musicVideoCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/musicVideo';
import { testIssues } from './issues.cts';

const prompt = 'jazz';
const song = { audio_path: 'a.mp3' };

describe('Request rules for music videos', () => {
	testIssues(musicVideoCreateSchema, [
		[
			'a music video without a song',
			{},
			['error audio_path: is empty → Choose an MP3 or a song from the library.'],
		],
		['a music video', { ...song }, []],
		[
			'a storyline without a story',
			{ ...song, mode: 'storytelling' },
			['error prompt: is empty → Describe the storyline.'],
		],
		['a storyline', { ...song, mode: 'storytelling', prompt }, []],
		[
			'a story in a mode without one',
			{ ...song, prompt },
			["warning prompt: is set, but the mode performance doesn't use it → "],
		],
		[
			'a story in another mode without one',
			{ ...song, mode: 'expressive', prompt },
			["warning prompt: is set, but the mode expressive doesn't use it → "],
		],
		[
			'a style in a mode without one',
			{ ...song, mode: 'storytelling', prompt, style: 'voxel' },
			['warning style: is voxel, but the mode storytelling has no styles → '],
		],
		['a style', { ...song, style: 'voxel' }, []],
		[
			'a custom style without an image',
			{ ...song, style: 'custom' },
			[
				'error style_image_path: is empty, but the style custom requires it → Choose an image, or another style.',
			],
		],
		['a custom style', { ...song, style: 'custom', style_image_path: 'a.png' }, []],
		[
			'a style image without a style',
			{ ...song, style_image_path: 'a.png' },
			[
				'error style_image_path: is set, but the style is not set → Set the style to custom, or remove the image.',
			],
		],
		[
			'a style image with another style',
			{ ...song, style: 'voxel', style_image_path: 'a.png' },
			[
				'error style_image_path: is set, but the style is voxel → Set the style to custom, or remove the image.',
			],
		],
	]);
});
