import { speechModelList } from '../../../shared/api/optionLists';
import { createJobOperations, createListOperation } from '../operationFactories';

export { create } from './create.operation';
export { getVoices } from './getVoices.operation';

export const getModels = createListOperation(speechModelList, {
	name: 'Get Models',
	value: 'getModels',
	action: 'Get speech models',
	description: 'List the speech models with their languages, limits, and prices',
});

export const { download, get, getAll, wait } = createJobOperations('speech');
