import { searchableLocator } from './searchableLocator';

/** Who speaks in a lip-synced video. Another list than the voices of speech. */
export const speakerId = searchableLocator({
	displayName: 'Voice',
	name: 'speakerId',
	description: 'Who speaks the text. Leave it empty to let PixVerse choose.',
	searchListMethod: 'searchLipSyncVoices',
	placeholder: 'Any voice',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. 1' },
});

/** Who speaks. The list offers the voices of the chosen model's provider. */
export const voiceId = searchableLocator({
	displayName: 'Voice',
	name: 'voiceId',
	required: true,
	description: 'Who speaks. A voice belongs to the provider of the model.',
	searchListMethod: 'searchVoices',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. minimax_english_radiant_girl' },
});

/** The language spoken. */
export const languageCode = searchableLocator({
	displayName: 'Language',
	name: 'languageCode',
	description:
		'Language of the text. Leave it empty to let the model hear it; ElevenLabs v3 takes none.',
	searchListMethod: 'searchLanguages',
	placeholder: 'Any language',
	manualMode: { name: 'code', displayName: 'Code', placeholder: 'e.g. en' },
});
