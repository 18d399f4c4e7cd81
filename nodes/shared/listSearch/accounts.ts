import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { findWorkingAccount, listAccounts } from '../api/accounts';
import { PixVerseClient } from '../api/client';
import { getLocatorValue } from '../descriptions/searchableLocator';
import { filterResults } from './filterResults';

/** Lists the PixVerse accounts configured at useapi.net. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const accounts = await listAccounts(await PixVerseClient.fromContext(this));
	return filterResults(
		accounts.map(({ email }) => ({ name: email, value: email })),
		filter,
	);
}

/** For optional fields: the first entry stands for an empty value. */
export function createAccountSearch(emptyLabel: string): typeof searchAccounts {
	return async function (filter) {
		const found = await searchAccounts.call(this, filter);
		if (!filter) found.results.unshift({ name: emptyLabel, value: '' });
		return found;
	};
}

export const searchAnyAccount = createAccountSearch('Any Account');

/** The account whose options to list: the selected one, otherwise the first working one. */
export async function getAccountForQuery(
	context: ILoadOptionsFunctions,
	api: PixVerseClient,
): Promise<string | undefined> {
	const selected = getSelectedValue(context, 'account');
	return selected ?? findWorkingAccount(await listAccounts(api))?.email;
}

/** What is selected in another field. Undefined for nothing, and for an expression. */
export function getSelectedValue(
	context: ILoadOptionsFunctions,
	parameter: string,
): string | undefined {
	const value = getLocatorValue(context.getCurrentNodeParameter(parameter));
	return typeof value === 'string' && value !== '' && !value.startsWith('=') ? value : undefined;
}
