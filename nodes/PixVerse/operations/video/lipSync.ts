import { families } from '../../../shared/api/families';
import { videoLipSync } from '../../../shared/catalog/contracts/video';
import { COSTS } from '../../fields/following';
import { media, sourceVideo } from '../../fields/media';
import * as option from '../../fields/options';
import { prompt } from '../../fields/prompt';
import { speakerId } from '../../fields/voices';
import { generation } from '../definition';

/** Makes the person in a video speak a text, or move the lips to an audio file. */
export const lipSync = generation({
	family: families.video,
	endpoint: 'videos/lipsync',
	task: 'lip-sync the video',
	contract: videoLipSync,
	option: {
		name: 'Lip Sync',
		value: 'lipSync',
		action: 'Lip sync video',
		description: 'Make the person in a video speak a text or an audio file',
	},
	fields: [
		sourceVideo,
		prompt({
			displayName: 'Text',
			hint: COSTS,
			placeholder: 'e.g. Welcome to our shop!',
			description:
				'Text to speak, up to 200 characters. Leave it empty when an audio file is given.',
		}),
		speakerId,
		media({
			displayName: 'Audio',
			name: 'audioTrack',
			description: 'Speech to use in place of a text: MP3 or WAV of up to 60 s',
		}),
		option.options(option.offPeakMode, option.originalSoundSwitch),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.text('prompt'),
		speaker_id: item.numberOrText('speakerId'),
		audio_path: item.media('audioTrack', 'audio'),
		...item.options(),
	}),
});
