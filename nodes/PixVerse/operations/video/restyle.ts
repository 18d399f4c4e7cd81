import { families } from '../../../shared/api/families';
import { videoRestyle } from '../../../shared/catalog/contracts/video';
import { sourceVideo } from '../../fields/media';
import * as option from '../../fields/options';
import { prompt } from '../../fields/prompt';
import { restyleId } from '../../fields/styles';
import { modelFor } from '../../fields/videoModel';
import { generation } from '../definition';

/** Gives a video another look. */
export const restyle = generation({
	family: families.video,
	endpoint: 'videos/restyle',
	task: 'restyle the video',
	contract: videoRestyle,
	option: {
		name: 'Restyle',
		value: 'restyle',
		action: 'Restyle video',
		description: 'Give a video another look, by prompt and style',
	},
	fields: [
		sourceVideo,
		prompt({
			placeholder: 'e.g. as a watercolour painting',
			description: 'The look in words, up to 5,000 characters',
		}),
		restyleId,
		modelFor('restyle'),
		option.options(option.offPeakMode, option.seed),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.text('prompt'),
		restyle_id: item.chosen('restyleId'),
		model: item.model(),
		...item.options(),
	}),
});
