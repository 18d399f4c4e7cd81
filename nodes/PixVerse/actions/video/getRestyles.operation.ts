import { restyles } from '../../../shared/api/optionLists';
import { accountToRead } from '../../descriptions/account';
import { offers } from '../listOperation';

/** Lists the ready-made looks of restyle. */
export const getRestyles = offers({
	list: restyles,
	option: {
		name: 'Get Styles',
		value: 'getRestyles',
		action: 'Get styles',
		description: 'List the ready-made looks that restyle can start from',
	},
	fields: [accountToRead],
	query: (item) => ({ email: item.account() }),
});
