import { restyleList } from '../../../shared/api/optionLists';
import { createListOperation } from '../operationFactories';

export const getRestyles = createListOperation({
	list: restyleList,
	option: {
		name: 'Get Styles',
		value: 'getRestyles',
		action: 'Get styles',
		description: 'List the predefined styles of Restyle. The API may have retired them.',
	},
});
