import type { INodeProperties } from 'n8n-workflow';
import { AUTO_STYLE, CUSTOM_STYLE, MUSIC_VIDEO_QUALITIES } from '../../shared/catalog/musicVideos';
import { searchableLocator } from '../../shared/descriptions/searchableLocator';
import { fileField, USUAL_FIELD } from './media';
import { COSTS_CREDITS_HINT } from './modelDependentFields';
import { prompt } from './prompt';

const STORYTELLING = { mode: ['storytelling'] };

const song = fileField({
	displayName: 'Song',
	name: 'song',
	type: 'audio',
	required: true,
	default: USUAL_FIELD,
	description: 'MP3 file of 10 seconds to 6 minutes, or a song from the PixVerse library',
	searchListMethod: 'searchSongs',
});

const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	default: 'performance',
	options: [
		{ name: 'Expressive', value: 'expressive', description: 'Atmospheric shots that fit the song' },
		{ name: 'Performance', value: 'performance', description: 'A character sings the song' },
		{ name: 'Storytelling', value: 'storytelling', description: 'A story that follows the prompt' },
	],
	description: 'What the video shows. Together with the quality, it determines the price.',
};

const style: INodeProperties = {
	...searchableLocator({
		displayName: 'Style',
		name: 'style',
		description:
			'Visual style. Leave empty to let PixVerse choose one. To use an image of your own, choose From Style Image.',
		searchListMethod: 'searchStyles',
		placeholder: 'Any style',
		manualMode: { name: 'id', displayName: 'ID', placeholder: `e.g. ${AUTO_STYLE}` },
	}),
	displayOptions: { hide: STORYTELLING },
};

const styleImage: INodeProperties = {
	...fileField({
		displayName: 'Style Image',
		name: 'styleImage',
		description: 'Image that sets the style, or a style image from the PixVerse library',
		searchListMethod: 'searchStyleImages',
	}),
	displayOptions: { show: { style: [CUSTOM_STYLE] }, hide: STORYTELLING },
};

const storyline: INodeProperties = {
	...prompt({
		placeholder: 'e.g. Two friends drive to the sea and watch the sun rise',
		description: 'Storyline of the video',
	}),
	// As in Lip Sync: with `show`, an expression would show the field twice.
	displayOptions: { hide: { mode: ['performance', 'expressive'] } },
};

const character = fileField({
	displayName: 'Character',
	name: 'character',
	description: 'Photo of the character in the video, or a character from the PixVerse library',
	searchListMethod: 'searchCharacters',
});

const subtitles: INodeProperties = {
	displayName: 'Subtitles',
	name: 'subtitles',
	type: 'boolean',
	default: false,
	description:
		'Whether to show the lyrics in the video. A version without them can be downloaded, too.',
};

const quality: INodeProperties = {
	displayName: 'Quality',
	name: 'quality',
	type: 'options',
	default: '',
	options: [
		{ name: 'API Default', value: '' },
		...MUSIC_VIDEO_QUALITIES.map((value) => ({ name: value, value })),
	],
	description: 'Vertical resolution of the video. Higher resolutions use more credits.',
	hint: COSTS_CREDITS_HINT,
};

export const musicVideoFields: INodeProperties[] = [
	song,
	mode,
	style,
	styleImage,
	storyline,
	character,
	subtitles,
	quality,
];

/** Which file to download. */
export const version: INodeProperties = {
	displayName: 'Version',
	name: 'version',
	type: 'options',
	default: 'finished',
	options: [
		{
			name: 'Both',
			value: 'both',
			description:
				'Both of them if the video has subtitles; the one without in another field, whose name ends with WithoutSubtitles',
		},
		{
			name: 'Finished Video',
			value: 'finished',
			description: 'With subtitles, if they were turned on in Create',
		},
		{ name: 'Without Subtitles', value: 'withoutSubtitles' },
	],
	description: 'Which version of the music video to download',
};

export const libraryType: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	default: 'songs',
	options: [
		{ name: 'Characters', value: 'characters' },
		{ name: 'Songs', value: 'songs' },
		{ name: 'Styles', value: 'styles' },
	],
	description: 'What to list',
};
