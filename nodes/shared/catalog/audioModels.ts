export interface MusicModel {
	name: string;
	/** Characters. */
	maxPromptLength: number;
	supportsLyrics: boolean;
	/** Maximum number of reference images. */
	references: number;
	/** Flat, for one track. */
	credits: number;
}

/** Every music model by its API name. Source: music/create page of 2026-06. */
export const musicModels: Readonly<Record<string, MusicModel>> = {
	'music-2.6': {
		name: 'MiniMax Music 2.6',
		maxPromptLength: 2000,
		supportsLyrics: true,
		references: 0,
		credits: 40,
	},
	'music-v1': {
		name: 'ElevenLabs Music v1',
		maxPromptLength: 4000,
		supportsLyrics: true,
		references: 0,
		credits: 150,
	},
	'lyria-3-pro-preview': {
		name: 'Google Lyria 3 Pro Preview',
		maxPromptLength: 5000,
		supportsLyrics: false,
		references: 10,
		credits: 20,
	},
};

export const DEFAULT_MUSIC_MODEL = 'music-2.6';
/** Characters. */
export const MAX_LYRICS_LENGTH = 3500;
/** Maximum number of reference images of any model. */
export const getMaxMusicReferences = (): number =>
	Math.max(...Object.values(musicModels).map(({ references }) => references));

export interface SpeechModel {
	name: string;
	provider: 'MiniMax' | 'ElevenLabs';
	/** Characters. */
	maxTextLength: number;
	supportsLanguageCode: boolean;
	/** Characters per credit, rounded up to whole credits. */
	charactersPerCredit: number;
	speed: { min: number; max: number };
	/** Settings by their API names; the API rejects all others. */
	settings: readonly string[];
}

const MINIMAX = {
	provider: 'MiniMax',
	maxTextLength: 10_000,
	supportsLanguageCode: true,
	speed: { min: 0.5, max: 2 },
	settings: ['speed', 'volume', 'pitch', 'emotion'],
} as const;
const ELEVENLABS = {
	provider: 'ElevenLabs',
	supportsLanguageCode: true,
	speed: { min: 0.7, max: 1.2 },
	settings: ['speed', 'stability', 'similarity_boost'],
} as const;

/** Every speech model by its API name. Source: speech/create page of 2026-06. */
export const speechModels: Readonly<Record<string, SpeechModel>> = {
	'speech-2.8-hd': { ...MINIMAX, name: 'MiniMax Speech 2.8 HD', charactersPerCredit: 50 },
	'speech-2.8-turbo': { ...MINIMAX, name: 'MiniMax Speech 2.8 Turbo', charactersPerCredit: 100 },
	'eleven-v3': {
		...ELEVENLABS,
		name: 'ElevenLabs v3',
		maxTextLength: 5000,
		supportsLanguageCode: false,
		charactersPerCredit: 50,
	},
	'eleven-multilingual-v2': {
		...ELEVENLABS,
		name: 'ElevenLabs Multilingual v2',
		maxTextLength: 10_000,
		charactersPerCredit: 50,
		settings: [...ELEVENLABS.settings, 'style', 'use_speaker_boost'],
	},
	'eleven-turbo-v2.5': {
		...ELEVENLABS,
		name: 'ElevenLabs Turbo v2.5',
		maxTextLength: 40_000,
		charactersPerCredit: 100,
	},
};

export const DEFAULT_SPEECH_MODEL = 'speech-2.8-hd';
export const EMOTIONS: readonly string[] =
	'auto happy sad angry fearful disgusted surprised neutral calm fluent whisper'.split(' ');
/** All settings of any speech model, by API name. */
export const SPEECH_SETTINGS = [
	...new Set(Object.values(speechModels).flatMap(({ settings }) => settings)),
];
