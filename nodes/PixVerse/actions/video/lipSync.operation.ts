import { generationTypes } from '../../../shared/api/generationTypes';
import { videoLipSyncSchema } from '../../../shared/catalog/requestSchemas/video';
import { COSTS_CREDITS_HINT } from '../../descriptions/modelDependentFields';
import { fileField, sourceVideoField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { speakerId } from '../../descriptions/voices';
import { defineGeneration } from '../types';

/** Makes the person in a video speak a text, or move the lips to an audio file. */
export const lipSync = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/lipsync',
	verbPhrase: 'lip-sync the video',
	schema: videoLipSyncSchema,
	option: {
		name: 'Lip Sync',
		value: 'lipSync',
		action: 'Lip sync video',
		description: 'Make the person in a video speak a text or an audio file',
	},
	fields: [
		sourceVideoField,
		prompt({
			displayName: 'Text',
			hint: COSTS_CREDITS_HINT,
			placeholder: 'e.g. Welcome to our shop!',
			description:
				'Text to speak, up to 200 characters. Leave it empty when an audio file is given.',
		}),
		speakerId,
		fileField({
			displayName: 'Audio',
			name: 'audioTrack',
			description: 'Speech to use in place of a text: MP3 or WAV of up to 60 s',
		}),
		option.optionsField(option.offPeakMode, option.originalSoundSwitch),
	],
	request: (item) => ({
		...item.sourceVideo(),
		prompt: item.getString('prompt'),
		speaker_id: item.getNumericOrStringId('speakerId'),
		audio_path: item.media('audioTrack', 'audio'),
		...item.options(),
	}),
});
