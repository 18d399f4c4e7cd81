import { generationTypes } from '../../../shared/api/generationTypes';
import { videoFromFramesSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

/** Makes a video that goes from a first image to a last one. Its ratio follows the images. */
export const createFromFrames = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/create-frames',
	verbPhrase: 'create the video from frames',
	schema: videoFromFramesSchema,
	option: {
		name: 'Create From Frames',
		value: 'createFromFrames',
		action: 'Create video from frames',
		description: 'Make a video that goes from a first image to a last one',
	},
	fields: [
		fileField({
			displayName: 'First Frame',
			name: 'firstFrame',
			required: true,
			description: 'Image that the video starts with: PNG, JPEG, GIF or WebP',
		}),
		fileField({
			displayName: 'Last Frame',
			name: 'lastFrame',
			required: true,
			description: 'Image that the video ends with: PNG, JPEG, GIF or WebP',
		}),
		prompt({
			placeholder: 'e.g. the camera circles the house while night falls',
			description: 'What happens between the frames, up to 5,000 characters',
		}),
		videoModelField('create-frames'),
		...videoModelDependentFields('create-frames', ['duration', 'quality']),
		option.optionsField(
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
		prompt: item.getString('prompt'),
		model: item.model(),
		duration: item.duration(),
		quality: item.quality(),
		...item.options(),
	}),
});
