import { createUpscaleOperation } from '../upscale';

export const upscale = createUpscaleOperation('video', {
	action: 'Upscale a video',
	description: 'Increase the resolution of a PixVerse video or of any other video up to 4K',
	source: 'Video to upscale: a PixVerse video, or an MP4 or MOV below 4K and up to 3 minutes',
});
