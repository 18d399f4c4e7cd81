import type { INodeProperties } from 'n8n-workflow';
import { field } from './fields';

export const binaryPropertyOutput = field(
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyOutput',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
	},
	'With execution logic v2, the file gets this name among the files in the JSON of the item',
);

export const simplify = field(
	{ displayName: 'Simplify', name: 'simplify', default: true },
	'Whether to return a simplified version of the response instead of the raw data',
);

/**
 * Hides a field in tools. Not `show` with `false`: n8n versions that don't know the condition would never show the field.
 */
export const hiddenInTools = { hide: { '@tool': [true] } };

export const simplifyFields: INodeProperties[] = [
	{ ...simplify, displayOptions: hiddenInTools },
	// The output of a tool, instead of Simplify: models are billed by the length of what they read.
	field(
		{
			displayName: 'Output',
			name: 'output',
			default: 'simplified',
			displayOptions: { show: { '@tool': [true] } },
		},
		'Which part of the response to return to the AI agent',
		[
			{ name: 'Raw', value: 'raw' },
			{ name: 'Selected Fields', value: 'selected' },
			{ name: 'Simplified', value: 'simplified' },
		],
	),
	{
		displayName: 'Fields',
		name: 'outputFields',
		type: 'multiOptions',
		default: ['id', 'status', 'url'],
		options: Object.entries({
			account: 'Account',
			createdAt: 'Created At',
			credits: 'Credits',
			duration: 'Duration',
			id: 'ID',
			model: 'Model',
			prompt: 'Prompt',
			quality: 'Quality',
			status: 'Status',
			url: 'URL',
		}).map(([value, name]) => ({ name, value })),
		displayOptions: { show: { '@tool': [true], output: ['selected'] } },
		description:
			'Fields to return to the AI agent. The ID of an unfinished generation is always returned.',
	},
];

/**
 * The file and the JSON to return.
 * @param show when there can be a file
 */
export function outputFields(
	byDefault: boolean,
	show?: NonNullable<INodeProperties['displayOptions']>['show'],
): INodeProperties[] {
	return [
		field(
			{
				displayName: 'Download File',
				name: 'download',
				default: byDefault,
				displayOptions: { ...(show && { show }), ...hiddenInTools },
			},
			'Whether to download the file and return it as binary data, in addition to its URL',
		),
		{
			...binaryPropertyOutput,
			displayOptions: { show: { ...show, download: [true] }, ...hiddenInTools },
		},
		...simplifyFields,
	];
}
