import type { INodeProperties } from 'n8n-workflow';
import { field } from '../../shared/descriptions/fields';

const limit = field(
	{
		displayName: 'Limit',
		name: 'limit',
		typeOptions: { minValue: 1 },
		default: 50,
		// With `show`, n8n would ignore `hide` if the condition is an expression.
		displayOptions: { hide: { returnAll: [true], '@tool': [true] } },
	},
	'Max number of results to return',
);

export const returnAllOrLimit: INodeProperties[] = [
	field(
		{ displayName: 'Return All', name: 'returnAll', default: false },
		'Whether to return all results or only up to a given limit',
	),
	limit,
	{
		...limit,
		name: 'toolLimit',
		// Low, because the model of an agent reads every result.
		default: 10,
		displayOptions: { show: { '@tool': [true] }, hide: { returnAll: [true] } },
	},
];
