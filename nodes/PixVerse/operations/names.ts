import type { INodeProperties } from 'n8n-workflow';

/** Parameters that the API writes in camelCase itself. */
const AS_IS = new Set(['replyUrl', 'replyRef', 'maxJobs']);

/** `offPeakMode` → `off_peak_mode`. */
export function apiName(name: string): string {
	if (AS_IS.has(name)) return name;
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Finds a field by its parameter name; `options.seed` looks into the collection. */
export function fieldNamed(fields: INodeProperties[], name: string): INodeProperties | undefined {
	const [first = '', ...rest] = name.split('.');
	const field = fields.find((candidate) => candidate.name === first);
	if (!field || rest.length === 0) return field;
	return fieldNamed((field.options ?? []) as INodeProperties[], rest.join('.'));
}

/** Display names by API name, for messages. A file goes to the API as `…_path`, an account as `email`. */
export function displayNames(fields: INodeProperties[]): Record<string, string> {
	const names: Record<string, string> = {};
	for (const { name, displayName, type, options } of fields) {
		const api = apiName(name);
		if (name === 'account') names.email = displayName;
		else if (type === 'collection')
			Object.assign(names, displayNames(options as INodeProperties[]));
		else if (type === 'resourceLocator' && name !== 'model') names[`${api}_path`] = displayName;
		else names[api] = displayName;
	}
	return names;
}
