import { searchableLocator } from '../../shared/descriptions/searchableLocator';

export const restyleId = searchableLocator({
	displayName: 'Style',
	name: 'restyleId',
	description: 'Predefined style to start from',
	searchListMethod: 'searchRestyles',
	placeholder: 'Choose a style (optional)',
	manualMode: { name: 'id', displayName: 'ID', placeholder: 'e.g. 12' },
});
