import { videoFromEffectSchema } from '../../../shared/catalog/requestSchemas/video';
import { searchableLocator } from '../../../shared/descriptions/fields';
import { fileListField, prompt } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';
import { validateEffect } from '../effects';

/** Some effects generate an image instead of a video. */
export const createFromEffect = defineGeneration({
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
		searchableLocator({
			displayName: 'Effect',
			name: 'templateId',
			required: true,
			description:
				'Effect to apply to the images. The effect determines the model and the duration.',
			searchListMethod: 'searchEffects',
			example: '326733946317888',
		}),
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
		searchableLocator({
			displayName: 'Quality',
			name: 'effectQuality',
			description:
				'Resolution, one of those that the effect supports. Leave empty for the first of them.',
			searchListMethod: 'searchEffectQualities',
			placeholder: 'Choose a quality (optional)',
			example: '720p',
			manualMode: { name: 'value', displayName: 'By Value' },
		}),
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
