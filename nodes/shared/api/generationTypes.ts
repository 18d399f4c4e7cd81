/** The kind that an ID contains. Music videos have the IDs of videos. */
export type IdKind = 'video' | 'image' | 'music' | 'speech';
export type GenerationType = IdKind | 'musicVideo';

/** Endpoint and field names of a generation type. */
export interface GenerationTypeConfig {
	kind: GenerationType;
	idKind: IdKind;
	/** For messages, e.g. "The music is not finished". */
	noun: string;
	/** One of them, e.g. "music track". */
	countNoun: string;
	/** First segment of the paths, e.g. `videos/{video_id}`. */
	path: string;
	/** Where it is deleted, if elsewhere. */
	deletePath?: string;
	idField: string;
	urlField: string;
	/** Response field with the status code; `<field>_name` and `<field>_final` belong to it. */
	statusField: string;
	mimeType: string;
	/** Name of the file format, for texts. */
	format: string;
	/** Whether GET by ID answers 404 until the generation is finished. */
	returns404WhileRunning?: true;
	/** Whether a row of the list has less than a GET by ID, so that a list can't replace several GETs. */
	hasPartialRows?: true;
}

const VIDEO = {
	idKind: 'video',
	idField: 'video_id',
	urlField: 'url',
	statusField: 'video_status',
	mimeType: 'video/mp4',
	format: 'MP4',
} as const;
const createAudio = (kind: 'music' | 'speech', countNoun: string): GenerationTypeConfig => ({
	kind,
	idKind: kind,
	noun: kind,
	countNoun,
	path: kind,
	idField: 'audio_id',
	urlField: 'url',
	statusField: 'audio_status',
	mimeType: 'audio/mpeg',
	format: 'MP3',
});

export const generationTypes: Record<GenerationType, GenerationTypeConfig> = {
	video: {
		...VIDEO,
		kind: 'video',
		noun: 'video',
		countNoun: 'video',
		path: 'videos',
		returns404WhileRunning: true,
	},
	// Its fields are those of a video once `parseGeneration` has read it.
	musicVideo: {
		...VIDEO,
		kind: 'musicVideo',
		noun: 'music video',
		countNoun: 'music video',
		path: 'music-video',
		deletePath: 'videos',
		hasPartialRows: true,
	},
	image: {
		kind: 'image',
		idKind: 'image',
		noun: 'image',
		countNoun: 'image',
		path: 'images',
		idField: 'image_id',
		urlField: 'image_url',
		statusField: 'image_status',
		mimeType: 'image/webp',
		format: 'WebP',
	},
	music: createAudio('music', 'music track'),
	speech: createAudio('speech', 'speech clip'),
};

/** The type that an endpoint such as `videos/create` generates. */
export const getTypeOfEndpoint = (endpoint: string) =>
	Object.values(generationTypes).find(
		({ path }) => path === endpoint.split('/')[0],
	) as GenerationTypeConfig;
