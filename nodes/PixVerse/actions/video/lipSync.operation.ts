import type { INodeProperties } from 'n8n-workflow';
import {
	MAX_LIP_SYNC_SECONDS,
	videoLipSyncSchema,
} from '../../../shared/catalog/requestSchemas/video';
import { defaultVideoModel } from '../../../shared/catalog/videoModels';
import { field, searchableLocator } from '../../../shared/descriptions/fields';
import { fileField, prompt, sourceVideoField } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { videoModelField } from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

const speechSource: INodeProperties = {
	...field(
		{ displayName: 'Speech', name: 'speechSource', default: 'text' },
		'Where the speech comes from',
		[
			{ name: 'From Audio File', value: 'audio' },
			{ name: 'From Text', value: 'text' },
		],
	),
	noDataExpression: true,
};

export const lipSync = defineGeneration({
	endpoint: 'videos/lipsync',
	verbPhrase: 'lip-sync the video',
	schema: videoLipSyncSchema,
	option: {
		name: 'Lip Sync',
		value: 'lipSync',
		action: 'Lip sync a video',
		description: 'Make the person in a video speak a text or an audio file',
	},
	fields: () => [
		sourceVideoField,
		// Workflows that were saved before this field existed have an audio file or a text.
		{
			...speechSource,
			displayOptions: { hide: { audioTrack: [{ _cnd: { exists: true } }] } },
		},
		{
			...speechSource,
			default: 'audio',
			displayOptions: { show: { audioTrack: [{ _cnd: { exists: true } }] } },
		},
		{
			...prompt({
				displayName: 'Text',
				placeholder: 'e.g. Welcome to our shop!',
				description: 'Text to speak, up to 200 characters',
			}),
			// With `show`, n8n would show both this field and its variant for agents if the source is an expression.
			displayOptions: { hide: { speechSource: ['audio'] } },
		},
		{
			...searchableLocator({
				displayName: 'Voice',
				name: 'speakerId',
				description: 'Voice that speaks the text. Leave empty to let PixVerse choose one.',
				searchListMethod: 'searchLipSyncVoices',
				placeholder: 'Any voice',
				example: '1',
			}),
			displayOptions: { show: { speechSource: ['text'] } },
		},
		fileField({
			displayName: 'Audio',
			name: 'audioTrack',
			fileType: 'audio',
			required: true,
			description: `Speech, as MP3 or WAV, up to ${MAX_LIP_SYNC_SECONDS} s`,
			displayOptions: { show: { speechSource: ['audio'] } },
		}),
		{
			...videoModelField('lipsync'),
			// Earlier versions sent no model.
			default: { mode: 'list', value: '' },
			description: `Model that generates the speech movements. Leave empty for the default of the API, ${defaultVideoModel.lipsync}.`,
		},
		option.optionsField(option.offPeakMode, option.originalSoundSwitch),
	],
	request: (item) => ({
		...item.getSource('video'),
		prompt: item.getString('prompt'),
		speaker_id: item.getNumericOrStringId('speakerId'),
		audio_path: item.getFile('audioTrack', 'audio', { seconds: { max: MAX_LIP_SYNC_SECONDS } }),
		model: item.getModel(),
		...item.getOptions(),
	}),
});
