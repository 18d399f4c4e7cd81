import { generationTypes } from '../../../shared/api/generationTypes';
import { videoUpscaleSchema } from '../../../shared/catalog/requestSchemas/video';
import { generationIdField } from '../../descriptions/ids';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

export const upscale = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/upscale',
	verbPhrase: 'upscale the video',
	schema: videoUpscaleSchema,
	omitAccount: true,
	option: {
		name: 'Upscale',
		value: 'upscale',
		action: 'Upscale a video',
		description: "Generate a 4K version of a video from one of PixVerse's own models",
	},
	fields: [
		{ ...generationIdField('video'), hint: '30 credits for 5 s, 60 credits for 8 s' },
		option.optionsField(),
	],
	request: (item) => ({ video_id: item.getId('videoId', 'video').raw, ...item.getOptions() }),
});
