import { musicVideoLibrary } from '../../../shared/api/optionLists';
import { accountForReading } from '../../descriptions/account';
import { libraryType } from '../../descriptions/musicVideo';
import { createListOperation } from '../operationFactories';

export const getLibrary = createListOperation({
	option: {
		name: 'Get Library',
		value: 'getLibrary',
		action: 'Get the music video library',
		description: 'List the songs, characters, or styles that PixVerse offers for music videos',
	},
	list: musicVideoLibrary,
	fields: [libraryType, accountForReading],
	query: (item) => ({ type: item.getString('type'), email: item.getAccount() }),
});
