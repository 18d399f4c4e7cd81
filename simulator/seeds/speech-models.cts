/** A speech model: its row in GET speech/models and its limits. */
export interface SpeechModel {
	readonly model: string;
	readonly display_name: string;
	readonly provider: 'minimax' | 'elevenlabs';
	readonly max_characters: number;
	readonly supported_language_codes: readonly string[];
	readonly credit_formula: {
		readonly unit_characters: number;
		readonly unit_credits: number;
		readonly round_up: boolean;
	};
	readonly emotions?: readonly string[];
}

export const DEFAULT_SPEECH_MODEL = 'speech-2.8-hd';

export const EMOTIONS = [
	'auto',
	'happy',
	'sad',
	'angry',
	'fearful',
	'disgusted',
	'surprised',
	'neutral',
	'calm',
	// Upstream only.
	'fluent',
	'whisper',
] as const;

const LANGUAGES = ['auto', 'en', 'zh', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'pt', 'ru'];
const createFormula = (unit_characters: number) => ({
	unit_characters,
	unit_credits: 1,
	round_up: true,
});

/** The five documented models. Display names and language lists are the simulator's. */
export const SPEECH_MODELS: readonly SpeechModel[] = [
	{
		model: 'speech-2.8-hd',
		display_name: 'Speech 2.8 HD',
		provider: 'minimax',
		max_characters: 10_000,
		supported_language_codes: LANGUAGES,
		credit_formula: createFormula(50),
		emotions: EMOTIONS,
	},
	{
		model: 'speech-2.8-turbo',
		display_name: 'Speech 2.8 Turbo',
		provider: 'minimax',
		max_characters: 10_000,
		supported_language_codes: LANGUAGES,
		credit_formula: createFormula(100),
		emotions: EMOTIONS,
	},
	{
		model: 'eleven-multilingual-v2',
		display_name: 'Eleven Multilingual v2',
		provider: 'elevenlabs',
		max_characters: 10_000,
		supported_language_codes: LANGUAGES,
		credit_formula: createFormula(50),
	},
	{
		model: 'eleven-v3',
		display_name: 'Eleven v3',
		provider: 'elevenlabs',
		max_characters: 5000,
		supported_language_codes: ['auto'],
		credit_formula: createFormula(50),
	},
	{
		model: 'eleven-turbo-v2.5',
		display_name: 'Eleven Turbo v2.5',
		provider: 'elevenlabs',
		max_characters: 40_000,
		supported_language_codes: LANGUAGES,
		credit_formula: createFormula(100),
	},
];
