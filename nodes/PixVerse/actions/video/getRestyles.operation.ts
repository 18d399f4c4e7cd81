import { restyleList } from '../../../shared/api/optionLists';
import { accountForReading } from '../../descriptions/account';
import { createListOperation } from '../listOperation';

/** Lists the ready-made looks of restyle. */
export const getRestyles = createListOperation({
	list: restyleList,
	option: {
		name: 'Get Styles',
		value: 'getRestyles',
		action: 'Get styles',
		description: 'List the ready-made looks that restyle can start from',
	},
	fields: [accountForReading],
	query: (item) => ({ email: item.account() }),
});
