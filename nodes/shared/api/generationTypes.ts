export type GenerationType = 'video' | 'image' | 'music' | 'speech';

/** Endpoint and field names of a generation type. */
export interface GenerationTypeConfig {
	kind: GenerationType;
	/** First segment of the paths, e.g. `videos/{video_id}`. */
	path: string;
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
}

export const generationTypes: Record<GenerationType, GenerationTypeConfig> = {
	video: {
		kind: 'video',
		path: 'videos',
		idField: 'video_id',
		urlField: 'url',
		statusField: 'video_status',
		mimeType: 'video/mp4',
		extension: 'mp4',
		returns404WhileRunning: true,
	},
	image: {
		kind: 'image',
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
		path: 'speech',
		idField: 'audio_id',
		urlField: 'url',
		statusField: 'audio_status',
		mimeType: 'audio/mpeg',
		extension: 'mp3',
		returns404WhileRunning: false,
	},
};
