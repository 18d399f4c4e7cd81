import type { INodeProperties } from 'n8n-workflow';

/** A resource locator with a searchable list, and manual input: of an ID, unless it says otherwise. */
export function searchableLocator({
	searchListMethod,
	placeholder,
	example,
	manualMode,
	defaultValue = { value: '' },
	...field
}: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'required'> & {
	searchListMethod: string;
	defaultValue?: { value: string; cachedResultName?: string };
	/** In the empty list. */
	placeholder?: string;
	/** Of the manual input. */
	example: string;
	manualMode?: { name?: string; displayName?: string; hint?: string };
}): INodeProperties {
	const typeOptions = { searchListMethod, searchable: true };
	const list = { displayName: 'From List', name: 'list', type: 'list' as const, typeOptions };
	const manual = { name: 'id', displayName: 'ID', placeholder: `e.g. ${example}`, ...manualMode };
	return {
		...field,
		type: 'resourceLocator',
		default: { mode: 'list', ...defaultValue },
		modes: [
			{ ...list, ...(placeholder && { placeholder }) },
			{ ...manual, type: 'string' },
		],
	};
}

/** The value of a resource locator, or the value itself if an expression replaces the locator. */
export function getLocatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}
