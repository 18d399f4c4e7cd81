import { families } from '../../../shared/api/generationTypes';
import { videoLipSync } from '../../../shared/catalog/requestSchemas/video';
import { COSTS } from '../../descriptions/modelDependentFields';
import { media, sourceVideo } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { speakerId } from '../../descriptions/voices';
import { generation } from '../types';

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
