import type { INodeProperties } from 'n8n-workflow';
import { emailMode } from '../../shared/descriptions/emailMode';
import { searchableLocator } from '../../shared/descriptions/searchableLocator';

const accountField = (searchListMethod: string, placeholder: string) =>
	searchableLocator({
		displayName: 'Account',
		name: 'account',
		description: 'PixVerse account',
		searchListMethod,
		placeholder,
		manualMode: emailMode,
	});

export const accountOptional: INodeProperties = {
	...accountField('searchAnyAccount', 'Any account'),
	description:
		'PixVerse account to use. Leave empty to let the API pick any configured account with a free slot. A source that is given by its PixVerse ID is always processed by its own account.',
};

/** Required by the API if more than one account is configured. */
export const accountForReading: INodeProperties = {
	...accountField('searchAnyAccount', 'Choose an account'),
	description: 'PixVerse account to read. Optional if only one account is configured.',
};

export const accountRequired: INodeProperties = {
	...accountField('searchAccounts', 'Choose an account'),
	required: true,
	description: 'One of the PixVerse accounts configured at useapi.net',
};
