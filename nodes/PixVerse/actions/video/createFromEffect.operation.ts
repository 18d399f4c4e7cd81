import { families } from '../../../shared/api/generationTypes';
import { videoFromEffect } from '../../../shared/catalog/requestSchemas/video';
import { effectQuality, templateId } from '../../descriptions/effects';
import { mediaList } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { generation } from '../types';
import { examineEffect } from '../effects';

/** Makes a video, or with some effects an image, by an effect template. Model and duration are the template's. */
export const createFromEffect = generation({
	family: families.video,
	endpoint: 'videos/create',
	task: 'create the effect video',
	contract: videoFromEffect,
	option: {
		name: 'Create From Effect',
		value: 'createFromEffect',
		action: 'Create video from effect',
		description: 'Apply one of the effect templates to one or more images',
	},
	fields: [
		templateId,
		mediaList({
			displayName: 'Images',
			name: 'images',
			entry: 'Image',
			atFirst: 1,
			description: 'As many as the effect needs; the list of effects says how many',
		}),
		prompt({
			placeholder: 'e.g. in a snowy forest',
			description: 'Words of your own, where the effect makes use of them',
		}),
		effectQuality,
		option.options(option.offPeakMode, option.previewMode, option.seed),
	],
	request: (item) => ({
		template_id: item.wholeNumber('templateId'),
		...item.mediaList('images', 'frame_#_path', 'image'),
		prompt: item.text('prompt'),
		quality: item.chosen('effectQuality'),
		...item.options(),
	}),
	examine: examineEffect,
});
