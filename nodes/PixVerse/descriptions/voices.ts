import { searchableLocator } from '../../shared/descriptions/searchableLocator';

/** Voices of lip sync, which differ from those of speech. */
export const speakerId = searchableLocator({
	displayName: 'Voice',
	name: 'speakerId',
	description: 'Voice that speaks the text. Leave empty to let PixVerse choose one.',
	searchListMethod: 'searchLipSyncVoices',
	placeholder: 'Any voice',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. 1' },
});

export const voiceId = searchableLocator({
	displayName: 'Voice',
	name: 'voiceId',
	required: true,
	description: 'Voice that speaks the text. The list shows the voices that the model supports.',
	searchListMethod: 'searchVoices',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. minimax_english_radiant_girl' },
});

export const languageCode = searchableLocator({
	displayName: 'Language',
	name: 'languageCode',
	description:
		'Language of the text. Leave empty to detect it automatically. Not supported by ElevenLabs v3.',
	searchListMethod: 'searchLanguages',
	placeholder: 'Any language',
	manualMode: { name: 'code', displayName: 'Code', placeholder: 'e.g. en' },
});
