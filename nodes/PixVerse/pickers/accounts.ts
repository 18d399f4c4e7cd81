import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listAccounts } from '../../shared/api/accounts';
import { PixVerseApi } from '../../shared/api/client';
import { matching } from './matching';

/** Lists the PixVerse accounts configured at useapi.net. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const accounts = await listAccounts(await PixVerseApi.connect(this));
	const found = matching(
		accounts.map(({ email }) => ({ name: email, value: email })),
		filter,
	);
	if (!filter && !isMeant(this)) found.results.unshift({ name: 'Any Account', value: '' });
	return found;
}

/** Whether the operation is about one certain account. */
function isMeant(context: ILoadOptionsFunctions): boolean {
	const operation = String(context.getCurrentNodeParameter('operation'));
	return (
		context.getCurrentNodeParameter('resource') === 'account' &&
		['get', 'delete'].includes(operation)
	);
}

/** The account a picker reads: the one chosen in the node, else the first that works. */
export async function accountToAsk(
	context: ILoadOptionsFunctions,
	api: PixVerseApi,
): Promise<string | undefined> {
	const chosen = context.getCurrentNodeParameter('account') as { value?: unknown } | undefined;
	const email = chosen?.value;
	if (typeof email === 'string' && email !== '' && !email.startsWith('=')) return email;
	const accounts = await listAccounts(api);
	return (accounts.find(({ error }) => !error) ?? accounts[0])?.email;
}
