import { createUpscaleSchema } from '../../../nodes/shared/catalog/requestSchemas/upscale';
import { testIssues } from './issues.cts';

describe('Request rules for upscaling images', () => {
	testIssues(createUpscaleSchema('image'), [
		['no image to upscale', {}, ['error image_id: is empty → Choose the image to start from.']],
		[
			'two images to upscale',
			{ image_id: 'x', image_path: 'a.png' },
			['error image_path: is set, and so is the ID of a PixVerse image → Use only one of them.'],
		],
		['an image to upscale', { image_id: 'x' }, []],
		[
			'a quality that the upscaler lacks',
			{ image_id: 'x', quality: '9p' },
			[
				'error quality: is 9p, but pixverse-upscale makes 2160p → Choose one of these, or another model.',
			],
		],
		['a quality of an unknown upscaler', { image_id: 'x', model: 'tomorrow', quality: '9p' }, []],
	]);
});

describe('Request rules for upscaling videos', () => {
	testIssues(createUpscaleSchema('video'), [
		['no video to upscale', {}, ['error video_id: is empty → Choose the video to start from.']],
		[
			'two videos to upscale',
			{ video_id: 'x', video_path: 'a.mp4' },
			['error video_path: is set, and so is the ID of a PixVerse video → Use only one of them.'],
		],
		[
			'a quality that the video upscaler lacks',
			{ video_path: 'a.mp4', quality: '9p' },
			[
				'error quality: is 9p, but pixverse-upscale makes 2160p → Choose one of these, or another model.',
			],
		],
	]);
});
