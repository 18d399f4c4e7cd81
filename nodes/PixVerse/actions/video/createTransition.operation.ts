import { generationTypes } from '../../../shared/api/generationTypes';
import { videoTransitionSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileListField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

/** Makes a video that passes through several images, with words and time for each step. */
export const createTransition = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/create-transition',
	verbPhrase: 'create the transition',
	schema: videoTransitionSchema,
	option: {
		name: 'Create Transition',
		value: 'createTransition',
		action: 'Create transition video',
		description: 'Make a video that passes through two to seven images',
	},
	fields: [
		videoModelField('create-transition'),
		fileListField({
			displayName: 'Frames',
			name: 'frames',
			entry: 'Frame',
			initialCount: 2,
			description: 'Images in the order they are shown: two, with model v5 up to seven',
			more: [
				{
					displayName: 'Prompt to Next Frame',
					name: 'prompt',
					type: 'string',
					default: '',
					placeholder: 'e.g. the flower opens',
					description: 'What happens on the way to the next frame',
				},
				{
					displayName: 'Seconds to Next Frame',
					name: 'duration',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 0,
					description: 'Time until the next frame; 0 for the default',
					hint: '0 for the default. The last frame needs neither.',
				},
			],
		}),
		...videoModelDependentFields('create-transition', ['quality']),
		option.optionsField(
			option.audio,
			...option.addedSound,
			option.offPeakMode,
			option.previewMode,
			option.seed,
		),
	],
	request: (item) => ({
		model: item.model(),
		...item.getFileList('frames', 'frame_#_path', 'image'),
		...item.getTransitionSegments('frames'),
		quality: item.quality(),
		...item.options(),
	}),
});
