import { saveAccount } from '../../../shared/api/accounts';
import { collection, field } from '../../../shared/descriptions/fields';
import { maxJobs } from '../../descriptions/options';
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
		field(
			{
				displayName: 'Email',
				name: 'email',
				default: '',
				required: true,
				placeholder: 'e.g. studio@example.com',
			},
			'Email of the PixVerse account. The account must sign in with email and password, not with Google or Apple.',
		),
		field(
			{
				displayName: 'Password',
				name: 'password',
				typeOptions: { password: true },
				default: '',
				required: true,
			},
			'Password of the PixVerse account. Signing in here ends the session in the browser.',
		),
		maxJobs(
			'Maximum number of generations that can run at the same time, 1 to 8. Must not exceed the limit of the plan.',
		),
		collection('Options', [
			field(
				{
					displayName: 'Session Token',
					name: 'token',
					typeOptions: { password: true },
					default: '',
				},
				'Token of an active PixVerse session to share for a short time. Leave empty for new accounts.',
			),
		]),
	],
	run: async (api, item) =>
		await saveAccount(api, {
			email: item.validateEmail('email', item.getString('email')),
			password: item.getRequiredString('password'),
			maxJobs: item.getNumberInRange('maxJobs', item.getInteger('maxJobs')) ?? 3,
			token: item.getString('options.token'),
		}),
});
