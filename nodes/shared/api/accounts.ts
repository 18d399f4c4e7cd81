import type { IDataObject } from 'n8n-workflow';
import { accountsSchema, looseObjectSchema } from './responseSchemas';
import type { PixVerseClient } from './client';
import { isSuccess } from './requestResult';
import { parseResponse } from './parseResponse';

export type Account = IDataObject & { email: string };

/** The PixVerse accounts configured at useapi.net. The API answers an object keyed by e-mail, and 404 when there are none. */
export async function listAccounts(api: PixVerseClient): Promise<Account[]> {
	const errorContext = { verbPhrase: 'read the accounts' };
	const reply = await api.getWithRetry({ path: 'accounts' });
	if (reply.kind === 'response' && reply.status === 404) return [];
	if (!isSuccess(reply)) throw api.toError(reply, errorContext);
	const accounts = parseResponse(api, accountsSchema, reply.body, errorContext);
	// The key is the e-mail, whatever an account says of itself.
	return Object.entries(accounts).map(
		([email, account]) => Object.assign({ email }, account, { email }) as Account,
	);
}

/**
 * An account for calls that insist on one as soon as two are configured, where any will do.
 * @returns undefined while there is only one
 */
export async function pickAccount(api: PixVerseClient): Promise<string | undefined> {
	const accounts = await listAccounts(api);
	if (accounts.length < 2) return undefined;
	return (accounts.find(({ error }) => !error) ?? accounts[0])?.email;
}

/** One configured account. The API masks password and session token. */
export async function getAccount(api: PixVerseClient, email: string): Promise<IDataObject> {
	const errorContext = { verbPhrase: 'read the account', account: email };
	const body = await api.request(
		{ method: 'GET', path: `accounts/${encodePathSegment(email)}` },
		errorContext,
	);
	return parseResponse(api, looseObjectSchema, body, errorContext) as IDataObject;
}

/** Configures an account. PixVerse is signed in to at once, so a wrong password is answered here. */
export async function saveAccount(
	api: PixVerseClient,
	account: { email: string; password: string; maxJobs: number; token?: string },
): Promise<IDataObject> {
	const { email, token, ...others } = account;
	const errorContext = {
		verbPhrase: 'save the account',
		account: email,
		isLogin: true,
		secrets: [account.password, token ?? ''],
	};
	const reply = await api.send({
		method: 'POST',
		path: `accounts/${encodePathSegment(email)}`,
		body: { email, ...others, ...(token && { token }) },
	});
	if (!isSuccess(reply)) throw api.toError(reply, errorContext);
	const saved = looseObjectSchema.safeParse(reply.body);
	return saved.success ? (maskSecrets(saved.data, errorContext.secrets) as IDataObject) : { email };
}

/** The API masks the secrets of an account; should it ever not, they are masked here. */
function maskSecrets(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string')
		return secrets.includes(value) && value !== '' ? '[hidden]' : value;
	if (Array.isArray(value)) return value.map((entry) => maskSecrets(entry, secrets));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [name, maskSecrets(entry, secrets)]),
	);
}

/** Removes an account. What the API answers is not known beyond a 2xx status. */
export async function deleteAccount(api: PixVerseClient, email: string): Promise<void> {
	const errorContext = { verbPhrase: 'delete the account', account: email };
	await api.request(
		{ method: 'DELETE', path: `accounts/${encodePathSegment(email)}` },
		errorContext,
	);
}

/** E-mails go into paths raw, like IDs; what would change the path is encoded all the same. */
function encodePathSegment(email: string): string {
	return email.replace(/[/?#%\s\\]/g, encodeURIComponent);
}
