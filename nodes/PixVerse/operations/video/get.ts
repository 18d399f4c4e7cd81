import { families } from '../../../shared/api/families';
import { getGeneration } from '../../../shared/generation/looking';
import { simplify } from '../../fields/delivery';
import { videoId } from '../../fields/ids';
import { call } from '../definition';

/** Reads one video; one that is still being made as well. */
export const get = call({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get video',
		description: 'Read the status, URL and details of a video',
	},
	fields: [videoId, simplify],
	run: async (api, item) =>
		item.present(
			families.video,
			await getGeneration(api, families.video, item.id('videoId', 'video')),
		),
});
