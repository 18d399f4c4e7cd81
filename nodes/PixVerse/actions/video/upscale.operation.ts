import { families } from '../../../shared/api/generationTypes';
import { videoUpscale } from '../../../shared/catalog/requestSchemas/video';
import { idOf } from '../../descriptions/ids';
import * as option from '../../descriptions/options';
import { generation } from '../types';

/** Makes a 4K version of a video of PixVerse's own models. */
export const upscale = generation({
	family: families.video,
	endpoint: 'videos/upscale',
	task: 'upscale the video',
	contract: videoUpscale,
	withoutAccount: true,
	option: {
		name: 'Upscale',
		value: 'upscale',
		action: 'Upscale video',
		description: "Make a 4K version of a video that was made with one of PixVerse's own models",
	},
	fields: [
		{ ...idOf('video'), hint: '30 credits for a video of 5 s, 60 for one of 8 s' },
		option.options(),
	],
	request: (item) => ({ video_id: item.id('videoId', 'video').raw, ...item.options() }),
});
