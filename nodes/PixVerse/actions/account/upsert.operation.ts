import { saveAccount } from '../../../shared/api/accounts';
import { defineRequest } from '../types';

/** Adds an account at useapi.net, or changes its configuration. */
export const upsert = defineRequest({
	apiEndpoint: 'POST accounts/{email}',
	option: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update an account',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. studio@example.com',
			description:
				'Email of the PixVerse account. The account must sign in with email and password, not with Google or Apple.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Password of the PixVerse account. Signing in here ends the session in the browser.',
		},
		{
			displayName: 'Max Jobs',
			name: 'maxJobs',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 8 },
			default: 3,
			description:
				'Maximum number of generations that can run at the same time, 1 to 8. Must not exceed the limit of the plan.',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Session Token',
					name: 'token',
					type: 'string',
					typeOptions: { password: true },
					default: '',
					description:
						'Token of an active PixVerse session to share for a short time. Leave empty for new accounts.',
				},
			],
		},
	],
	run: async (api, item) =>
		await saveAccount(api, {
			email: item.validateEmail('email', item.getString('email')),
			password: item.getRequiredString('password'),
			maxJobs: item.getNumberInRange('maxJobs', item.getInteger('maxJobs')) ?? 3,
			token: item.getString('options.token'),
		}),
});
