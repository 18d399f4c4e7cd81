import { choice } from './searchableLocator';

/** Who speaks in a lip-synced video. Another list than the voices of speech. */
export const speakerId = choice({
	displayName: 'Voice',
	name: 'speakerId',
	description: 'Who speaks the text. Leave it empty to let PixVerse choose.',
	searchedBy: 'searchLipSyncVoices',
	whileEmpty: 'Any voice',
	typed: { name: 'id', displayName: 'ID', placeholder: 'e.g. 1' },
});

/** Who speaks. The list offers the voices of the chosen model's provider. */
export const voiceId = choice({
	displayName: 'Voice',
	name: 'voiceId',
	required: true,
	description: 'Who speaks. A voice belongs to the provider of the model.',
	searchedBy: 'searchVoices',
	typed: { name: 'id', displayName: 'ID', placeholder: 'e.g. minimax_english_radiant_girl' },
});

/** The language spoken. */
export const languageCode = choice({
	displayName: 'Language',
	name: 'languageCode',
	description:
		'Language of the text. Leave it empty to let the model hear it; ElevenLabs v3 takes none.',
	searchedBy: 'searchLanguages',
	whileEmpty: 'Any language',
	typed: { name: 'code', displayName: 'Code', placeholder: 'e.g. en' },
});
