import type { INodeProperties } from 'n8n-workflow';

/** A field of the type of its default value, or with a list of options. */
export function field(
	shown: Omit<INodeProperties, 'type' | 'description' | 'options'>,
	description: string,
	options?: INodeProperties['options'],
): INodeProperties {
	const type = options ? 'options' : (typeof shown.default as 'boolean' | 'number' | 'string');
	return { ...shown, type, description, ...(options && { options }) };
}

/** Optional fields, each of which the user can add. */
export function collection(displayName: string, options: INodeProperties[]): INodeProperties {
	const name = displayName.toLowerCase();
	const placeholder = `Add ${name.slice(0, -1)}`;
	return { displayName, name, type: 'collection', placeholder, default: {}, options };
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
