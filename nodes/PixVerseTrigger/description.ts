import type { INodeProperties } from 'n8n-workflow';
import { accountField, collection, field } from '../shared/descriptions/fields';
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
	field(
		{ displayName: 'Outcome', name: 'outcome', default: 'completed' },
		'How the generation must end',
		[
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
	),
	accountField(
		'searchAccounts',
		'All accounts',
		'PixVerse account to watch. Leave it empty for all that are configured at useapi.net, now or later.',
		'Separate multiple emails with commas',
	),
	...outputFields(false),
	collection('Filters', [
		field(
			{ displayName: 'From This Instance Only', name: 'own', default: false },
			'Whether to only trigger for generations created by a PixVerse node in this n8n instance. PixVerse reports the origin only while a generation is running, so generations that start and finish between two polls, or while n8n restarts, are ignored too.',
		),
		field(
			{ displayName: 'Model', name: 'model', default: '', placeholder: 'e.g. v6, v5.6' },
			'Model ID, or multiple IDs separated by commas',
		),
		field(
			{
				displayName: 'Prompt Contains',
				name: 'prompt',
				default: '',
				placeholder: 'e.g. lighthouse',
			},
			'Text that the prompt must contain, case-insensitive',
		),
	]),
	collection('Options', [
		field(
			{ displayName: 'Catch Up After Inactivity', name: 'catchUp', default: false },
			'Whether to also trigger, on reactivation, for generations that finished while the workflow was inactive. Generations that finish while n8n is down are always included.',
		),
	]),
];
