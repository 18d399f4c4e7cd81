import type { IDataObject } from 'n8n-workflow';
import { accountsAnswer, anyObject } from './responseSchemas';
import type { PixVerseApi } from './client';
import { succeeded } from './requestResult';
import { readAs } from './parseResponse';

export type Account = IDataObject & { email: string };

/** The PixVerse accounts configured at useapi.net. The API answers an object keyed by e-mail, and 404 when there are none. */
export async function listAccounts(api: PixVerseApi): Promise<Account[]> {
	const occasion = { task: 'read the accounts' };
	const reply = await api.read({ path: 'accounts' });
	if (reply.kind === 'answer' && reply.status === 404) return [];
	if (!succeeded(reply)) throw api.refusal(reply, occasion);
	const accounts = readAs(api, accountsAnswer, reply.body, occasion);
	// The key is the e-mail, whatever an account says of itself.
	return Object.entries(accounts).map(
		([email, account]) => Object.assign({ email }, account, { email }) as Account,
	);
}

/**
 * An account for calls that insist on one as soon as two are configured, where any will do.
 * @returns undefined while there is only one
 */
export async function anyAccount(api: PixVerseApi): Promise<string | undefined> {
	const accounts = await listAccounts(api);
	if (accounts.length < 2) return undefined;
	return (accounts.find(({ error }) => !error) ?? accounts[0])?.email;
}

/** One configured account. The API masks password and session token. */
export async function getAccount(api: PixVerseApi, email: string): Promise<IDataObject> {
	const occasion = { task: 'read the account', account: email };
	const body = await api.call({ method: 'GET', path: `accounts/${inPath(email)}` }, occasion);
	return readAs(api, anyObject, body, occasion) as IDataObject;
}

/** Configures an account. PixVerse is signed in to at once, so a wrong password is answered here. */
export async function saveAccount(
	api: PixVerseApi,
	account: { email: string; password: string; maxJobs: number; token?: string },
): Promise<IDataObject> {
	const { email, token, ...others } = account;
	const occasion = {
		task: 'save the account',
		account: email,
		login: true,
		secrets: [account.password, token ?? ''],
	};
	const reply = await api.send({
		method: 'POST',
		path: `accounts/${inPath(email)}`,
		body: { email, ...others, ...(token && { token }) },
	});
	if (!succeeded(reply)) throw api.refusal(reply, occasion);
	const saved = anyObject.safeParse(reply.body);
	return saved.success ? (hidden(saved.data, occasion.secrets) as IDataObject) : { email };
}

/** The API masks the secrets of an account; should it ever not, they are masked here. */
function hidden(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string')
		return secrets.includes(value) && value !== '' ? '[hidden]' : value;
	if (Array.isArray(value)) return value.map((entry) => hidden(entry, secrets));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [name, hidden(entry, secrets)]),
	);
}

/** Removes an account. What the API answers is not known beyond a 2xx status. */
export async function deleteAccount(api: PixVerseApi, email: string): Promise<void> {
	const occasion = { task: 'delete the account', account: email };
	await api.call({ method: 'DELETE', path: `accounts/${inPath(email)}` }, occasion);
}

/** E-mails go into paths raw, like IDs; what would change the path is encoded all the same. */
function inPath(email: string): string {
	return email.replace(/[/?#%\s\\]/g, encodeURIComponent);
}
