import type { INodeProperties } from 'n8n-workflow';
import { emailMode } from '../shared/descriptions/emailMode';
import { searchableLocator } from '../shared/descriptions/searchableLocator';
import { outputFields } from '../shared/descriptions/output';

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Resources',
		name: 'kinds',
		type: 'multiOptions',
		default: ['video'],
		required: true,
		options: [
			{ name: 'Images', value: 'image' },
			{ name: 'Music', value: 'music' },
			{ name: 'Music Videos', value: 'musicVideo' },
			{ name: 'Speech', value: 'speech' },
			{ name: 'Videos', value: 'video' },
		],
		description:
			'Types of generations that trigger the workflow, no matter where they were started: in a workflow, by an AI agent, or on the PixVerse website',
	},
	{
		displayName: 'Outcome',
		name: 'outcome',
		type: 'options',
		default: 'completed',
		options: [
			{ name: 'Completed', value: 'completed', description: 'The result is available' },
			{
				name: 'Completed or Failed',
				value: 'both',
				description: 'Finished with or without a result',
			},
			{
				name: 'Failed',
				value: 'failed',
				description: 'Failed at PixVerse, or stopped by moderation',
			},
		],
		description: 'How the generation must end',
	},
	searchableLocator({
		displayName: 'Account',
		name: 'account',
		description:
			'PixVerse account to watch. Leave it empty for all that are configured at useapi.net, now or later.',
		searchListMethod: 'searchAccounts',
		placeholder: 'All accounts',
		manualMode: { ...emailMode, hint: 'Separate multiple emails with commas' },
	}),
	...outputFields(false),
	{
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
					'Whether to only trigger for generations created by a PixVerse node in this n8n instance. PixVerse reports the origin only while a generation is running, so generations that start and finish between two polls, or while n8n restarts, are ignored too.',
			},
			{
				displayName: 'Model',
				name: 'model',
				type: 'string',
				default: '',
				placeholder: 'e.g. v6, v5.6',
				description: 'Model ID, or multiple IDs separated by commas',
			},
			{
				displayName: 'Prompt Contains',
				name: 'prompt',
				type: 'string',
				default: '',
				placeholder: 'e.g. lighthouse',
				description: 'Text that the prompt must contain, case-insensitive',
			},
		],
	},
	{
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
					'Whether to also trigger, on reactivation, for generations that finished while the workflow was inactive. Generations that finish while n8n is down are always included.',
			},
		],
	},
];
