/** Speakers of GET videos/voices. The names are the simulator's. */
export const LIPSYNC_VOICES: ReadonlyArray<{
	readonly speaker_id: string;
	readonly name: string;
	readonly gender: string;
}> = [
	{ speaker_id: 'Auto', name: 'Auto', gender: '' },
	{ speaker_id: '1', name: 'Emily', gender: 'female' },
	{ speaker_id: '2', name: 'James', gender: 'male' },
	{ speaker_id: '3', name: 'Isabella', gender: 'female' },
	{ speaker_id: '4', name: 'Liam', gender: 'male' },
];
