import type { INodeProperties } from 'n8n-workflow';

/** What to make, in words. */
export function prompt(text: { placeholder: string; description: string }): INodeProperties {
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		...text,
	};
}
