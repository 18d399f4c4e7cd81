import { SPEECH_MODELS, type SpeechModel } from './speech-models.cts';

/** A voice of GET speech/voices, with the provider that the API keeps to itself. The values are the simulator's. */
export interface SpeechVoice {
	readonly provider: SpeechModel['provider'];
	/** `auto` for voices that speak any language. */
	readonly language_code: string;
	/** The row that the API returns. */
	readonly row: {
		readonly voice_id: string;
		readonly display_name: string;
		readonly gender: 'male' | 'female' | 'neutral';
		readonly age: string;
		readonly accent: string;
		/** The exact name of this field is undocumented. */
		readonly recommended_languages: readonly string[];
		readonly preview_url: string;
		readonly compatible_models: readonly string[];
	};
}

type VoiceSeed = Pick<SpeechVoice, 'provider' | 'language_code'> &
	Pick<SpeechVoice['row'], 'voice_id' | 'display_name' | 'gender' | 'age' | 'accent'>;

const createVoice = ({ provider, language_code, ...row }: VoiceSeed): SpeechVoice => ({
	provider,
	language_code,
	row: {
		...row,
		recommended_languages: language_code === 'auto' ? ['en', 'de', 'es'] : [language_code],
		preview_url: `https://media.example.com/voices/${row.voice_id}.mp3`,
		compatible_models: SPEECH_MODELS.filter((model) => model.provider === provider).map(
			({ model }) => model,
		),
	},
});

const createMinimaxVoice = (
	language_code: string,
	language: string,
	display_name: string,
	gender: SpeechVoice['row']['gender'],
	age: string,
): SpeechVoice =>
	createVoice({
		provider: 'minimax',
		language_code,
		voice_id: `minimax_${language}_${display_name.toLowerCase().replace(/ /g, '_')}`,
		display_name,
		gender,
		age,
		accent: language,
	});

const createElevenVoice = (
	display_name: string,
	gender: SpeechVoice['row']['gender'],
	age: string,
	accent: string,
): SpeechVoice =>
	createVoice({
		provider: 'elevenlabs',
		language_code: 'auto',
		voice_id: `eleven_${display_name.toLowerCase()}`,
		display_name,
		gender,
		age,
		accent,
	});

export const SPEECH_VOICES: readonly SpeechVoice[] = [
	createMinimaxVoice('en', 'english', 'Radiant Girl', 'female', 'young'),
	createMinimaxVoice('en', 'english', 'Calm Narrator', 'male', 'middle_aged'),
	createMinimaxVoice('en', 'english', 'Gentle Guide', 'neutral', 'middle_aged'),
	createMinimaxVoice('de', 'german', 'Friendly Man', 'male', 'middle_aged'),
	createMinimaxVoice('es', 'spanish', 'Bright Woman', 'female', 'young'),
	createMinimaxVoice('fr', 'french', 'Soft Voice', 'neutral', 'old'),
	createMinimaxVoice('ja', 'japanese', 'Kind Lady', 'female', 'old'),
	createElevenVoice('Roger', 'male', 'middle_aged', 'american'),
	createElevenVoice('Sarah', 'female', 'young', 'american'),
	createElevenVoice('River', 'neutral', 'middle_aged', 'british'),
];
