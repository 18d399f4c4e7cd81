import type { INodeProperties } from 'n8n-workflow';
import { plans } from '../../shared/catalog/plans';

/** How to wait for the result. */
const waitMode: INodeProperties = {
	displayName: 'Wait Mode',
	name: 'waitMode',
	type: 'options',
	default: 'poll',
	options: [
		{
			name: 'Do Not Wait',
			value: 'none',
			description: 'Return the ID at once, to wait for it in another step',
		},
		{
			name: 'Suspend Until Finished',
			value: 'callback',
			description:
				'Start all items and put the execution to sleep until PixVerse calls, so that it holds no worker. PixVerse must be able to reach this n8n.',
		},
		{
			name: 'Until Finished',
			value: 'poll',
			description: 'Start all items, then wait for them together',
		},
	],
	description: 'Whether this step ends when the generation is submitted or when it is finished',
};

const callbackNotice: INodeProperties = {
	displayName:
		'PixVerse wakes the execution by calling the webhook URL of this n8n, which has to be reachable from the internet. Whatever is not finished after Wait At Most comes out as a pending item with its ID, for Wait for Completion. As a tool of an AI agent, and where n8n cannot sleep, the step waits by itself.',
	name: 'callbackNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { waitMode: ['callback'] } },
};

const download: INodeProperties = {
	displayName: 'Download File',
	name: 'download',
	type: 'boolean',
	default: false,
	description: 'Whether to hand over the file itself as binary data, beside its URL',
};

export const binaryPropertyOutput: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyOutput',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
};

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/**
 * Hides a field from the form of a tool. Not `show` with `false`: an n8n that does not know the condition would never
 * show the field.
 */
const hiddenInTools = { hide: { '@tool': [true] } };

/** How a tool answers, in the place of Simplify: what a model reads is paid by its length. */
const toolOutputMode: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'simplified',
	options: [
		{ name: 'Raw', value: 'raw' },
		{ name: 'Selected Fields', value: 'selected' },
		{ name: 'Simplified', value: 'simplified' },
	],
	displayOptions: { show: { '@tool': [true] } },
	description: 'How much of the response the model of the AI agent gets',
};

const toolOutputFields: INodeProperties = {
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
	description: 'Fields that the model gets; the ID of what is still being made in any case',
};

/** How much of a generation to hand out. */
export const simplifyFields: INodeProperties[] = [
	{ ...simplify, displayOptions: hiddenInTools },
	toolOutputMode,
	toolOutputFields,
];

/** The modes at whose end there is a file. */
const WAITING_MODES = ['poll', 'callback'];

/** What every generation asks about waiting and handing over. */
export const waitAndOutputFields: INodeProperties[] = [
	waitMode,
	callbackNotice,
	{ ...download, displayOptions: { show: { waitMode: WAITING_MODES }, ...hiddenInTools } },
	{
		...binaryPropertyOutput,
		displayOptions: { show: { waitMode: WAITING_MODES, download: [true] }, ...hiddenInTools },
	},
	...simplifyFields,
];

/** The same for waiting on something made before. */
export const outputFields: INodeProperties[] = [
	{ ...download, displayOptions: hiddenInTools },
	{ ...binaryPropertyOutput, displayOptions: { show: { download: [true] }, ...hiddenInTools } },
	...simplifyFields,
];

/** Minutes; the API's own clients give up after 20 to 25. */
export const DEFAULT_TIMEOUT_MINUTES = 30;

/** Minutes that the model of an agent, and the person who waits for its answer, are kept waiting. */
export const TOOL_TIMEOUT_MINUTES = 5;

/** Options about what a generation may cost. */
export const costOptions: INodeProperties[] = [
	{
		displayName: 'Credit Limit',
		name: 'creditLimit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 500,
		description:
			'Most credits that this node may spend in one execution. An item that would pass it is refused before it is sent, and so is one whose price is not known.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description:
			'Whether to only check the request and estimate its credits. Nothing is uploaded, sent or paid.',
	},
	{
		displayName: 'Price Plan',
		name: 'plan',
		type: 'options',
		default: 'premiumWeb',
		options: Object.entries(plans).map(([value, { name, usd, credits }]) => ({
			name,
			value,
			description: `$${usd} a month for ${credits.toLocaleString('en-US')} credits`,
		})),
		description: 'Plan whose money a dry run shows beside the credits',
	},
];

/** Options of waiting, by name in alphabetical order of what is shown. */
export const waitOptions: INodeProperties[] = [
	{
		displayName: 'Check Every (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 10,
		description:
			'Fixed pause between two looks at a generation. Without it the pauses fit the kind of generation and grow.',
	},
	{
		displayName: 'On Cancel',
		name: 'onCancel',
		type: 'options',
		default: 'leave',
		options: [
			{
				name: 'Leave Jobs',
				value: 'leave',
				description: 'Generations go on, and keep their slots until they are finished',
			},
			{
				name: 'Remove Jobs From Scheduler',
				value: 'remove',
				description:
					'Their slots are free at once and no callback follows. PixVerse still makes them, and the credits are not returned.',
			},
		],
		description:
			'What becomes of unfinished generations when the execution is stopped while this step runs. Their IDs are in the error either way.',
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		default: 'fail',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Fail the item; the ID is in the error' },
			{
				name: 'Return Pending Item',
				value: 'pending',
				description: 'Return an item with the ID, which can be passed to Wait for Completion',
			},
		],
		description:
			'What becomes of an item that is not finished in time. It goes on at PixVerse either way. With Suspend Until Finished it is always a pending item, and as a tool of an AI agent unless this is set.',
	},
	{
		displayName: 'Wait At Most (Minutes)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 0.1, maxValue: 1500, numberPrecision: 1 },
		default: DEFAULT_TIMEOUT_MINUTES,
		description: `Time limit for a free slot and the result together. As a tool of an AI agent, the step waits ${TOOL_TIMEOUT_MINUTES} minutes unless this is set.`,
	},
];
