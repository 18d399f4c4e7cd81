import type { INodeProperties } from 'n8n-workflow';
import { MAX_SEED } from '../../shared/catalog/requestSchemas/fields';
import { fileField } from './media';
import { costOptions, waitOptions } from './waitAndOutput';

/** Optional parameters of the API, by their API name in camelCase. */
export const audio: INodeProperties = {
	displayName: 'Audio',
	name: 'audio',
	type: 'boolean',
	default: true,
	description:
		'Whether the video comes with sound. Costs more credits with some models; Seedance 2.5 and MiniMax H3 always have it and refuse the option.',
};

export const autoSound: INodeProperties = {
	displayName: 'Auto Sound',
	name: 'autoSound',
	type: 'boolean',
	default: true,
	description: 'Whether to add sound effects, for models without sound of their own such as v5',
};

export const lastFrame = fileField({
	displayName: 'Last Frame',
	name: 'lastFrame',
	description:
		'Second image. For a plain video from a first to a last frame use the operation Create From Frames, where available.',
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
	description: 'Whether to cut between several camera shots (v6 only)',
};

export const offPeakMode: INodeProperties = {
	displayName: 'Off-Peak Mode',
	name: 'offPeakMode',
	type: 'boolean',
	default: true,
	description:
		"Whether to save up to 50% of the credits and wait up to 24 hours. Best with Wait Mode Suspend Until Finished or Do Not Wait. Only PixVerse's own models.",
};

/** Said while Off-Peak Mode is on and the step is going to wait for it. */
export const offPeakNotice: INodeProperties = {
	displayName:
		'Off-peak generations may take up to 24 hours. Set Wait Mode to Do Not Wait and pick the result up with Wait for Completion or the PixVerse Trigger, or raise Wait At Most.',
	name: 'offPeakNotice',
	type: 'notice',
	default: '',
	// From the root: n8n before 2.36 looks for a field of the name of a plain path, and refuses the whole node without.
	displayOptions: { show: { waitMode: ['poll'], '/options.offPeakMode': [true] } },
};

export const previewMode: INodeProperties = {
	displayName: 'Preview Mode',
	name: 'previewMode',
	type: 'boolean',
	default: true,
	description: "Whether to make a cheaper preview. Only PixVerse's own models.",
};

export const seed: INodeProperties = {
	displayName: 'Seed',
	name: 'seed',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_SEED },
	default: 1,
	description:
		"Number that makes a result repeatable, 1 to 2147483647. Only PixVerse's own models.",
};

export const soundEffectPrompt: INodeProperties = {
	displayName: 'Sound Effect Prompt',
	name: 'soundEffectPrompt',
	type: 'string',
	default: '',
	placeholder: 'e.g. waves and seagulls',
	description: 'What the sound effects should be; goes with Auto Sound',
};

export const createCount: INodeProperties = {
	displayName: 'Number of Images',
	name: 'createCount',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 4 },
	default: 2,
	description: 'How many images to make from the prompt, 1 to 4. Each one costs credits.',
};

export const imageSeed: INodeProperties = {
	...seed,
	typeOptions: { minValue: 0, maxValue: MAX_SEED },
	description: 'Number that makes a result repeatable',
};

export const originalSoundSwitch: INodeProperties = {
	displayName: 'Keep Original Sound',
	name: 'originalSoundSwitch',
	type: 'boolean',
	default: true,
	description: 'Whether to keep the sound of the source video under the speech',
};

/** Sound that is added to a video. */
export const addedSound = [autoSound, lipSyncTtsPrompt, lipSyncTtsSpeakerId, soundEffectPrompt];

/** Taken by every create. */
const commonOptions: INodeProperties[] = [
	{
		displayName: 'Max Jobs',
		name: 'maxJobs',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 8 },
		default: 3,
		description:
			'How many generations the account may run at once, 1 to 8, in place of the value set for the account. Should not exceed what its plan allows.',
	},
	{
		displayName: 'Reply Ref',
		name: 'replyRef',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1234',
		description:
			'Text of your own that is stored with the job and sent to Reply URL. The node adds a reference of its own behind it, by which it finds the job again.',
	},
	{
		displayName: 'Reply URL',
		name: 'replyUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/finished',
		description:
			'Web address that PixVerse calls while the generation makes progress and when it ends',
	},
];

/** The Options collection of a generation: its own, those of every create, of cost and of waiting. */
export function optionsField(...own: INodeProperties[]): INodeProperties {
	return buildCollection([...own, ...commonOptions, ...costOptions, ...waitOptions]);
}

/** The Options collection of an operation that only waits. */
export const waitOptionsField: INodeProperties = buildCollection(waitOptions);

function buildCollection(entries: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...entries].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
