import { speechModelList } from '../../../shared/api/optionLists';
import { createListOperation } from '../operationFactories';

export const getModels = createListOperation({
	list: speechModelList,
	option: {
		name: 'Get Models',
		value: 'getModels',
		action: 'Get speech models',
		description: 'List the speech models with their languages, limits, and prices',
	},
});
