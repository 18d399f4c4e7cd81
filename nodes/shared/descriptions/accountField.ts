import { searchableLocator } from './searchableLocator';

/** A PixVerse account: one from the list, or any by its email. */
export const accountField = (
	searchListMethod: string,
	placeholder: string,
	description: string,
	hint?: string,
) =>
	searchableLocator({
		displayName: 'Account',
		name: 'account',
		description,
		searchListMethod,
		placeholder,
		example: 'studio@example.com',
		manualMode: { name: 'email', displayName: 'By Email', ...(hint && { hint }) },
	});
