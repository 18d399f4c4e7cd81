import { families } from '../../../shared/api/generationTypes';
import { videoFromFrames } from '../../../shared/catalog/requestSchemas/video';
import { media } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Makes a video that goes from a first image to a last one. Its ratio follows the images. */
export const createFromFrames = generation({
	family: families.video,
	endpoint: 'videos/create-frames',
	task: 'create the video from frames',
	contract: videoFromFrames,
	option: {
		name: 'Create From Frames',
		value: 'createFromFrames',
		action: 'Create video from frames',
		description: 'Make a video that goes from a first image to a last one',
	},
	fields: [
		media({
			displayName: 'First Frame',
			name: 'firstFrame',
			required: true,
			description: 'Image that the video starts with: PNG, JPEG, GIF or WebP',
		}),
		media({
			displayName: 'Last Frame',
			name: 'lastFrame',
			required: true,
			description: 'Image that the video ends with: PNG, JPEG, GIF or WebP',
		}),
		prompt({
			placeholder: 'e.g. the camera circles the house while night falls',
			description: 'What happens between the frames, up to 5,000 characters',
		}),
		modelFor('create-frames'),
		...followingModel('create-frames', ['duration', 'quality']),
		option.options(
			option.audio,
			...option.addedSound,
			option.offPeakMode,
			option.previewMode,
			option.seed,
		),
	],
	request: (item) => ({
		first_frame_path: item.media('firstFrame', 'image'),
		last_frame_path: item.media('lastFrame', 'image'),
		prompt: item.text('prompt'),
		model: item.model(),
		duration: item.duration(),
		quality: item.quality(),
		...item.options(),
	}),
});
