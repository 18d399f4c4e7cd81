import {
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { loadOnFirstCall } from '../shared/loadOnFirstCall';
import { triggerProperties } from './description';

export class PixVerseTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PixVerse Trigger',
		name: 'pixVerseTrigger',
		icon: { light: 'file:../../icons/pixverse.svg', dark: 'file:../../icons/pixverse.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ "On " + ({ both: "finished" }[$parameter["outcome"]] || $parameter["outcome"]) + " " + [].concat($parameter["kinds"]).join(" or ").replace("musicVideo", "music video") }}',
		// n8n lists both nodes as one entry, under this text.
		description:
			'Generate and edit AI videos, images, music, and speech, or start a workflow when one is finished',
		defaults: { name: 'PixVerse Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pixVerseApi', required: true, testedBy: 'testPixVerseApi' }],
		properties: triggerProperties,
	};

	methods = {
		credentialTest: loadOnFirstCall(
			async () => await import('../shared/api/credentialTest'),
			'testPixVerseApi',
		),
		listSearch: loadOnFirstCall(async () => await import('./methods'), 'searchAccounts'),
	};

	async poll(this: IPollFunctions) {
		const { poll } = await import('./poll');
		return await poll(this);
	}
}
