import { families } from '../../../shared/api/generationTypes';
import { videoCreate } from '../../../shared/catalog/requestSchemas/video';
import { media } from '../../descriptions/media';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { generation } from '../types';

/** Makes a video from a prompt, or from an image and a prompt. */
export const create = generation({
	family: families.video,
	endpoint: 'videos/create',
	task: 'create the video',
	contract: videoCreate,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create video',
		description: 'Make a video from a prompt, or from an image and a prompt',
	},
	fields: [
		prompt({
			placeholder: 'e.g. a lighthouse in a storm, waves crashing, cinematic',
			description: 'What the video shows, up to 5,000 characters',
		}),
		modelFor('create'),
		media({
			displayName: 'First Frame',
			name: 'firstFrame',
			description:
				'Image that the video starts from: PNG, JPEG, GIF or WebP. Leave it empty to make the video from the prompt alone.',
		}),
		...followingModel('create', ['duration', 'quality', 'aspectRatio']),
		option.options(
			option.audio,
			...option.addedSound,
			option.lastFrame,
			option.multiShot,
			option.offPeakMode,
			option.previewMode,
			option.seed,
		),
	],
	request: (item) => ({
		prompt: item.text('prompt'),
		model: item.model(),
		first_frame_path: item.media('firstFrame', 'image'),
		last_frame_path: item.media('options.lastFrame', 'image'),
		duration: item.duration(),
		quality: item.quality(),
		aspect_ratio: item.aspectRatio(),
		...item.options(),
	}),
});
