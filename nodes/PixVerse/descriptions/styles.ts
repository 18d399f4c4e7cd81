import { choice } from './searchableLocator';

/** A ready-made look. */
export const restyleId = choice({
	displayName: 'Style',
	name: 'restyleId',
	description: 'Ready-made look to start from; may stay empty',
	searchedBy: 'searchRestyles',
	whileEmpty: 'Choose a style',
	typed: { name: 'id', displayName: 'ID', placeholder: 'e.g. 12' },
});
