import type { INodeProperties } from 'n8n-workflow';

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	// Not `show`: where its condition is an expression, n8n does not look at `hide`.
	displayOptions: { hide: { returnAll: [true], '@tool': [true] } },
};

export const returnAllOrLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	limit,
	{
		...limit,
		name: 'toolLimit',
		// The model of an agent reads every one of them.
		default: 10,
		displayOptions: { show: { '@tool': [true] }, hide: { returnAll: [true] } },
	},
];
