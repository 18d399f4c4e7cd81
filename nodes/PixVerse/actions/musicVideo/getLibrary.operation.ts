import { musicVideoLibrary } from '../../../shared/api/optionLists';
import { field } from '../../../shared/descriptions/fields';
import { createListOperation } from '../operationFactories';

export const getLibrary = createListOperation(
	musicVideoLibrary,
	{
		name: 'Get Library',
		value: 'getLibrary',
		action: 'Get the music video library',
		description: 'List the songs, characters, or styles that PixVerse offers for music videos',
	},
	[
		field({ displayName: 'Type', name: 'type', default: 'songs' }, 'What to list', [
			{ name: 'Characters', value: 'characters' },
			{ name: 'Songs', value: 'songs' },
			{ name: 'Styles', value: 'styles' },
		]),
	],
	(item) => ({ type: item.getString('type') }),
);
