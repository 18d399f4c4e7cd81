import { generationTypes } from '../../../shared/api/generationTypes';
import { videoFromEffectSchema } from '../../../shared/catalog/requestSchemas/video';
import { effectQuality, templateId } from '../../descriptions/effects';
import { fileListField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { defineGeneration } from '../types';
import { validateEffect } from '../effects';

/** Makes a video, or with some effects an image, by an effect template. Model and duration are the template's. */
export const createFromEffect = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/create',
	verbPhrase: 'create the effect video',
	schema: videoFromEffectSchema,
	option: {
		name: 'Create From Effect',
		value: 'createFromEffect',
		action: 'Create video from effect',
		description: 'Apply one of the effect templates to one or more images',
	},
	fields: [
		templateId,
		fileListField({
			displayName: 'Images',
			name: 'images',
			entry: 'Image',
			initialCount: 1,
			description: 'As many as the effect needs; the list of effects says how many',
		}),
		prompt({
			placeholder: 'e.g. in a snowy forest',
			description: 'Words of your own, where the effect makes use of them',
		}),
		effectQuality,
		option.optionsField(option.offPeakMode, option.previewMode, option.seed),
	],
	request: (item) => ({
		template_id: item.wholeNumber('templateId'),
		...item.getFileList('images', 'frame_#_path', 'image'),
		prompt: item.getString('prompt'),
		quality: item.getLocatorValue('effectQuality'),
		...item.options(),
	}),
	preflight: validateEffect,
});
