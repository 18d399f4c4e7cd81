import { families } from '../../../shared/api/families';
import { binaryPropertyOutput, simplify } from '../../fields/delivery';
import { videoId } from '../../fields/ids';
import { collection } from '../definition';

/** Fetches the file of a finished video. */
export const download = collection({
	family: families.video,
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download video',
		description: 'Fetch the MP4 file of a finished video',
	},
	fields: [videoId, binaryPropertyOutput, simplify],
	id: (item) => item.id('videoId', 'video'),
	delivery: (item) => ({
		...item.delivery(),
		timeout: 0,
		downloadTo: item.text('binaryPropertyOutput') ?? 'data',
	}),
});
