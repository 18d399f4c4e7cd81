import { speechModelsOffered } from '../../../shared/api/optionLists';
import { accountToRead } from '../../descriptions/account';
import { offers } from '../listOperation';

/** Lists the speech models with their languages and prices. */
export const getModels = offers({
	list: speechModelsOffered,
	option: {
		name: 'Get Models',
		value: 'getModels',
		action: 'Get speech models',
		description: 'List the speech models with their languages, limits and prices',
	},
	fields: [accountToRead],
	query: (item) => ({ email: item.account() }),
});
