import type { INodeProperties } from 'n8n-workflow';

/** Who speaks in a lip-synced video. Another list than the voices of speech. */
export const speakerId: INodeProperties = {
	displayName: 'Voice',
	name: 'speakerId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'Who speaks the text. Leave it empty to let PixVerse choose.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Any voice',
			typeOptions: { searchListMethod: 'searchLipSyncVoices', searchable: true },
		},
		{ displayName: 'ID', name: 'id', type: 'string', placeholder: 'e.g. 1' },
	],
};

/** Who speaks. The list offers the voices of the chosen model's provider. */
export const voiceId: INodeProperties = {
	displayName: 'Voice',
	name: 'voiceId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Who speaks. A voice belongs to the provider of the model.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchVoices', searchable: true },
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. minimax_english_radiant_girl',
		},
	],
};

/** The language spoken. */
export const languageCode: INodeProperties = {
	displayName: 'Language',
	name: 'languageCode',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'Language of the text. Leave it empty to let the model hear it; ElevenLabs v3 takes none.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Any language',
			typeOptions: { searchListMethod: 'searchLanguages', searchable: true },
		},
		{ displayName: 'Code', name: 'code', type: 'string', placeholder: 'e.g. en' },
	],
};
