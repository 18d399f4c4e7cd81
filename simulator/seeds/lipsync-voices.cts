/** A speaker of GET videos/voices. The names are the simulator's. */
export interface LipsyncVoice {
	/** Digits. */
	readonly speaker_id: string;
	readonly display_name: string;
	/** A sample. One of them ends with a line break, as observed. */
	readonly url: string;
}

const createVoice = (speaker_id: string, display_name: string, end = ''): LipsyncVoice => ({
	speaker_id,
	display_name,
	url: `https://media.example.com/tts/${display_name.toLowerCase()}.mp3${end}`,
});

export const LIPSYNC_VOICES: readonly LipsyncVoice[] = [
	createVoice('1', 'Emily'),
	createVoice('2', 'James', '\n'),
	createVoice('3', 'Isabella'),
	createVoice('4', 'Liam'),
	createVoice('5', 'Sophia'),
];
