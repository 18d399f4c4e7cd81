import type { INodeProperties } from 'n8n-workflow';

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
