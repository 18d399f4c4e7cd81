import type { INodeProperties } from 'n8n-workflow';
import { EMOTIONS } from '../../shared/catalog/audioModels';
import { field, searchableLocator } from '../../shared/descriptions/fields';
import { capitalize } from '../../shared/text';

/** The language of a text that is spoken. */
export const languageCode = searchableLocator({
	displayName: 'Language',
	name: 'languageCode',
	description:
		'Language of the text. Leave empty to detect it automatically. Not supported by ElevenLabs v3.',
	searchListMethod: 'searchLanguages',
	placeholder: 'Any language',
	example: 'en',
	manualMode: { name: 'code', displayName: 'Code' },
});

/** 0 to 1, to two decimals. */
const RATIO = { minValue: 0, maxValue: 1, numberPrecision: 2 };

/** Voice settings. Whether the model supports them is validated before anything is sent. */
export const speechSettings: INodeProperties[] = [
	field(
		{ displayName: 'Emotion', name: 'emotion', default: 'auto' },
		'Mood of the voice (MiniMax)',
		[...EMOTIONS].sort().map((value) => ({ name: capitalize(value), value })),
	),
	field(
		{
			displayName: 'Pitch',
			name: 'pitch',
			typeOptions: { minValue: -12, maxValue: 12 },
			default: 0,
		},
		'Semitones up or down, −12 to 12 (MiniMax)',
	),
	field(
		{
			displayName: 'Similarity Boost',
			name: 'similarityBoost',
			typeOptions: RATIO,
			default: 0.75,
		},
		'How closely to match the original voice (ElevenLabs)',
	),
	field(
		{ displayName: 'Speaker Boost', name: 'useSpeakerBoost', default: true },
		'Whether to boost the similarity to the original speaker (ElevenLabs Multilingual v2)',
	),
	field(
		{
			displayName: 'Speed',
			name: 'speed',
			typeOptions: { minValue: 0.5, maxValue: 2, numberPrecision: 2 },
			default: 1,
		},
		'Speed of the speech: 0.5 to 2 with MiniMax, 0.7 to 1.2 with ElevenLabs',
	),
	field(
		{ displayName: 'Stability', name: 'stability', typeOptions: RATIO, default: 0.5 },
		'How stable the voice is (ElevenLabs)',
	),
	field(
		{ displayName: 'Style', name: 'style', typeOptions: RATIO, default: 0 },
		'How much to exaggerate the style of the voice (ElevenLabs Multilingual v2)',
	),
	field(
		{
			displayName: 'Volume',
			name: 'volume',
			typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 1 },
			default: 1,
		},
		'Loudness, 0 to 10 (MiniMax)',
	),
];
