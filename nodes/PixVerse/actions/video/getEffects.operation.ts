import { effects } from '../../../shared/api/optionLists';
import { accountToRead } from '../../descriptions/account';
import { offers } from '../listOperation';

/** Lists the effect templates: how many images each needs, what it costs, its qualities. */
export const getEffects = offers({
	list: effects,
	option: {
		name: 'Get Effects',
		value: 'getEffects',
		action: 'Get effects',
		description: 'List the effect templates with their images, qualities and credits',
	},
	fields: [accountToRead],
	query: (item) => ({ email: item.account() }),
});
