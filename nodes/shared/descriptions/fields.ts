import type { INodeProperties } from 'n8n-workflow';
import { sortBy } from '../text';

/** A field of the type of its default value, or with a list of options. */
export function field(
	shown: Omit<INodeProperties, 'type' | 'description' | 'options'>,
	description: string,
	options?: INodeProperties['options'],
): INodeProperties {
	const type = options ? 'options' : (typeof shown.default as 'boolean' | 'number' | 'string');
	return { ...shown, type, description, ...(options && { options }) };
}

/** Optional fields, each of which the user can add, by display name. */
export function collection(displayName: string, options: INodeProperties[]): INodeProperties {
	const name = displayName.toLowerCase();
	const placeholder = `Add ${name.slice(0, -1)}`;
	const sorted = sortBy(options, (option) => option.displayName);
	return { displayName, name, type: 'collection', placeholder, default: {}, options: sorted };
}

/** A text between the fields. */
export function notice(
	name: string,
	displayName: string,
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties {
	const shown = displayOptions && { displayOptions };
	return { displayName, name, type: 'notice', default: '', ...shown };
}

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

/** The value of a resource locator, or the value itself if an expression replaces the locator. */
export function getLocatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}
