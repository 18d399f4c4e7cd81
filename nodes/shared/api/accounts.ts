import type { IDataObject } from 'n8n-workflow';
import { accountsAnswer } from './answers';
import type { PixVerseApi } from './client';
import { succeeded } from './reply';
import { readAs } from './reading';

export type Account = IDataObject & { email: string };

/** The PixVerse accounts configured at useapi.net. The API answers an object keyed by e-mail, and 404 when there are none. */
export async function listAccounts(api: PixVerseApi): Promise<Account[]> {
	const occasion = { task: 'read the accounts' };
	const reply = await api.read({ path: 'accounts' });
	if (reply.kind === 'answer' && reply.status === 404) return [];
	if (!succeeded(reply)) throw api.refusal(reply, occasion);
	const accounts = readAs(api, accountsAnswer, reply.body, occasion);
	return Object.entries(accounts).map(([email, account]) => ({ email, ...account }) as Account);
}
