import { families } from '../../../shared/api/families';
import { deliveryAfterWaiting } from '../../fields/delivery';
import { videoId } from '../../fields/ids';
import { optionsOfWaiting } from '../../fields/options';
import { collection } from '../definition';

/** Waits for a video that was started before, by this workflow or anybody else. */
export const wait = collection({
	family: families.video,
	option: {
		name: 'Wait for Completion',
		value: 'wait',
		action: 'Wait for completion of video',
		description: 'Wait until a video that was started before is finished',
	},
	fields: [videoId, ...deliveryAfterWaiting, optionsOfWaiting],
	id: (item) => item.id('videoId', 'video'),
	delivery: (item) => item.delivery(),
});
