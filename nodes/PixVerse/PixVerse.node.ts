import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { WEBHOOK_PATH } from '../shared/jobs/suspend/webhookPath';
import { loadOnFirstCall } from '../shared/loadOnFirstCall';
import { buildOnFirstUse } from './actions/buildOnFirstUse';
import { buildOperationProperties, subtitle } from './actions/index';

export class PixVerse implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PixVerse',
		name: 'pixVerse',
		icon: { light: 'file:../../icons/pixverse.svg', dark: 'file:../../icons/pixverse.dark.svg' },
		group: ['transform'],
		// Nodes of version 1 are the same, but with execution logic v2, n8n rejects callbacks to them.
		version: [1, 1.1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Generate and edit AI videos, images, music, and speech with PixVerse, Veo, Kling, Seedance, and other models',
		defaults: { name: 'PixVerse' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pixVerseApi', required: true, testedBy: 'testPixVerseApi' }],
		waitingNodeTooltip: 'Waiting for PixVerse to finish',
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: WEBHOOK_PATH,
				isFullPath: true,
				restartWebhook: true,
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'File', value: 'file' },
					{ name: 'Image', value: 'image' },
					{ name: 'Music', value: 'music' },
					{ name: 'Music Video', value: 'musicVideo' },
					{ name: 'Scheduler', value: 'scheduler' },
					{ name: 'Speech', value: 'speech' },
					{ name: 'Video', value: 'video' },
				],
				default: 'video',
			},
		],
	};

	methods = {
		credentialTest: loadOnFirstCall(
			async () => await import('../shared/api/credentialTest'),
			'testPixVerseApi',
		),
		listSearch: loadOnFirstCall(
			async () => await import('./methods/index'),
			'searchAccounts',
			'searchAnyAccount',
			'searchCharacters',
			'searchEffectQualities',
			'searchEffects',
			'searchImages',
			'searchLanguages',
			'searchLipSyncVoices',
			'searchModels',
			'searchMusic',
			'searchMusicVideos',
			'searchRestyles',
			'searchSongs',
			'searchSpeech',
			'searchStyleImages',
			'searchStyles',
			'searchVideos',
			'searchVoices',
		),
	};

	/** The resume URL exists as long as the execution, so there is nothing to register or to remove. */
	webhookMethods = {
		default: { checkExists: async () => true, create: async () => true, delete: async () => true },
	};

	constructor() {
		// The linter requires the literals above. This subtitle shows parameters.
		buildOnFirstUse(this.description, 'subtitle', () => subtitle);
		const { properties } = this.description;
		buildOnFirstUse(this.description, 'properties', () => [
			...properties,
			...buildOperationProperties(),
		]);
	}

	async execute(this: IExecuteFunctions) {
		const { router } = await import('./actions/router');
		return [await router(this)];
	}

	async webhook(this: IWebhookFunctions) {
		const { handleCallback } = await import('../shared/jobs/suspend/handleCallback');
		return await handleCallback(this);
	}
}
