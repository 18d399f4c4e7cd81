/** What an ID says it is. Music videos have the IDs of videos. */
export type IdKind = 'video' | 'image' | 'music' | 'speech';
export type GenerationType = IdKind | 'musicVideo';

/** Endpoint and field names of a generation type. */
export interface GenerationTypeConfig {
	kind: GenerationType;
	idKind: IdKind;
	/** For messages, e.g. "music video". */
	noun: string;
	/** First segment of the paths, e.g. `videos/{video_id}`. */
	path: string;
	/** Where it is deleted, if elsewhere. */
	deletePath?: string;
	/** Response field with the ID. */
	idField: string;
	/** Response field with the URL of the media. */
	urlField: string;
	/** Response field with the status code; `<field>_name` and `<field>_final` belong to it. */
	statusField: string;
	mimeType: string;
	extension: string;
	/** Whether GET by ID answers 404 until the generation is finished. */
	returns404WhileRunning: boolean;
	/** Whether a row of the list has less than a GET by ID, so that a list can't replace several GETs. */
	hasPartialRows?: true;
}

export const generationTypes: Record<GenerationType, GenerationTypeConfig> = {
	video: {
		kind: 'video',
		idKind: 'video',
		noun: 'video',
		path: 'videos',
		idField: 'video_id',
		urlField: 'url',
		statusField: 'video_status',
		mimeType: 'video/mp4',
		extension: 'mp4',
		returns404WhileRunning: true,
	},
	// Its fields are those of a video once `parseGeneration` has read it.
	musicVideo: {
		kind: 'musicVideo',
		idKind: 'video',
		noun: 'music video',
		path: 'music-video',
		deletePath: 'videos',
		idField: 'video_id',
		urlField: 'url',
		statusField: 'video_status',
		mimeType: 'video/mp4',
		extension: 'mp4',
		returns404WhileRunning: false,
		hasPartialRows: true,
	},
	image: {
		kind: 'image',
		idKind: 'image',
		noun: 'image',
		path: 'images',
		idField: 'image_id',
		urlField: 'image_url',
		statusField: 'image_status',
		mimeType: 'image/webp',
		extension: 'webp',
		returns404WhileRunning: false,
	},
	music: {
		kind: 'music',
		idKind: 'music',
		noun: 'music',
		path: 'music',
		idField: 'audio_id',
		urlField: 'url',
		statusField: 'audio_status',
		mimeType: 'audio/mpeg',
		extension: 'mp3',
		returns404WhileRunning: false,
	},
	speech: {
		kind: 'speech',
		idKind: 'speech',
		noun: 'speech',
		path: 'speech',
		idField: 'audio_id',
		urlField: 'url',
		statusField: 'audio_status',
		mimeType: 'audio/mpeg',
		extension: 'mp3',
		returns404WhileRunning: false,
	},
};
