import { generationTypes } from '../../../shared/api/generationTypes';
import { videoExtendSchema } from '../../../shared/catalog/requestSchemas/video';
import { sourceVideoField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { videoModelDependentFields, videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

/** Continues a video where it ends. The source is a PixVerse video or an uploaded one. */
export const extend = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/extend',
	verbPhrase: 'extend the video',
	schema: videoExtendSchema,
	option: {
		name: 'Extend',
		value: 'extend',
		action: 'Extend video',
		description: 'Continue a video where it ends',
	},
	fields: [
		sourceVideoField,
		prompt({
			placeholder: 'e.g. the camera rises above the clouds',
			description: 'What happens next, up to 5,000 characters',
		}),
		videoModelField('extend'),
		...videoModelDependentFields('extend', ['duration', 'quality']),
		option.optionsField(option.audio, option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.getString('prompt'),
		model: item.model(),
		duration: item.duration(),
		quality: item.quality(),
		...item.options(),
	}),
});
