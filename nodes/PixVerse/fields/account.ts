import type { INodeProperties } from 'n8n-workflow';

const locator: INodeProperties = {
	displayName: 'Account',
	name: 'account',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Any account',
			typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
		},
		{
			displayName: 'By E-Mail',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. studio@example.com',
		},
	],
};

/** The account that makes something. */
export const account: INodeProperties = {
	...locator,
	description:
		'PixVerse account to use. Leave it empty to let the API pick any configured account with a free slot.',
};

/** The account that is read: the API insists on it as soon as two are configured. */
export const accountToRead: INodeProperties = {
	...locator,
	description: 'PixVerse account to read. May stay empty while only one account is configured.',
};

/** The account that is meant. */
export const accountMeant: INodeProperties = {
	...locator,
	required: true,
	description: 'PixVerse account, one of those configured at useapi.net',
};
