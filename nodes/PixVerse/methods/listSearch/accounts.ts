import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listAccounts } from '../../../shared/api/accounts';
import { PixVerseClient } from '../../../shared/api/client';
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

/** The same for fields that may stay empty: what that stands for is listed first. */
export function createAccountSearch(nobody: string): typeof searchAccounts {
	return async function (filter) {
		const found = await searchAccounts.call(this, filter);
		if (!filter) found.results.unshift({ name: nobody, value: '' });
		return found;
	};
}

export const searchAnyAccount = createAccountSearch('Any Account');

/** The account a picker reads: the one chosen in the node, else the first that works. */
export async function getAccountForQuery(
	context: ILoadOptionsFunctions,
	api: PixVerseClient,
): Promise<string | undefined> {
	const chosen = context.getCurrentNodeParameter('account') as { value?: unknown } | undefined;
	const email = chosen?.value;
	if (typeof email === 'string' && email !== '' && !email.startsWith('=')) return email;
	const accounts = await listAccounts(api);
	return (accounts.find(({ error }) => !error) ?? accounts[0])?.email;
}
