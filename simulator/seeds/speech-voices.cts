/** A voice of GET speech/voices. The values are the simulator's. */
export interface SpeechVoice {
	readonly voice_id: string;
	readonly voice_name: string;
	readonly provider: 'minimax' | 'elevenlabs';
	readonly provider_voice_id: string;
	readonly gender: 'male' | 'female' | 'neutral';
	readonly language_code: string;
}

const createMinimaxVoice = (
	language_code: string,
	language: string,
	name: string,
	gender: SpeechVoice['gender'],
): SpeechVoice => ({
	voice_id: `minimax_${language}_${name.toLowerCase().replace(/ /g, '_')}`,
	voice_name: name,
	provider: 'minimax',
	provider_voice_id: `${language}_${name.replace(/ /g, '')}`,
	gender,
	language_code,
});

const createElevenVoice = (name: string, gender: SpeechVoice['gender']): SpeechVoice => ({
	voice_id: `eleven_${name.toLowerCase()}`,
	voice_name: name,
	provider: 'elevenlabs',
	provider_voice_id: `sim-${name.toLowerCase()}`,
	gender,
	// These speak any language.
	language_code: 'auto',
});

export const SPEECH_VOICES: readonly SpeechVoice[] = [
	createMinimaxVoice('en', 'english', 'Radiant Girl', 'female'),
	createMinimaxVoice('en', 'english', 'Calm Narrator', 'male'),
	createMinimaxVoice('en', 'english', 'Gentle Guide', 'neutral'),
	createMinimaxVoice('de', 'german', 'Friendly Man', 'male'),
	createMinimaxVoice('es', 'spanish', 'Bright Woman', 'female'),
	createMinimaxVoice('fr', 'french', 'Soft Voice', 'neutral'),
	createMinimaxVoice('ja', 'japanese', 'Kind Lady', 'female'),
	createElevenVoice('Roger', 'male'),
	createElevenVoice('Sarah', 'female'),
	createElevenVoice('River', 'neutral'),
];
