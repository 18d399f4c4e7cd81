import {
	AUTO_STYLE,
	CUSTOM_STYLE,
	MUSIC_VIDEO_QUALITIES,
	SONG_SECONDS,
} from '../../../shared/catalog/musicVideos';
import { musicVideoCreateSchema } from '../../../shared/catalog/requestSchemas/musicVideo';
import { field, searchableLocator } from '../../../shared/descriptions/fields';
import { fileField, prompt, USUAL_FIELD } from '../../descriptions/inputs';
import { COSTS_CREDITS_HINT } from '../../descriptions/modelDependentFields';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

const STORYTELLING = { mode: ['storytelling'] };

/** Turns a whole song into a music video. */
export const create = defineGeneration({
	endpoint: 'music-video/create',
	verbPhrase: 'create the music video',
	schema: musicVideoCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a music video',
		description: 'Generate a complete music video from a song. Takes 5 minutes to an hour.',
	},
	fields: () => [
		fileField({
			displayName: 'Song',
			name: 'song',
			fileType: 'audio',
			required: true,
			default: USUAL_FIELD,
			description: 'MP3 file of 10 seconds to 6 minutes, or a song from the PixVerse library',
			searchListMethod: 'searchSongs',
		}),
		field(
			{ displayName: 'Mode', name: 'mode', default: 'performance' },
			'What the video shows. Together with the quality, it determines the price.',
			[
				{
					name: 'Expressive',
					value: 'expressive',
					description: 'Atmospheric shots that fit the song',
				},
				{ name: 'Performance', value: 'performance', description: 'A character sings the song' },
				{
					name: 'Storytelling',
					value: 'storytelling',
					description: 'A story that follows the prompt',
				},
			],
		),
		{
			...searchableLocator({
				displayName: 'Style',
				name: 'style',
				description:
					'Visual style. Leave empty to let PixVerse choose one. To use an image of your own, choose From Style Image.',
				searchListMethod: 'searchStyles',
				placeholder: 'Any style',
				example: AUTO_STYLE,
			}),
			displayOptions: { hide: STORYTELLING },
		},
		fileField({
			displayName: 'Style Image',
			name: 'styleImage',
			description: 'Image that sets the style, or a style image from the PixVerse library',
			searchListMethod: 'searchStyleImages',
			displayOptions: { show: { style: [CUSTOM_STYLE] }, hide: STORYTELLING },
		}),
		{
			...prompt({
				placeholder: 'e.g. Two friends drive to the sea and watch the sun rise',
				description: 'Storyline of the video',
			}),
			// As in Lip Sync: with `show`, an expression would show the field twice.
			displayOptions: { hide: { mode: ['performance', 'expressive'] } },
		},
		fileField({
			displayName: 'Character',
			name: 'character',
			description: 'Photo of the character in the video, or a character from the PixVerse library',
			searchListMethod: 'searchCharacters',
		}),
		field(
			{ displayName: 'Subtitles', name: 'subtitles', default: false },
			'Whether to show the lyrics in the video. A version without them can be downloaded, too.',
		),
		field(
			{ displayName: 'Quality', name: 'quality', default: '', hint: COSTS_CREDITS_HINT },
			'Vertical resolution of the video. Higher resolutions use more credits.',
			[
				{ name: 'API Default', value: '' },
				...MUSIC_VIDEO_QUALITIES.map((value) => ({ name: value, value })),
			],
		),
		option.optionsField(),
	],
	request: (item) => ({
		audio_path: item.getFile('song', 'audio', { types: ['audio/mpeg'], seconds: SONG_SECONDS }),
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
