import type { INodeProperties } from 'n8n-workflow';
import type { GenerationType } from '../../shared/api/generationTypes';
import { MAX_SEED } from '../../shared/catalog/requestSchemas/fields';
import { getTimeoutMinutes } from '../../shared/catalog/waitLimits';
import { collection, field, notice } from '../../shared/descriptions/fields';
import { fileField } from './inputs';
import { costOptions, timeout, waitOptions } from './waitAndOutput';

export const audio = field(
	{ displayName: 'Audio', name: 'audio', default: true },
	'Whether to generate sound. Uses more credits with some models. Some models always generate sound and reject the option.',
);

export const lastFrame = fileField({
	displayName: 'Last Frame',
	name: 'lastFrame',
	description:
		'Second image. For a video from a first to a last frame, use the operation Create From Frames if it supports the model.',
});

export const multiShot = field(
	{ displayName: 'Multi-Shot', name: 'multiShot', default: true },
	'Whether to use several camera shots (v6 only)',
);

export const offPeakMode = field(
	{ displayName: 'Off-Peak Mode', name: 'offPeakMode', default: true },
	"Whether to save up to 50% of the credits and wait up to 24 hours. Best with the wait modes Suspend Until Finished and Do Not Wait. Only for PixVerse's own models.",
);

/** Shown while Off-Peak Mode is on and the node polls. */
export const offPeakNotice = notice(
	'offPeakNotice',
	'Off-peak generations can take up to 24 hours, and the node occupies a worker while it waits. To free the worker, set Wait Mode to Suspend Until Finished, or to Do Not Wait and get the result with the PixVerse Trigger.',
	// An absolute path: n8n before 2.36 reads a relative path as a field name, and rejects the node if the field doesn't exist.
	{ show: { waitMode: ['poll'], '/options.offPeakMode': [true] } },
);

export const previewMode = field(
	{ displayName: 'Preview Mode', name: 'previewMode', default: true },
	"Whether to generate a cheaper preview. Only for PixVerse's own models.",
);

export const relaxMode = field(
	{ displayName: 'Relax Mode', name: 'relaxMode', default: true },
	'Whether to generate in Relax Mode, which is slower, and cheaper or free on plans that include it',
);

export const seed = field(
	{
		displayName: 'Seed',
		name: 'seed',
		typeOptions: { minValue: 1, maxValue: MAX_SEED },
		default: 1,
	},
	"Number that makes the result repeatable, 1 to 2147483647. Only for PixVerse's own models.",
);

export const createCount = field(
	{
		displayName: 'Number of Images',
		name: 'createCount',
		typeOptions: { minValue: 1, maxValue: 4 },
		default: 2,
	},
	'Number of images to generate from the prompt, 1 to 4. Each image uses credits.',
);

export const imageSeed: INodeProperties = {
	...seed,
	typeOptions: { minValue: 0, maxValue: MAX_SEED },
	description: 'Number that makes the result repeatable',
};

export const originalSoundSwitch = field(
	{ displayName: 'Keep Original Sound', name: 'originalSoundSwitch', default: true },
	'Whether to keep the sound of the source video in addition to the speech',
);

/** Of a video from a prompt, with or without frames. */
export const videoOptions = [
	audio,
	field(
		{ displayName: 'Auto Sound', name: 'autoSound', default: true },
		'Whether to add sound effects, for models without their own sound, such as v5',
	),
	field(
		{
			displayName: 'Lip Sync Text',
			name: 'lipSyncTtsPrompt',
			default: '',
			placeholder: 'e.g. Welcome to our shop',
		},
		'Text that a person in the video speaks',
	),
	field(
		{
			displayName: 'Lip Sync Voice ID',
			name: 'lipSyncTtsSpeakerId',
			default: '',
			placeholder: 'e.g. Auto',
		},
		'Voice that speaks the lip sync text',
	),
	offPeakMode,
	previewMode,
	relaxMode,
	seed,
	field(
		{
			displayName: 'Sound Effect Prompt',
			name: 'soundEffectPrompt',
			default: '',
			placeholder: 'e.g. waves and seagulls',
		},
		'Description of the sound effects, for use with Auto Sound',
	),
];

/** The maximum number of running generations: of an account, or of one request. */
export const maxJobs = (description: string): INodeProperties =>
	field(
		{
			displayName: 'Max Jobs',
			name: 'maxJobs',
			typeOptions: { minValue: 1, maxValue: 8 },
			default: 3,
		},
		description,
	);

/** Supported by every create endpoint. */
const commonOptions = [
	maxJobs(
		'Maximum number of generations that the account can run at the same time, 1 to 8, instead of the value set for the account. Must not exceed the limit of its plan.',
	),
	field(
		{ displayName: 'Reply Ref', name: 'replyRef', default: '', placeholder: 'e.g. order-1234' },
		'Custom text to store with the job and include in calls to Reply URL. The node appends its own reference, which it uses to find the job again.',
	),
	field(
		{
			displayName: 'Reply URL',
			name: 'replyUrl',
			default: '',
			placeholder: 'e.g. https://example.com/finished',
		},
		'URL that PixVerse calls when the status of the generation changes',
	),
];

/** The Options collection of a generation: its own options and the common ones. */
export const optionsField = (...options: INodeProperties[]): INodeProperties =>
	collection('Options', [...options, ...commonOptions, ...costOptions, ...waitOptions]);

/** Sets the default of the Timeout option for a generation type. */
export function withDefaultTimeout(
	options: INodeProperties,
	type: GenerationType,
): INodeProperties {
	const entries = (options.options ?? []) as INodeProperties[];
	const changed = entries.map((entry) =>
		entry.name === timeout.name ? { ...entry, default: getTimeoutMinutes(type) } : entry,
	);
	return { ...options, options: changed };
}
