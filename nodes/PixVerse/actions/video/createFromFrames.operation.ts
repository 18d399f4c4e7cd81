import { videoFromFramesSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileField, prompt, USUAL_FIELD } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

/** The aspect ratio is that of the images. */
export const createFromFrames = defineGeneration({
	endpoint: 'videos/create-frames',
	verbPhrase: 'create the video from frames',
	schema: videoFromFramesSchema,
	option: {
		name: 'Create From Frames',
		value: 'createFromFrames',
		action: 'Create a video from frames',
		description: 'Generate a video from a first to a last image',
	},
	fields: () => [
		fileField({
			displayName: 'First Frame',
			name: 'firstFrame',
			required: true,
			default: USUAL_FIELD,
			description: 'Image that the video starts with: PNG, JPEG, GIF, or WebP',
		}),
		fileField({
			displayName: 'Last Frame',
			name: 'lastFrame',
			required: true,
			description: 'Image that the video ends with: PNG, JPEG, GIF, or WebP',
		}),
		prompt({
			placeholder: 'e.g. the camera circles the house while night falls',
			description: 'Description of what happens between the frames, up to 5,000 characters',
		}),
		videoModelField('create-frames'),
		...videoModelDependentFields('create-frames', ['duration', 'quality']),
		option.optionsField(...option.videoOptions),
	],
	request: (item) => ({
		first_frame_path: item.getFile('firstFrame', 'image'),
		last_frame_path: item.getFile('lastFrame', 'image'),
		prompt: item.getString('prompt'),
		model: item.getModel(),
		duration: item.getDuration(),
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
