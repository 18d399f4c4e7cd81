import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listAccounts } from '../../shared/api/accounts';
import { PixVerseApi } from '../../shared/api/client';

/** Lists the PixVerse accounts configured at useapi.net. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const accounts = await listAccounts(await PixVerseApi.connect(this));
	const wanted = filter.trim().toLowerCase();
	const emails = accounts
		.map(({ email }) => email)
		.filter((email) => email.toLowerCase().includes(wanted));
	return {
		results: [
			...(wanted ? [] : [{ name: 'Any Account', value: '' }]),
			...emails.map((email) => ({ name: email, value: email })),
		],
	};
}
