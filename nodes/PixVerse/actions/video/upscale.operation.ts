import { generationTypes } from '../../../shared/api/generationTypes';
import { videoUpscaleSchema } from '../../../shared/catalog/requestSchemas/video';
import { generationIdField } from '../../descriptions/ids';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

/** Makes a 4K version of a video of PixVerse's own models. */
export const upscale = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/upscale',
	verbPhrase: 'upscale the video',
	schema: videoUpscaleSchema,
	omitAccount: true,
	option: {
		name: 'Upscale',
		value: 'upscale',
		action: 'Upscale video',
		description: "Make a 4K version of a video that was made with one of PixVerse's own models",
	},
	fields: [
		{ ...generationIdField('video'), hint: '30 credits for a video of 5 s, 60 for one of 8 s' },
		option.optionsField(),
	],
	request: (item) => ({ video_id: item.id('videoId', 'video').raw, ...item.options() }),
});
