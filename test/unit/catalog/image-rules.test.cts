import { imageCreateSchema } from '../../../nodes/shared/catalog/requestSchemas/image';
import { testIssues } from './issues.cts';
import { numberFields } from './number-fields.cts';

const prompt = 'jazz';

describe('Request rules for images', () => {
	testIssues(imageCreateSchema, [
		['no prompt for an image', {}, ['error prompt: is empty → Describe the image.']],
		['an image with the default model', { prompt }, []],
		[
			'an image with an unknown model',
			{ prompt, model: 'tomorrow', quality: '9p', detail_level: 'x' },
			[],
		],
		[
			'a quality that an image model lacks',
			{ prompt, model: 'qwen-image', quality: '4K' },
			[
				'error quality: is 4K, but qwen-image makes 720p, 1080p → Choose one of these, or another model.',
			],
		],
		[
			'a ratio that an image model lacks',
			{ prompt, model: 'qwen-image', aspect_ratio: '5:1' },
			[
				'error aspect_ratio: is 5:1, but qwen-image makes 1:1, 16:9, 9:16, 4:3, 3:4, 5:4, 4:5, 3:2, 2:3, 21:9 → Choose one of these, or another model.',
			],
		],
		[
			'a ratio and files beyond the unverified limits of a model',
			{
				prompt,
				model: 'gpt-image-2.5-flare',
				quality: '1080p',
				aspect_ratio: '5:1',
				...numberFields('image_path_#', 17, 'a.png'),
			},
			[
				'warning aspect_ratio: is 5:1, but gpt-image-2.5-flare makes 1:1, 1:2, 4:3, 3:4, 3:2, 2:3, 16:9, 9:16, 2:1, 21:9 → Choose one of these, or another model.',
				'warning image_path_17: is one too many: gpt-image-2.5-flare accepts 16 reference images → Remove some, or choose a model that accepts more.',
			],
		],
		[
			'a detail level for a model without',
			{ prompt, model: 'qwen-image', detail_level: 'low' },
			["error detail_level: is set, but qwen-image doesn't support it → Leave it empty."],
		],
		['a detail level', { prompt, model: 'gpt-image-2.0', detail_level: 'low' }, []],
		[
			'an unknown detail level',
			{ prompt, model: 'gpt-image-2.0', detail_level: 'finest' },
			[
				'error detail_level: is finest, but gpt-image-2.0 supports low, medium, high → Choose one of these.',
			],
		],
		[
			'a detail level beyond the unverified ones of a model',
			{ prompt, model: 'gpt-image-2.5-flare', detail_level: 'finest' },
			[
				'warning detail_level: is finest, but gpt-image-2.5-flare supports low, medium, high, xhigh, max → Choose one of these.',
			],
		],
		[
			'as many reference images as the model accepts',
			{
				prompt,
				model: 'gpt-image-2.0',
				detail_level: 'low',
				...numberFields('image_path_#', 9, 'a.png'),
			},
			[],
		],
		[
			'too many reference images',
			{
				prompt,
				model: 'gpt-image-2.0',
				detail_level: 'low',
				...numberFields('image_path_#', 10, 'a.png'),
			},
			[
				'error image_path_10: is one too many: gpt-image-2.0 accepts 9 reference images → Remove some, or choose a model that accepts more.',
			],
		],
	]);
});
