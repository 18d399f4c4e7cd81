import type { INodeProperties } from 'n8n-workflow';

/** What to make, in words. */
export function prompt(text: {
	displayName?: string;
	placeholder: string;
	description: string;
	hint?: string;
}): INodeProperties {
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		...text,
	};
}
