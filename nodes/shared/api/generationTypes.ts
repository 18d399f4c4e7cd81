/** The four kinds of generation the API makes. */
export type GenerationType = 'video' | 'image' | 'music' | 'speech';

/** How the API words one kind: where it lives, and which fields of an answer say what. */
export interface GenerationTypeConfig {
	kind: GenerationType;
	/** First segment of the paths, e.g. `videos/{video_id}`. */
	path: string;
	/** Field that holds the ID in answers. */
	idField: string;
	/** Field that holds the address of the media once it is made. */
	urlField: string;
	/** The raw status is `<prefix>`, with `<prefix>_name` and `<prefix>_final` beside it. */
	statusField: string;
	/** What the API serves: images are WebP, music and speech are MP3. */
	mimeType: string;
	extension: string;
	/** GET by ID answers 404 while a video is being made; the others answer 200 all the time. */
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
