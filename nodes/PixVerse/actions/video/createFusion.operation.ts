import { families } from '../../../shared/api/generationTypes';
import { videoFusion } from '../../../shared/catalog/requestSchemas/video';
import { videoModels } from '../../../shared/catalog/videoModels';
import { unlessRefused } from '../../descriptions/modelDependentFields';
import { mediaList } from '../../descriptions/media';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { followingModel, modelFor } from '../../descriptions/videoModel';
import { generation } from '../types';

/** Makes a video in which things from reference images, videos and audios appear. */
export const createFusion = generation({
	family: families.video,
	endpoint: 'videos/create-fusion',
	task: 'create the fusion video',
	contract: videoFusion,
	option: {
		name: 'Create Fusion',
		value: 'createFusion',
		action: 'Create fusion video',
		description: 'Make a video from reference images, and with Seedance videos and audios as well',
	},
	fields: [
		prompt({
			placeholder: 'e.g. the woman of @image1 walks through the street of @image2',
			description:
				'What the video shows. Name the references by their place: @image1, @video1, @audio1 (v5 also @pic1).',
		}),
		modelFor('create-fusion'),
		mediaList({
			displayName: 'Images',
			name: 'images',
			entry: 'Image',
			atFirst: 1,
			description:
				'Reference images: up to 3 with v5, 7 with v5.6, C1 and Kling O3, 9 with Seedance 2.0',
		}),
		unlessRefused(
			mediaList({
				displayName: 'Videos',
				name: 'videos',
				entry: 'Video',
				description:
					'Reference videos, Seedance 2.0 only: up to 3, of 2 to 15 s each and 15 s together, up to 50 MB',
			}),
			videoModels,
			({ fusion }) => fusion !== undefined && !fusion.videos,
		),
		unlessRefused(
			mediaList({
				displayName: 'Audios',
				name: 'audios',
				entry: 'Audio',
				description:
					'Reference audios, Seedance 2.0 only: up to 3, of 2 to 15 s each and 15 s together',
			}),
			videoModels,
			({ fusion }) => fusion !== undefined && !fusion.audios,
		),
		...followingModel('create-fusion', ['duration', 'quality', 'aspectRatio']),
		option.options(option.audio, option.offPeakMode, option.seed),
	],
	request: (item) => ({
		prompt: item.text('prompt'),
		model: item.model(),
		...item.mediaList('images', 'frame_#_path', 'image'),
		...item.mediaList('videos', 'video_#_path', 'video'),
		...item.mediaList('audios', 'audio_#_path', 'audio'),
		duration: item.duration(),
		quality: item.quality(),
		aspect_ratio: item.aspectRatio(),
		...item.options(),
	}),
});
