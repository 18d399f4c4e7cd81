import { generationTypes } from '../../../shared/api/generationTypes';
import { videoLipSyncSchema } from '../../../shared/catalog/requestSchemas/video';
import { COSTS_CREDITS_HINT } from '../../descriptions/modelDependentFields';
import { fileField, sourceVideoField } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { speakerId } from '../../descriptions/voices';
import { defineGeneration } from '../types';

export const lipSync = defineGeneration({
	generationType: generationTypes.video,
	endpoint: 'videos/lipsync',
	verbPhrase: 'lip-sync the video',
	schema: videoLipSyncSchema,
	option: {
		name: 'Lip Sync',
		value: 'lipSync',
		action: 'Lip sync a video',
		description: 'Make the person in a video speak a text or an audio file',
	},
	fields: [
		sourceVideoField,
		prompt({
			displayName: 'Text',
			hint: COSTS_CREDITS_HINT,
			placeholder: 'e.g. Welcome to our shop!',
			description: 'Text to speak, up to 200 characters. Leave empty to use an audio file.',
		}),
		speakerId,
		fileField({
			displayName: 'Audio',
			name: 'audioTrack',
			description: 'Speech to use instead of a text: MP3 or WAV, up to 60 s',
		}),
		option.optionsField(option.offPeakMode, option.originalSoundSwitch),
	],
	request: (item) => ({
		...item.getSource('video'),
		prompt: item.getString('prompt'),
		speaker_id: item.getNumericOrStringId('speakerId'),
		audio_path: item.getFile('audioTrack', 'audio'),
		...item.getOptions(),
	}),
});
