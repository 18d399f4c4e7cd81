import type { INodeProperties } from 'n8n-workflow';
import { emailMode } from '../PixVerse/descriptions/account';
import { searchableLocator } from '../PixVerse/descriptions/searchableLocator';
import { outputFields } from '../PixVerse/descriptions/waitAndOutput';

const kinds: INodeProperties = {
	displayName: 'Watch For',
	name: 'kinds',
	type: 'multiOptions',
	default: ['video'],
	required: true,
	options: [
		{ name: 'Images', value: 'image' },
		{ name: 'Music', value: 'music' },
		{ name: 'Speech', value: 'speech' },
		{ name: 'Videos', value: 'video' },
	],
	description:
		'What starts the workflow when it is finished, whoever started it: a workflow, an AI agent, the PixVerse website',
};

const outcome: INodeProperties = {
	displayName: 'Outcome',
	name: 'outcome',
	type: 'options',
	default: 'completed',
	options: [
		{ name: 'Completed', value: 'completed', description: 'The result is there' },
		{ name: 'Completed or Failed', value: 'both', description: 'Finished one way or the other' },
		{
			name: 'Failed',
			value: 'failed',
			description: 'Failed at PixVerse, or stopped by moderation',
		},
	],
	description: 'How a generation has to end',
};

const account = searchableLocator({
	displayName: 'Account',
	name: 'account',
	description:
		'PixVerse account to watch. Leave it empty for all that are configured at useapi.net, now or later.',
	searchListMethod: 'searchAccounts',
	placeholder: 'All accounts',
	manualMode: { ...emailMode, hint: 'Separate several with commas' },
});

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'From This Instance Only',
			name: 'own',
			type: 'boolean',
			default: false,
			description:
				'Whether to leave out what is not known to come from a PixVerse node of this n8n. PixVerse tells who made a generation only while it is running: what starts and finishes between two polls, or runs while n8n restarts, is left out too.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'e.g. v6, v5.6',
			description: 'ID of the model, or of several separated by commas',
		},
		{
			displayName: 'Prompt Contains',
			name: 'prompt',
			type: 'string',
			default: '',
			placeholder: 'e.g. lighthouse',
			description: 'Text that the prompt has to contain. Upper and lower case do not matter.',
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Catch Up After Inactivity',
			name: 'catchUp',
			type: 'boolean',
			default: false,
			description:
				'Whether to start, when the workflow is activated again, with what finished while it was inactive. What finishes while n8n is down or restarts is caught up with in any case.',
		},
	],
};

/** What the trigger asks for. */
export const triggerProperties: INodeProperties[] = [
	kinds,
	outcome,
	account,
	...outputFields,
	filters,
	options,
];
