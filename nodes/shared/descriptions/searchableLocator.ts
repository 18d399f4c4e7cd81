import type { INodeProperties } from 'n8n-workflow';

/** A resource locator with a searchable list, and manual input. */
export function searchableLocator(locator: {
	displayName: string;
	name: string;
	description: string;
	required?: true;
	searchListMethod: string;
	defaultValue?: { value: string; cachedResultName?: string };
	hint?: string;
	placeholder?: string;
	manualMode: { name: string; displayName: string; placeholder: string; hint?: string };
}): INodeProperties {
	const {
		searchListMethod,
		placeholder,
		manualMode,
		defaultValue = { value: '' },
		...field
	} = locator;
	return {
		...field,
		type: 'resourceLocator',
		default: { mode: 'list', ...defaultValue },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				...(placeholder && { placeholder }),
				typeOptions: { searchListMethod, searchable: true },
			},
			{ ...manualMode, type: 'string' },
		],
	};
}

/** The value of a resource locator, or the value itself if an expression replaces the locator. */
export function getLocatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}
