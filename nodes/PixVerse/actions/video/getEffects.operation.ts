import { effectList } from '../../../shared/api/optionLists';
import { createListOperation } from '../operationFactories';

export const getEffects = createListOperation({
	list: effectList,
	option: {
		name: 'Get Effects',
		value: 'getEffects',
		action: 'Get effects',
		description: 'List the effect templates with their number of images, qualities, and credits',
	},
});
