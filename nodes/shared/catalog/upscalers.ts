interface Upscaler {
	name: string;
	/** Lowest first. */
	qualities: readonly string[];
}

export type UpscaleKind = 'video' | 'image';

const PIXVERSE: Upscaler = { name: 'PixVerse Upscale', qualities: ['2160p'] };
const TOPAZ_QUALITIES = ['1080p', '2160p'];

/** Every upscaler by its API name. Source: the tool descriptions of 2026-11-20. */
export const upscalers: Readonly<Record<UpscaleKind, Readonly<Record<string, Upscaler>>>> = {
	video: {
		'pixverse-upscale': PIXVERSE,
		'topaz-proteus': { name: 'Topaz Proteus', qualities: TOPAZ_QUALITIES },
		'topaz-starlight-fast': { name: 'Topaz Starlight Fast', qualities: TOPAZ_QUALITIES },
		'topaz-starlight-precise': { name: 'Topaz Starlight Precise', qualities: TOPAZ_QUALITIES },
	},
	image: {
		'pixverse-upscale': PIXVERSE,
		'topaz-gigapixel': { name: 'Topaz Gigapixel', qualities: ['1080p', '1440p', '2160p'] },
	},
};

export const DEFAULT_UPSCALER = 'pixverse-upscale';
export const DEFAULT_UPSCALE_QUALITY = '2160p';

/** MIME types of the files that can be upscaled. */
export const UPSCALE_FORMATS: Readonly<Record<UpscaleKind, readonly string[]>> = {
	video: ['video/mp4', 'video/quicktime'],
	image: ['image/png', 'image/jpeg', 'image/webp'],
};
