import {
	DEFAULT_MUSIC_MODEL,
	getMaxMusicReferences,
	MAX_LYRICS_LENGTH,
	musicModels,
} from '../../../shared/catalog/audioModels';
import { musicCreateSchema } from '../../../shared/catalog/requestSchemas/audio';
import { field } from '../../../shared/descriptions/fields';
import { formatNumber } from '../../../shared/text';
import { modelField, hideForModels } from '../../descriptions/modelDependentFields';
import { fileListField, prompt } from '../../descriptions/inputs';
import * as option from '../../descriptions/options';
import { defineGeneration } from '../types';

export const create = defineGeneration({
	endpoint: 'music/create',
	verbPhrase: 'create the music',
	schema: musicCreateSchema,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a music track',
		description: 'Generate a track of two to five minutes from a prompt',
	},
	fields: () => [
		prompt({
			placeholder: 'e.g. warm lo-fi hip hop with a piano, rainy evening',
			description:
				'Description of the music, up to 2,000 to 5,000 characters depending on the model. ElevenLabs Music v1 follows a length in it, and rejects the names of artists and works.',
		}),
		modelField(musicModels, DEFAULT_MUSIC_MODEL, {
			description: 'Model that generates the music. It determines the price of the track.',
		}),
		field(
			{ displayName: 'Instrumental', name: 'instrumental', default: false },
			'Whether to generate music without vocals',
		),
		hideForModels(
			field(
				{
					displayName: 'Lyrics',
					name: 'lyrics',
					typeOptions: { rows: 4 },
					default: '',
					placeholder: 'e.g. Rain on the window, coffee for two',
					displayOptions: { show: { instrumental: [false] } },
				},
				`Lyrics to sing, up to ${formatNumber(MAX_LYRICS_LENGTH)} characters. Leave empty to let the model write them. Not supported by Lyria.`,
			),
			musicModels,
			({ supportsLyrics }) => !supportsLyrics,
		),
		hideForModels(
			fileListField({
				displayName: 'Reference Images',
				name: 'referenceImages',
				entry: 'Image',
				description: `Up to ${getMaxMusicReferences()} images that set the mood`,
			}),
			musicModels,
			({ references }) => references === 0,
		),
		option.optionsField(),
	],
	request: (item) => ({
		prompt: item.getString('prompt'),
		model: item.getModel(),
		instrumental: item.getBoolean('instrumental') || undefined,
		lyrics: item.getString('lyrics'),
		...item.getFileList('referenceImages', 'image_path_#', 'image'),
		...item.getOptions(),
	}),
});
