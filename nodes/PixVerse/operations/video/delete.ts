import { deleteGeneration } from '../../../shared/api/generations';
import { families } from '../../../shared/api/families';
import { videoId } from '../../fields/ids';
import { call } from '../definition';

/** Deletes a video from the PixVerse account. */
export const deleteVideo = call({
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete video',
		description: 'Delete a video from the PixVerse account for good',
	},
	fields: [videoId],
	run: async (api, item) => {
		await deleteGeneration(api, families.video, item.id('videoId', 'video'));
		return { deleted: true };
	},
});
