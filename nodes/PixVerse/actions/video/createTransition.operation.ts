import { videoTransitionSchema } from '../../../shared/catalog/requestSchemas/video';
import { field } from '../../../shared/descriptions/fields';
import { entryList, fileListField } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

const promptField = field(
	{
		displayName: 'Prompt',
		name: 'prompt',
		default: '',
		placeholder: 'e.g. the flower opens',
	},
	'Description of the transition',
);

const durationField = field(
	{
		displayName: 'Duration',
		name: 'duration',
		typeOptions: { minValue: 0 },
		default: 0,
		hint: 'In seconds; 0 for the model default',
	},
	'Time from one frame to the next',
);

export const createTransition = defineGeneration({
	endpoint: 'videos/create-transition',
	verbPhrase: 'create the transition',
	schema: videoTransitionSchema,
	option: {
		name: 'Create Transition',
		value: 'createTransition',
		action: 'Create a transition video',
		description: 'Generate a video that transitions between two to seven images',
	},
	fields: () => [
		fileListField({
			displayName: 'Frames',
			name: 'frames',
			entry: 'Frame',
			initialCount: 2,
			description: 'Images in the order in which they appear: two, or up to seven with model v5',
			// For workflows that were saved before the list of transitions existed.
			more: [
				{ ...promptField, displayOptions: { show: { prompt: [{ _cnd: { exists: true } }] } } },
				{ ...durationField, displayOptions: { show: { duration: [{ _cnd: { gt: 0 } }] } } },
			],
		}),
		entryList(
			{
				displayName: 'Transitions',
				name: 'transitions',
				description:
					'What happens between the frames: the first entry between the frames 1 and 2, and so on',
			},
			'Transition',
			[promptField, durationField],
			{ entries: [{}] },
		),
		{
			...videoModelField('create-transition'),
			description:
				'Model that generates the video: v5 for three or more frames. If left empty, the API uses v5.6 for two frames and v5 for more.',
		},
		...videoModelDependentFields('create-transition', ['quality']),
		option.optionsField(...option.videoOptions),
	],
	request: (item) => ({
		model: item.getModel(),
		...item.getFileList('frames', 'frame_#_path', 'image'),
		...item.getTransitionSegments(),
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
