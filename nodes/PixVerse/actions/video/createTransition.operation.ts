import { generationTypes } from '../../../shared/api/generationTypes';
import { videoTransitionSchema } from '../../../shared/catalog/requestSchemas/video';
import { fileListField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

export const createTransition = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/create-transition',
	verbPhrase: 'create the transition',
	schema: videoTransitionSchema,
	option: {
		name: 'Create Transition',
		value: 'createTransition',
		action: 'Create a transition video',
		description: 'Generate a video that transitions between two to seven images',
	},
	fields: [
		videoModelField('create-transition'),
		fileListField({
			displayName: 'Frames',
			name: 'frames',
			entry: 'Frame',
			initialCount: 2,
			description: 'Images in the order in which they appear: two, or up to seven with model v5',
			more: [
				{
					displayName: 'Prompt to Next Frame',
					name: 'prompt',
					type: 'string',
					default: '',
					placeholder: 'e.g. the flower opens',
					description: 'Description of the transition to the next frame',
				},
				{
					displayName: 'Seconds to Next Frame',
					name: 'duration',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 0,
					description: 'Time until the next frame; 0 for the default',
					hint: '0 for the default. Ignored for the last frame.',
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
		model: item.getModel(),
		...item.getFileList('frames', 'frame_#_path', 'image'),
		...item.getTransitionSegments('frames'),
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
