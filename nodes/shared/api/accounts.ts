import type { IDataObject } from 'n8n-workflow';
import { accountsSchema, isRecord, looseObjectSchema, toNumber } from './responseSchemas';
import type { PixVerseClient } from './client';
import { is404, isSuccess } from './requestResult';
import { parseResponse, read } from './parseResponse';

export type Account = IDataObject & { email: string };

/** The PixVerse accounts configured at useapi.net. The API answers an object by e-mail, and 404 if there are none. */
export async function listAccounts(api: PixVerseClient): Promise<Account[]> {
	const errorContext = { verbPhrase: 'read the accounts' };
	const result = await api.getWithRetry({ path: 'accounts' });
	if (is404(result)) return [];
	if (!isSuccess(result)) throw api.toError(result, errorContext);
	const accounts = parseResponse(api, accountsSchema, result.body, errorContext);
	// The key is the e-mail, even if the account has another one in its fields.
	return Object.entries(accounts).map(
		([email, account]) => Object.assign({ email }, account, { email }) as Account,
	);
}

/** E-mails of the accounts without an error: one that is signed out shows nothing until it is added again. */
export async function listWorkingAccounts(api: PixVerseClient): Promise<string[]> {
	const accounts = await listAccounts(api);
	return accounts.filter(({ error }) => !error).map(({ email }) => email);
}

/** Picks an account for requests that need any account if there are several. @returns undefined if there is only one */
export async function pickAccount(api: PixVerseClient): Promise<string | undefined> {
	const accounts = await listAccounts(api);
	return accounts.length < 2 ? undefined : findWorkingAccount(accounts)?.email;
}

/** The first account without an error, otherwise the first one. */
export function findWorkingAccount(accounts: Account[]): Account | undefined {
	return accounts.find(({ error }) => !error) ?? accounts[0];
}

/** One configured account. The API masks its password and session token. */
export async function getAccount(api: PixVerseClient, email: string): Promise<IDataObject> {
	const request = { path: `accounts/${encodePathSegment(email)}` };
	const errorContext = { verbPhrase: 'read the account', account: email };
	return (await read(api, request, looseObjectSchema, errorContext)) as IDataObject;
}

/** Configures an account. The API signs in immediately, so it rejects a wrong password here. */
export async function saveAccount(
	api: PixVerseClient,
	account: { email: string; password: string; maxJobs: number; token?: string },
): Promise<IDataObject> {
	const { email, token, ...others } = account;
	const secrets = [account.password, token ?? ''];
	const errorContext = { verbPhrase: 'save the account', account: email, isLogin: true, secrets };
	const result = await api.send({
		method: 'POST',
		path: `accounts/${encodePathSegment(email)}`,
		body: { email, ...others, ...(token && { token }) },
	});
	if (!isSuccess(result)) throw api.toError(result, errorContext);
	return isRecord(result.body) ? maskSecrets(result.body, secrets) : { email };
}

/** The API masks the secrets of an account. This is a safeguard. */
const maskSecrets = (account: object, secrets: readonly unknown[]) =>
	JSON.parse(JSON.stringify(account), (_name, value: unknown) =>
		secrets.includes(value) && value !== '' ? '[hidden]' : value,
	) as IDataObject;

/** Of the response only a 2xx status is known. */
export async function deleteAccount(api: PixVerseClient, email: string): Promise<void> {
	await api.request(
		{ method: 'DELETE', path: `accounts/${encodePathSegment(email)}` },
		{ verbPhrase: 'delete the account', account: email },
	);
}

/** E-mails are raw in paths, like IDs; only characters that would change the path are encoded. */
function encodePathSegment(email: string): string {
	return email.replace(/[/?#%\s\\]/g, encodeURIComponent);
}

/** Plan and credits of an account. The account is optional if there is only one. */
export async function getAccountFeatures(
	api: PixVerseClient,
	account?: string,
): Promise<IDataObject> {
	const request = { path: 'features/', query: { email: account } };
	const errorContext = { verbPhrase: 'read the plan and credits', account };
	return (await read(api, request, looseObjectSchema, errorContext)) as IDataObject;
}

/** The ten most useful fields. `credits` is the sum of daily, monthly, and purchased credits. */
export function simplifyAccountFeatures(features: IDataObject, account?: string): IDataObject {
	const number = (name: string) => toNumber(features[name]) ?? 0;
	return {
		account: account ?? null,
		plan: features.plan_name ?? null,
		credits: number('credit_daily') + number('credit_monthly') + number('credit_package'),
		creditsDaily: number('credit_daily'),
		creditsMonthly: number('credit_monthly'),
		creditsBought: number('credit_package'),
		concurrency: features.gen_simultaneously ?? null,
		qualities: features.qualities ?? null,
		offPeakDiscount: features.off_peak_discount ?? null,
		renewsAt: features.credits_refresh_time ?? features.expired_date ?? null,
	};
}
