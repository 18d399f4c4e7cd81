import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { searchAccounts as search } from '../PixVerse/pickers/accounts';

/** Lists the configured accounts; none stands for all of them. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { results } = await search.call(this, filter);
	return {
		results: results.map((entry) =>
			entry.value === '' ? { ...entry, name: 'All Accounts' } : entry,
		),
	};
}
