import { searchableLocator } from './searchableLocator';

/** A ready-made look. */
export const restyleId = searchableLocator({
	displayName: 'Style',
	name: 'restyleId',
	description: 'Ready-made look to start from; may stay empty',
	searchListMethod: 'searchRestyles',
	placeholder: 'Choose a style',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. 12' },
});
