import { effectList } from '../../../shared/api/optionLists';
import { accountForReading } from '../../descriptions/account';
import { createListOperation } from '../operationFactories';

export const getEffects = createListOperation({
	list: effectList,
	option: {
		name: 'Get Effects',
		value: 'getEffects',
		action: 'Get effects',
		description: 'List the effect templates with their number of images, qualities, and credits',
	},
	fields: [accountForReading],
	query: (item) => ({ email: item.getAccount() }),
});
