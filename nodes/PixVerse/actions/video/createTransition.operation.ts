import { families } from '../../../shared/api/generationTypes';
import { videoTransition } from '../../../shared/catalog/requestSchemas/video';
import { mediaList } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Makes a video that passes through several images, with words and time for each step. */
export const createTransition = generation({
	family: families.video,
	endpoint: 'videos/create-transition',
	task: 'create the transition',
	contract: videoTransition,
	option: {
		name: 'Create Transition',
		value: 'createTransition',
		action: 'Create transition video',
		description: 'Make a video that passes through two to seven images',
	},
	fields: [
		modelFor('create-transition'),
		mediaList({
			displayName: 'Frames',
			name: 'frames',
			entry: 'Frame',
			atFirst: 2,
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
		...followingModel('create-transition', ['quality']),
		option.options(
			option.audio,
			...option.addedSound,
			option.offPeakMode,
			option.previewMode,
			option.seed,
		),
	],
	request: (item) => ({
		model: item.model(),
		...item.mediaList('frames', 'frame_#_path', 'image'),
		...item.segments('frames'),
		quality: item.quality(),
		...item.options(),
	}),
});
