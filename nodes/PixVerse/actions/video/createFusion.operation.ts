import { videoFusionSchema } from '../../../shared/catalog/requestSchemas/video';
import { getFusionDefaults, videoModels } from '../../../shared/catalog/videoModels';
import { hideForModels } from '../../descriptions/modelDependentFields';
import { fileListField, prompt } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import {
	formatReferenceLimits,
	videoModelDependentFields,
	videoModelField,
} from '../../descriptions/videoModel';
import { defineGeneration } from '../types';

export const createFusion = defineGeneration({
	endpoint: 'videos/create-fusion',
	verbPhrase: 'create the fusion video',
	schema: videoFusionSchema,
	option: {
		name: 'Create Fusion',
		value: 'createFusion',
		action: 'Create a fusion video',
		description:
			'Generate a video from reference images, and with some models also from videos and audio files',
	},
	fields: () => [
		prompt({
			placeholder: 'e.g. the woman of @image1 walks through the street of @image2',
			description:
				'Description of the video. Refer to the references by number: @image1, @video1, @audio1 (v5 also @pic1).',
		}),
		videoModelField('create-fusion'),
		fileListField({
			displayName: 'Images',
			name: 'images',
			entry: 'Image',
			initialCount: 1,
			description: `Reference images, depending on the model: ${formatReferenceLimits('images')}`,
		}),
		hideForModels(
			fileListField({
				displayName: 'Videos',
				name: 'videos',
				fileType: 'video',
				entry: 'Video',
				description: `Reference videos, depending on the model: ${formatReferenceLimits('videos')}. Seedance 2.0 takes 2 to 15 s each and 15 s in total, up to 50 MB.`,
			}),
			videoModels,
			({ fusion }) => fusion !== undefined && !fusion.videos,
		),
		hideForModels(
			fileListField({
				displayName: 'Audios',
				name: 'audios',
				fileType: 'audio',
				entry: 'Audio',
				description: `Reference audio files, depending on the model: ${formatReferenceLimits('audios')}. Seedance 2.0 takes 2 to 15 s each and 15 s in total.`,
			}),
			videoModels,
			({ fusion }) => fusion !== undefined && !fusion.audios,
		),
		...videoModelDependentFields('create-fusion', ['duration', 'quality', 'aspectRatio']),
		option.optionsField(option.audio, option.offPeakMode, option.relaxMode, option.seed),
	],
	request: (item) => {
		const model = item.getModel();
		// The API requires both as soon as a model is named.
		const defaults = getFusionDefaults(model);
		return {
			prompt: item.getString('prompt'),
			model,
			...item.getFileList('images', 'frame_#_path', 'image'),
			...item.getFileList('videos', 'video_#_path', 'video'),
			...item.getFileList('audios', 'audio_#_path', 'audio'),
			duration: item.getDuration() ?? defaults.duration,
			quality: item.getQuality() ?? defaults.quality,
			aspect_ratio: item.getAspectRatio(),
			...item.getOptions(),
		};
	},
});
