import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SECOND } from '../time';
import { isHttpUrl, normalizeBaseUrl } from './baseUrl';
import { getClock } from './clock';
import type { ByteStream } from './openDownload';
import { awaitResponse } from './requestResult';
import { parseJson, readBody } from './responseBody';
import { isRecord } from './responseSchemas';
import { sanitizeText } from './sanitizeText';

const TIMEOUT_MS = 20 * SECOND;

const EXPIRED_MESSAGE =
	'The useapi.net subscription of this token has expired. Renew it at useapi.net, then test again.';

const STATUS_MESSAGES: Record<number, string> = {
	401: 'The API token wasn\'t accepted. Copy the whole token from useapi.net; it starts with "user:".',
	402: EXPIRED_MESSAGE,
	403: 'This API token has no access. Copy the whole token from useapi.net; it starts with "user:".',
	429: 'useapi.net is busy. Wait a minute, then test again.',
};

/**
 * Tests a credential with the subscription endpoint of useapi.net, which is free and works before a PixVerse account is
 * configured. A declarative test would show network errors as codes (ECONNREFUSED), so this one is a function. n8n gives
 * such functions no other helper than `helpers.request`.
 */
export async function testPixVerseApi(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const token = String(data?.apiToken ?? '').trim();
	const baseUrl = normalizeBaseUrl(data?.baseUrl);
	if (token === '') return failure('"API Token" is empty. Copy the whole token from useapi.net.');
	if (!isHttpUrl(baseUrl))
		return failure('"Base URL" is not a URL. The default is https://api.useapi.net.');
	const clock = getClock({});
	const { helpers } = this;
	const request = helpers.request({
		method: 'GET',
		uri: `${baseUrl}/v2/account`,
		headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
		json: true,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		// The server may send without end.
		useStream: true,
		timeout: TIMEOUT_MS,
	}) as Promise<{ statusCode: number; body: ByteStream }>;
	try {
		const response = await awaitResponse(clock, TIMEOUT_MS, request, () => {});
		if ('kind' in response) return networkFailure(response.reason);
		const text = await readBody(response.body, clock, () => {});
		if (typeof text !== 'string') return networkFailure(text.reason);
		return toTestResult(response.statusCode, parseJson(text));
	} catch (thrown) {
		const message = thrown instanceof Error ? sanitizeText(thrown.message, [token]) : '';
		return failure(message || 'An unexpected error occurred');
	}
}

/** Turns the response of the subscription endpoint into a test result. */
export function toTestResult(status: number, body: unknown): INodeCredentialTestResult {
	const message = STATUS_MESSAGES[status];
	if (message) return failure(message);
	if (status >= 300 && status < 400)
		return failure("The address redirects, and the node doesn't follow. Check the base URL.");
	if (status >= 500)
		return failure(`useapi.net isn't available right now (status ${status}). Try again later.`);
	if (status < 200 || status >= 300 || !isRecord(body) || !('subscriptionIsActive' in body))
		return failure("The server at this address isn't useapi.net. Check the base URL.");
	return body.subscriptionIsActive === false
		? failure(EXPIRED_MESSAGE)
		: { status: 'OK', message: 'The token works and the subscription is active.' };
}

function networkFailure(reason: string): INodeCredentialTestResult {
	return failure(
		`The API could not be reached: ${reason}. Check the base URL and the network of your n8n instance.`,
	);
}

function failure(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}
