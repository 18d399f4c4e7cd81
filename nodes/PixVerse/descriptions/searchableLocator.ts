import type { INodeProperties } from 'n8n-workflow';

/** Something to choose from a list that is searched as the user types, or to type oneself. */
export function searchableLocator(field: {
	displayName: string;
	name: string;
	description: string;
	required?: true;
	/** Method of the node that searches the list. */
	searchListMethod: string;
	/** What is chosen at first, as the list would show it. */
	defaultValue?: { value: string; cachedResultName?: string };
	hint?: string;
	/** Shown while nothing is chosen. */
	placeholder?: string;
	/** How it is typed: name of the mode, what it is called, an example, what to mind. */
	manualMode: { name: string; displayName: string; placeholder: string; hint?: string };
}): INodeProperties {
	const {
		searchListMethod: searchedBy,
		placeholder: whileEmpty,
		manualMode: typed,
		defaultValue: byDefault = { value: '' },
		...shown
	} = field;
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'list', ...byDefault },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				...(whileEmpty && { placeholder: whileEmpty }),
				typeOptions: { searchListMethod: searchedBy, searchable: true },
			},
			{ ...typed, type: 'string' },
		],
	};
}
