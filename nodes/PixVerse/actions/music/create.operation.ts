import { families } from '../../../shared/api/generationTypes';
import { DEFAULT_MUSIC_MODEL, musicModels } from '../../../shared/catalog/audioModels';
import { musicCreate } from '../../../shared/catalog/requestSchemas/audio';
import { COSTS, modelPicker, unlessRefused } from '../../descriptions/modelDependentFields';
import { mediaList } from '../../descriptions/media';
import { instrumental, lyrics } from '../../descriptions/music';
import * as option from '../../descriptions/options';
import { prompt } from '../../descriptions/prompt';
import { generation } from '../types';

/** Makes a track: sung with lyrics of the user or of the model, or instrumental. */
export const create = generation({
	family: families.music,
	endpoint: 'music/create',
	task: 'create the music',
	contract: musicCreate,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create music',
		description: 'Make a track of two to five minutes from a prompt',
	},
	fields: [
		prompt({
			placeholder: 'e.g. warm lo-fi hip hop with a piano, rainy evening',
			description: 'What the music is like, up to 2,000 to 5,000 characters depending on the model',
		}),
		modelPicker(musicModels, DEFAULT_MUSIC_MODEL, {
			description: 'What makes the music. The price of a track is fixed by the model.',
			hint: COSTS,
		}),
		instrumental,
		unlessRefused(lyrics, musicModels, ({ takesLyrics }) => !takesLyrics),
		unlessRefused(
			mediaList({
				displayName: 'Reference Images',
				name: 'referenceImages',
				entry: 'Image',
				description: 'Images that set the mood, up to 10',
			}),
			musicModels,
			({ references }) => references === 0,
		),
		option.options(),
	],
	request: (item) => ({
		prompt: item.text('prompt'),
		model: item.model(),
		instrumental: item.boolean('instrumental') || undefined,
		lyrics: item.text('lyrics'),
		...item.mediaList('referenceImages', 'image_path_#', 'image'),
		...item.options(),
	}),
});
