import { videoCreateSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileField, prompt } from '../../descriptions/inputs';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

export const create = defineGeneration({
	endpoint: 'videos/create',
	verbPhrase: 'create the video',
	schema: videoCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a video',
		description: 'Generate a video from text, or from an image and text',
	},
	fields: () => [
		prompt({
			placeholder: 'e.g. a lighthouse in a storm, waves crashing, cinematic',
			description: 'Description of the video, up to 5,000 characters',
		}),
		fileField({
			displayName: 'First Frame',
			name: 'firstFrame',
			description:
				'Image that the video starts with: PNG, JPEG, GIF, or WebP. Leave empty to generate the video from the prompt alone.',
		}),
		videoModelField('create'),
		...videoModelDependentFields('create', ['duration', 'quality', 'aspectRatio']),
		option.optionsField(...option.videoOptions, option.lastFrame, option.multiShot),
	],
	request: (item) => ({
		prompt: item.getString('prompt'),
		model: item.getModel(),
		first_frame_path: item.getFile('firstFrame', 'image'),
		last_frame_path: item.getFile('options.lastFrame', 'image'),
		duration: item.getDuration(),
		quality: item.getQuality(),
		aspect_ratio: item.getAspectRatio(),
		...item.getOptions(),
	}),
});
