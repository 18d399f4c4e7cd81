import type { INodeProperties } from 'n8n-workflow';
import { EMOTIONS } from '../../shared/catalog/audioModels';

export const textToSpeak: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Good morning! Here is the weather.',
	description:
		'Text to speak, up to 5,000 to 40,000 characters depending on the model. ElevenLabs v3 supports audio tags such as [whispers].',
};

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** A number between 0 and 1. */
function ratioField(
	displayName: string,
	name: string,
	byDefault: number,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: byDefault,
		description,
	};
}

/** Voice settings. Whether the model supports them is validated before anything is sent. */
export const speechSettings: INodeProperties[] = [
	{
		displayName: 'Emotion',
		name: 'emotion',
		type: 'options',
		default: 'auto',
		options: [...EMOTIONS].sort().map((value) => ({ name: capitalize(value), value })),
		description: 'Mood of the voice (MiniMax)',
	},
	{
		displayName: 'Pitch',
		name: 'pitch',
		type: 'number',
		typeOptions: { minValue: -12, maxValue: 12 },
		default: 0,
		description: 'Semitones up or down, −12 to 12 (MiniMax)',
	},
	ratioField(
		'Similarity Boost',
		'similarityBoost',
		0.75,
		'How closely to match the original voice (ElevenLabs)',
	),
	{
		displayName: 'Speaker Boost',
		name: 'useSpeakerBoost',
		type: 'boolean',
		default: true,
		description:
			'Whether to boost the similarity to the original speaker (ElevenLabs Multilingual v2)',
	},
	{
		displayName: 'Speed',
		name: 'speed',
		type: 'number',
		typeOptions: { minValue: 0.5, maxValue: 2, numberPrecision: 2 },
		default: 1,
		description: 'Speed of the speech: 0.5 to 2 with MiniMax, 0.7 to 1.2 with ElevenLabs',
	},
	ratioField('Stability', 'stability', 0.5, 'How stable the voice is (ElevenLabs)'),
	ratioField(
		'Style',
		'style',
		0,
		'How much to exaggerate the style of the voice (ElevenLabs Multilingual v2)',
	),
	{
		displayName: 'Volume',
		name: 'volume',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 1 },
		default: 1,
		description: 'Loudness, 0 to 10 (MiniMax)',
	},
];
