import type { INodeProperties } from 'n8n-workflow';
import { choice } from './searchableLocator';

/** How an account is typed. */
export const byEmail = {
	name: 'email',
	displayName: 'By Email',
	placeholder: 'e.g. studio@example.com',
};

const locator = (searchedBy: string, whileEmpty: string) =>
	choice({
		displayName: 'Account',
		name: 'account',
		description: 'PixVerse account',
		searchedBy,
		whileEmpty,
		typed: byEmail,
	});

/** The account that makes something. */
export const account: INodeProperties = {
	...locator('searchAnyAccount', 'Any account'),
	description:
		'PixVerse account to use. Leave it empty to let the API pick any configured account with a free slot.',
};

/** The account that is read: the API insists on it as soon as two are configured. */
export const accountToRead: INodeProperties = {
	...locator('searchAnyAccount', 'Choose an account'),
	description: 'PixVerse account to read. May stay empty while only one account is configured.',
};

/** The account that is meant. */
export const accountMeant: INodeProperties = {
	...locator('searchAccounts', 'Choose an account'),
	required: true,
	description: 'PixVerse account, one of those configured at useapi.net',
};
