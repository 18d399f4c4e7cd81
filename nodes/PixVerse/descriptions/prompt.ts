import type { INodeProperties } from 'n8n-workflow';

export const prompt = (
	text: Pick<INodeProperties, 'placeholder' | 'description'> & { displayName?: string },
): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	...text,
});
