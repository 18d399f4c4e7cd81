import type { INodeProperties } from 'n8n-workflow';
import { plans } from '../../shared/catalog/plans';
import { getTimeoutMinutes, OFF_PEAK_TIMEOUT_MINUTES } from '../../shared/catalog/waitLimits';
import { collection, field, notice } from '../../shared/descriptions/fields';
import { outputFields } from '../../shared/descriptions/output';
import { formatNumber } from '../../shared/text';

/** Waiting and output of a generation. The modes are those that return a file. */
export const waitAndOutputFields: INodeProperties[] = [
	field(
		{ displayName: 'Wait Mode', name: 'waitMode', default: 'poll' },
		'How the node waits for the result',
		[
			{
				name: 'Do Not Wait',
				value: 'none',
				description: 'Return the ID immediately, to wait for the result in another node',
			},
			{
				name: 'Suspend Until Finished',
				value: 'callback',
				description:
					'Start all items, then suspend the execution until PixVerse sends a callback. No worker is occupied in the meantime. PixVerse must be able to reach your n8n instance.',
			},
			{
				name: 'Until Finished',
				value: 'poll',
				description: 'Start all items, then poll PixVerse until all of them are finished',
			},
		],
	),
	notice(
		'callbackNotice',
		"PixVerse resumes the execution by calling your n8n instance's webhook URL, so the URL must be reachable from the internet. Generations that don't finish before the timeout are returned as pending items; pass their IDs to Wait for Completion. In AI agent tools, and where n8n can't suspend the execution, the node polls instead.",
		{ show: { waitMode: ['callback'] } },
	),
	...outputFields(true, { waitMode: ['poll', 'callback'] }),
];

/** Shorter in tools, because a person waits for the answer of the agent. */
export const TOOL_TIMEOUT_MINUTES = 5;

export const costOptions: INodeProperties[] = [
	field(
		{
			displayName: 'Credit Limit',
			name: 'creditLimit',
			typeOptions: { minValue: 1 },
			default: 500,
		},
		'Maximum number of credits the node can spend in one execution. Items that would exceed the limit, or whose price is unknown, fail before anything is created or charged.',
	),
	field(
		{ displayName: 'Dry Run', name: 'dryRun', default: true },
		'Whether to only validate the request and estimate its cost in credits. Nothing is uploaded, created, or charged.',
	),
	field(
		{ displayName: 'Price Plan', name: 'plan', default: 'premiumWeb' },
		'Plan used to convert credits to US dollars in a dry run',
		Object.entries(plans).map(([value, { name, usd, credits }]) => ({
			name,
			value,
			description: `$${usd} a month for ${formatNumber(credits)} credits`,
		})),
	),
];

export const timeout = field(
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeout',
		typeOptions: { minValue: 0.1, maxValue: 1500, numberPrecision: 1 },
		default: getTimeoutMinutes('video'),
	},
	`Time limit for a free slot and the result together. If not set, it depends on what is generated: ${getTimeoutMinutes('video')} minutes, ${getTimeoutMinutes('musicVideo')} for a music video, or ${OFF_PEAK_TIMEOUT_MINUTES / 60} hours in Off-Peak Mode. In AI agent tools, it is ${TOOL_TIMEOUT_MINUTES} minutes.`,
);

export const waitOptions: INodeProperties[] = [
	field(
		{
			displayName: 'Polling Interval (Seconds)',
			name: 'pollInterval',
			typeOptions: { minValue: 1, maxValue: 3600 },
			default: 10,
		},
		'Fixed interval between status checks. If not set, the interval depends on the type of generation and increases over time.',
	),
	field(
		{ displayName: 'On Cancel', name: 'onCancel', default: 'leave' },
		'What to do with unfinished generations when the execution is canceled while this node runs. The error always contains their IDs.',
		[
			{
				name: 'Leave Jobs',
				value: 'leave',
				description: 'Generations continue and keep their slots until they are finished',
			},
			{
				name: 'Remove Jobs From Scheduler',
				value: 'remove',
				description:
					'Frees their slots immediately, and no callback follows. PixVerse still generates them, and the credits are not refunded.',
			},
		],
	),
	field(
		{ displayName: 'On Timeout', name: 'onTimeout', default: 'fail' },
		"What to do with an item that doesn't finish before the timeout. PixVerse keeps generating it either way. With Suspend Until Finished, and by default in AI agent tools, the node returns a pending item.",
		[
			{ name: 'Fail', value: 'fail', description: 'Fail the item; the ID is in the error' },
			{
				name: 'Return Pending Item',
				value: 'pending',
				description: 'Return an item with the ID, which can be passed to Wait for Completion',
			},
		],
	),
	timeout,
];

/** Descriptions without slots and suspending, which existing generations don't need. */
const WAIT_DESCRIPTIONS: Readonly<Record<string, string>> = {
	onTimeout:
		"What to do if the generation doesn't finish before the timeout. PixVerse keeps generating it either way. By default in AI agent tools, the node returns a pending item.",
	timeout: `Time limit for the result. If not set, it is ${getTimeoutMinutes('video')} minutes, ${getTimeoutMinutes('musicVideo')} for a music video, or ${TOOL_TIMEOUT_MINUTES} in AI agent tools.`,
};

/** The Options collection of an operation that only waits. */
export const waitOptionsField = collection(
	'Options',
	waitOptions.map((option) => ({
		...option,
		description: WAIT_DESCRIPTIONS[option.name] ?? option.description,
	})),
);
