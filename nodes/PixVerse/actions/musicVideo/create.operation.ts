import { generationTypes } from '../../../shared/api/generationTypes';
import { SONG_SECONDS } from '../../../shared/catalog/musicVideos';
import { musicVideoCreateSchema } from '../../../shared/catalog/requestSchemas/musicVideo';
import { musicVideoFields } from '../../descriptions/musicVideo';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

/** Turns a whole song into a music video. */
export const create = defineGeneration({
	generationType: generationTypes.musicVideo,
	endpoint: 'music-video/create',
	verbPhrase: 'create the music video',
	schema: musicVideoCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a music video',
		description: 'Generate a complete music video from a song. Takes 5 minutes to an hour.',
	},
	fields: () => [...musicVideoFields, option.optionsField()],
	request: (item) => ({
		audio_path: item.getFile('song', 'audio', ['audio/mpeg'], SONG_SECONDS),
		mode: item.getString('mode'),
		style: item.getLocatorValue('style'),
		style_image_path: item.getFile('styleImage', 'image'),
		prompt: item.getString('prompt'),
		image_path: item.getFile('character', 'image'),
		subtitles: item.getBoolean('subtitles') || undefined,
		quality: item.getQuality(),
		...item.getOptions(),
	}),
});
