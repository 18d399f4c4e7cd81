import type { INodeProperties } from 'n8n-workflow';
import { accountField } from '../../shared/descriptions/fields';

export const accountOptional = accountField(
	'searchAnyAccount',
	'Any account',
	'PixVerse account to use. Leave empty to let the API pick any configured account with a free slot. A source that is given by its PixVerse ID is always processed by its own account.',
);

/** Required by the API if more than one account is configured. */
export const accountForReading = accountField(
	'searchAnyAccount',
	'Choose if there are several',
	'PixVerse account to read. Optional if only one account is configured.',
);

export const accountRequired: INodeProperties = {
	...accountField(
		'searchAccounts',
		'Choose an account',
		'One of the PixVerse accounts configured at useapi.net',
	),
	required: true,
};
