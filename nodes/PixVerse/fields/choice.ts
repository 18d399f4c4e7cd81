import type { INodeProperties } from 'n8n-workflow';

/** Something to choose from a list that is searched as the user types, or to type oneself. */
export function choice(field: {
	displayName: string;
	name: string;
	description: string;
	required?: true;
	/** Method of the node that searches the list. */
	searchedBy: string;
	/** Shown while nothing is chosen. */
	whileEmpty?: string;
	/** How it is typed: name of the mode, what it is called, an example. */
	typed: { name: string; displayName: string; placeholder: string };
}): INodeProperties {
	const { searchedBy, whileEmpty, typed, ...shown } = field;
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				...(whileEmpty && { placeholder: whileEmpty }),
				typeOptions: { searchListMethod: searchedBy, searchable: true },
			},
			{
				displayName: typed.displayName,
				name: typed.name,
				type: 'string',
				placeholder: typed.placeholder,
			},
		],
	};
}
