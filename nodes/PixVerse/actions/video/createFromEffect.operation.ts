import { generationTypes } from '../../../shared/api/generationTypes';
import { videoFromEffectSchema } from '../../../shared/catalog/requestSchemas/video';
import { effectQuality, templateId } from '../../descriptions/effects';
import { fileListField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { defineGeneration } from '../types';
import { validateEffect } from '../effects';

/** Some effects generate an image instead of a video. */
export const createFromEffect = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/create',
	verbPhrase: 'create the effect video',
	schema: videoFromEffectSchema,
	option: {
		name: 'Create From Effect',
		value: 'createFromEffect',
		action: 'Create a video from an effect',
		description: 'Apply an effect template to one or more images',
	},
	fields: () => [
		templateId,
		fileListField({
			displayName: 'Images',
			name: 'images',
			entry: 'Image',
			initialCount: 1,
			description: 'Images for the effect. The list of effects shows how many it needs.',
		}),
		prompt({
			placeholder: 'e.g. in a snowy forest',
			description: 'Additional prompt, for effects that support one',
		}),
		effectQuality,
		option.optionsField(option.offPeakMode, option.previewMode, option.seed),
	],
	request: (item) => ({
		template_id: item.getInteger('templateId'),
		...item.getFileList('images', 'frame_#_path', 'image'),
		prompt: item.getString('prompt'),
		quality: item.getLocatorValue('effectQuality'),
		...item.getOptions(),
	}),
	preflight: validateEffect,
});
