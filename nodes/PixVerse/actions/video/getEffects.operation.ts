import { effectList } from '../../../shared/api/optionLists';
import { accountForReading } from '../../descriptions/account';
import { createListOperation } from '../listOperation';

/** Lists the effect templates: how many images each needs, what it costs, its qualities. */
export const getEffects = createListOperation({
	list: effectList,
	option: {
		name: 'Get Effects',
		value: 'getEffects',
		action: 'Get effects',
		description: 'List the effect templates with their images, qualities and credits',
	},
	fields: [accountForReading],
	query: (item) => ({ email: item.account() }),
});
