import type { INodeProperties } from 'n8n-workflow';
import { MAX_SEED } from '../../shared/catalog/requestSchemas/fields';
import { sortBy } from '../../shared/text';
import { fileField } from './media';
import { costOptions, onlyWaitOptions, waitOptions } from './waitAndOutput';

export const audio: INodeProperties = {
	displayName: 'Audio',
	name: 'audio',
	type: 'boolean',
	default: true,
	description:
		'Whether to generate sound. Uses more credits with some models. Some models always generate sound and reject the option.',
};

export const autoSound: INodeProperties = {
	displayName: 'Auto Sound',
	name: 'autoSound',
	type: 'boolean',
	default: true,
	description: 'Whether to add sound effects, for models without their own sound, such as v5',
};

export const lastFrame = fileField({
	displayName: 'Last Frame',
	name: 'lastFrame',
	description:
		'Second image. For a video from a first to a last frame, use the operation Create From Frames if it supports the model.',
});

export const lipSyncTtsPrompt: INodeProperties = {
	displayName: 'Lip Sync Text',
	name: 'lipSyncTtsPrompt',
	type: 'string',
	default: '',
	placeholder: 'e.g. Welcome to our shop',
	description: 'Text that a person in the video speaks',
};

export const lipSyncTtsSpeakerId: INodeProperties = {
	displayName: 'Lip Sync Voice ID',
	name: 'lipSyncTtsSpeakerId',
	type: 'string',
	default: '',
	placeholder: 'e.g. Auto',
	description: 'Voice that speaks the lip sync text',
};

export const multiShot: INodeProperties = {
	displayName: 'Multi-Shot',
	name: 'multiShot',
	type: 'boolean',
	default: true,
	description: 'Whether to use several camera shots (v6 only)',
};

export const offPeakMode: INodeProperties = {
	displayName: 'Off-Peak Mode',
	name: 'offPeakMode',
	type: 'boolean',
	default: true,
	description:
		"Whether to save up to 50% of the credits and wait up to 24 hours. Best with the wait modes Suspend Until Finished and Do Not Wait. Only for PixVerse's own models.",
};

/** Shown while Off-Peak Mode is on and the node polls. */
export const offPeakNotice: INodeProperties = {
	displayName:
		'Off-peak generations can take up to 24 hours, and the node occupies a worker while it waits. To free the worker, set Wait Mode to Suspend Until Finished, or to Do Not Wait and get the result with the PixVerse Trigger.',
	name: 'offPeakNotice',
	type: 'notice',
	default: '',
	// An absolute path: n8n before 2.36 takes a relative one for a field name, and rejects the node if there is none.
	displayOptions: { show: { waitMode: ['poll'], '/options.offPeakMode': [true] } },
};

export const previewMode: INodeProperties = {
	displayName: 'Preview Mode',
	name: 'previewMode',
	type: 'boolean',
	default: true,
	description: "Whether to generate a cheaper preview. Only for PixVerse's own models.",
};

export const relaxMode: INodeProperties = {
	displayName: 'Relax Mode',
	name: 'relaxMode',
	type: 'boolean',
	default: true,
	description:
		'Whether to generate in Relax Mode, which is slower, and cheaper or free on plans that include it',
};

export const finalRelaxMode: INodeProperties = {
	...relaxMode,
	default: false,
	description:
		'Whether to apply the discount of your plan, which is the default. If off, PixVerse charges the full price and starts sooner.',
};

export const seed: INodeProperties = {
	displayName: 'Seed',
	name: 'seed',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_SEED },
	default: 1,
	description:
		"Number that makes the result repeatable, 1 to 2147483647. Only for PixVerse's own models.",
};

export const soundEffectPrompt: INodeProperties = {
	displayName: 'Sound Effect Prompt',
	name: 'soundEffectPrompt',
	type: 'string',
	default: '',
	placeholder: 'e.g. waves and seagulls',
	description: 'Description of the sound effects, for use with Auto Sound',
};

export const createCount: INodeProperties = {
	displayName: 'Number of Images',
	name: 'createCount',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 4 },
	default: 2,
	description: 'Number of images to generate from the prompt, 1 to 4. Each image uses credits.',
};

export const imageSeed: INodeProperties = {
	...seed,
	typeOptions: { minValue: 0, maxValue: MAX_SEED },
	description: 'Number that makes the result repeatable',
};

export const originalSoundSwitch: INodeProperties = {
	displayName: 'Keep Original Sound',
	name: 'originalSoundSwitch',
	type: 'boolean',
	default: true,
	description: 'Whether to keep the sound of the source video in addition to the speech',
};

export const addedSound = [autoSound, lipSyncTtsPrompt, lipSyncTtsSpeakerId, soundEffectPrompt];

/** Supported by every create endpoint. */
const commonOptions: INodeProperties[] = [
	{
		displayName: 'Max Jobs',
		name: 'maxJobs',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 8 },
		default: 3,
		description:
			'Maximum number of generations that the account can run at the same time, 1 to 8, instead of the value set for the account. Must not exceed the limit of its plan.',
	},
	{
		displayName: 'Reply Ref',
		name: 'replyRef',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1234',
		description:
			'Custom text to store with the job and include in calls to Reply URL. The node appends its own reference, which it uses to find the job again.',
	},
	{
		displayName: 'Reply URL',
		name: 'replyUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/finished',
		description: 'URL that PixVerse calls when the status of the generation changes',
	},
];

/** The Options collection of a generation: its own options and the common ones. */
export function optionsField(...options: INodeProperties[]): INodeProperties {
	return buildCollection([...options, ...commonOptions, ...costOptions, ...waitOptions]);
}

/** The Options collection of an operation that only waits. */
export const waitOptionsField: INodeProperties = buildCollection(onlyWaitOptions);

function buildCollection(entries: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: sortBy(entries, ({ displayName }) => displayName),
	};
}
