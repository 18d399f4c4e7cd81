import { generationTypes } from '../../../shared/api/generationTypes';
import { videoCreateSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileField } from '../../descriptions/media';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { defineGeneration } from '../types';

/** Makes a video from a prompt, or from an image and a prompt. */
export const create = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/create',
	verbPhrase: 'create the video',
	schema: videoCreateSchema,
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
		videoModelField('create'),
		fileField({
			displayName: 'First Frame',
			name: 'firstFrame',
			description:
				'Image that the video starts from: PNG, JPEG, GIF or WebP. Leave it empty to make the video from the prompt alone.',
		}),
		...videoModelDependentFields('create', ['duration', 'quality', 'aspectRatio']),
		option.optionsField(
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
		prompt: item.getString('prompt'),
		model: item.model(),
		first_frame_path: item.media('firstFrame', 'image'),
		last_frame_path: item.media('options.lastFrame', 'image'),
		duration: item.duration(),
		quality: item.quality(),
		aspect_ratio: item.aspectRatio(),
		...item.options(),
	}),
});
