import type { INodeProperties } from 'n8n-workflow';
import { searchableLocator } from './searchableLocator';

/** How an account is typed. */
export const emailMode = {
	name: 'email',
	displayName: 'By Email',
	placeholder: 'e.g. studio@example.com',
};

const accountField = (searchedBy: string, whileEmpty: string) =>
	searchableLocator({
		displayName: 'Account',
		name: 'account',
		description: 'PixVerse account',
		searchListMethod: searchedBy,
		placeholder: whileEmpty,
		manualMode: emailMode,
	});

/** The account that makes something. */
export const accountOptional: INodeProperties = {
	...accountField('searchAnyAccount', 'Any account'),
	description:
		'PixVerse account to use. Leave it empty to let the API pick any configured account with a free slot.',
};

/** The account that is read: the API insists on it as soon as two are configured. */
export const accountForReading: INodeProperties = {
	...accountField('searchAnyAccount', 'Choose an account'),
	description: 'PixVerse account to read. May stay empty while only one account is configured.',
};

/** The account that is meant. */
export const accountRequired: INodeProperties = {
	...accountField('searchAccounts', 'Choose an account'),
	required: true,
	description: 'PixVerse account, one of those configured at useapi.net',
};
