import { saveAccount } from '../../../shared/api/accounts';
import { defineRequest } from '../types';

/** Configures an account at useapi.net, or changes how it is configured. */
export const upsert = defineRequest({
	apiEndpoint: 'POST accounts/{email}',
	option: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update account',
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
				'Login of the PixVerse account. It has to use e-mail and password, not Google or Apple.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Password of the PixVerse account. Signing in here ends its session in the browser.',
		},
		{
			displayName: 'Max Jobs',
			name: 'maxJobs',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 8 },
			default: 3,
			description: 'How many generations may run at once, 1 to 8; not more than the plan allows',
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
						'Token of a running PixVerse session to share, for a short time. Leave it out when the account is new.',
				},
			],
		},
	],
	run: async (api, item) =>
		await saveAccount(api, {
			email: item.email('email', item.getString('email')),
			password: item.required('password'),
			maxJobs: item.assertInRange('maxJobs', item.wholeNumber('maxJobs')) ?? 3,
			token: item.getString('options.token'),
		}),
});
