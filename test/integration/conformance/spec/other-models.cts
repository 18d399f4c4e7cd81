/** The image models of the reference. */
export interface ImageRow {
	readonly qualities: readonly string[];
	readonly aspectRatios: readonly string[];
	readonly defaultAspectRatio: string;
	/** Most reference images; missing when not known. */
	readonly references?: number;
	/** Values of `detail_level`; [] where it is refused. */
	readonly detail: readonly string[];
	/** Credits for one image by quality; missing when not known. */
	readonly credits: Readonly<Record<string, number>>;
}

export const imageModels: Readonly<Record<string, ImageRow>> = {
	'qwen-image': {
		qualities: ['720p', '1080p'],
		aspectRatios: ['1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: '1:1',
		references: 3,
		detail: [],
		credits: { '720p': 5, '1080p': 10 },
	},
	'nano-banana': {
		qualities: ['1080p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 3,
		detail: [],
		credits: { '1080p': 15 },
	},
	'nano-banana-2': {
		qualities: ['512p', '1080p', '1440p', '2160p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 9,
		detail: [],
		credits: { '512p': 16, '1080p': 25, '1440p': 40, '2160p': 60 },
	},
	'nano-banana-2-lite': {
		qualities: ['1080p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 14,
		detail: [],
		credits: {},
	},
	'nano-banana-pro': {
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 9,
		detail: [],
		credits: { '1080p': 50, '1440p': 50, '2160p': 90 },
	},
	'seedream-4.0': {
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 6,
		detail: [],
		credits: { '1080p': 10, '1440p': 10, '2160p': 10 },
	},
	'seedream-4.5': {
		qualities: ['1440p', '2160p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 6,
		detail: [],
		credits: { '1440p': 10, '2160p': 10 },
	},
	'seedream-5.0-lite': {
		qualities: ['1440p', '1800p', '2160p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 6,
		detail: [],
		credits: { '1440p': 15, '1800p': 15 },
	},
	'seedream-5.0-pro': {
		qualities: ['1080p', '1440p'],
		aspectRatios: ['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '5:4', '4:5', '3:2', '2:3', '21:9'],
		defaultAspectRatio: 'auto',
		references: 10,
		detail: [],
		credits: {},
	},
	'kling-3.0': {
		qualities: ['1080p', '1440p'],
		aspectRatios: ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9'],
		defaultAspectRatio: '1:1',
		references: 1,
		detail: [],
		credits: {},
	},
	'kling-o3': {
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '21:9'],
		defaultAspectRatio: '1:1',
		references: 1,
		detail: [],
		credits: {},
	},
	'gpt-image-2.0': {
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: ['1:1', '1:2', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '2:1', '21:9'],
		defaultAspectRatio: '1:1',
		references: 9,
		detail: ['low', 'medium', 'high'],
		credits: {},
	},
	'gpt-image-2.5-flare': {
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: ['1:1', '1:2', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '2:1', '21:9'],
		defaultAspectRatio: '1:1',
		references: 16,
		detail: ['low', 'medium', 'high', 'xhigh', 'max'],
		credits: {},
	},
	'gpt-image-2.5-sunburst': {
		qualities: ['1080p', '1440p', '2160p'],
		aspectRatios: ['1:1', '1:2', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '2:1', '21:9'],
		defaultAspectRatio: '1:1',
		references: 16,
		detail: ['low', 'medium', 'high', 'xhigh', 'max'],
		credits: {},
	},
};

/** The music models: longest prompt, whether they take lyrics, most images, credits a track. */
export const musicModels: Readonly<Record<string, readonly [number, boolean, number, number]>> = {
	'music-2.6': [2000, true, 0, 40],
	'music-v1': [4000, true, 0, 150],
	'lyria-3-pro-preview': [5000, false, 10, 20],
};

/** The speech models: longest text, whether they take a language, characters a credit, settings they take. */
export const speechModels: Readonly<
	Record<
		string,
		{
			readonly text: number;
			readonly language: boolean;
			readonly unit: number;
			readonly settings: readonly string[];
			readonly refuses: readonly string[];
		}
	>
> = {
	'speech-2.8-hd': {
		text: 10000,
		language: true,
		unit: 50,
		settings: ['speed', 'volume', 'pitch', 'emotion'],
		refuses: ['stability', 'similarity_boost', 'style', 'use_speaker_boost'],
	},
	'speech-2.8-turbo': {
		text: 10000,
		language: true,
		unit: 100,
		settings: ['speed', 'volume', 'pitch', 'emotion'],
		refuses: ['stability', 'similarity_boost', 'style', 'use_speaker_boost'],
	},
	'eleven-multilingual-v2': {
		text: 10000,
		language: true,
		unit: 50,
		settings: ['speed', 'stability', 'similarity_boost', 'style', 'use_speaker_boost'],
		refuses: ['volume', 'pitch', 'emotion'],
	},
	'eleven-v3': {
		text: 5000,
		language: false,
		unit: 50,
		settings: ['speed', 'stability', 'similarity_boost'],
		refuses: ['volume', 'pitch', 'emotion', 'style', 'use_speaker_boost', 'language_code'],
	},
	'eleven-turbo-v2.5': {
		text: 40000,
		language: true,
		unit: 100,
		settings: ['speed', 'stability', 'similarity_boost'],
		refuses: ['volume', 'pitch', 'emotion', 'style', 'use_speaker_boost'],
	},
};
