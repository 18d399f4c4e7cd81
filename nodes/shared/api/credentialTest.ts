import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { parseJson, readBody } from './responseBody';
import { getClock, withTimeout } from './clock';
import type { ByteStream } from './openDownload';
import { toNetworkFailure } from './requestResult';

interface TestResponse {
	statusCode: number;
	body: ByteStream;
}

/** Milliseconds; somebody is looking at a spinner. */
const TIMEOUT_MS = 20_000;

/**
 * Tries a credential on the subscription page of useapi.net: it costs nothing, and needs no PixVerse account to be
 * configured yet. A declared test would show network faults as bare codes (ECONNREFUSED), so this one is a function;
 * n8n gives such functions no other means than `helpers.request`.
 */
export async function testCredential(
	{ helpers }: ICredentialTestFunctions,
	credential: ICredentialDataDecryptedObject | undefined,
): Promise<INodeCredentialTestResult> {
	const token = String(credential?.apiToken ?? '').trim();
	const address = String(credential?.baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '')
		.replace(/\/v2(\/pixverse)?$/, '');
	if (token === '') return failure('"API Token" is empty. Copy the whole token from useapi.net.');
	if (!/^https?:\/\/[^\s/]+/i.test(address))
		return failure('"Base URL" is not a web address. The default is https://api.useapi.net.');
	const clock = getClock({});
	let answer: TestResponse;
	try {
		const asked = helpers.request({
			method: 'GET',
			uri: `${address}/v2/account`,
			headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
			json: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			// Like every answer: whatever listens there may send without end.
			useStream: true,
			timeout: TIMEOUT_MS,
		}) as Promise<TestResponse>;
		const came = await withTimeout(clock, TIMEOUT_MS, asked);
		if (came === 'timeout') return networkFailure('no answer came in time');
		answer = came;
	} catch (thrown) {
		return networkFailure(toNetworkFailure(thrown).reason);
	}
	const received = await readBody(answer.body, clock, () => {});
	if (received.kind === 'broken') return networkFailure(received.reason);
	return toTestResult(
		answer.statusCode,
		received.kind === 'whole' ? parseJson(received.text) : undefined,
	);
}

/** What the answer of the subscription page says about the token. */
export function toTestResult(status: number, body: unknown): INodeCredentialTestResult {
	const known = STATUS_MESSAGES[status];
	if (known) return failure(known);
	if (status >= 300 && status < 400)
		return failure('The address answers with a redirect, which is not followed. Check Base URL.');
	if (status >= 500)
		return failure(
			`useapi.net is not able to answer right now (status ${status}). Try again later.`,
		);
	const account = typeof body === 'object' && body !== null ? body : undefined;
	if (status < 200 || status >= 300 || !account || !('subscriptionIsActive' in account))
		return failure('Something else than useapi.net answers at this address. Check Base URL.');
	return account.subscriptionIsActive === false
		? failure(EXPIRED_MESSAGE)
		: { status: 'OK', message: 'The token works and the subscription is active.' };
}

const EXPIRED_MESSAGE =
	'The useapi.net subscription of this token has expired. Renew it at useapi.net, then test again.';

const STATUS_MESSAGES: Record<number, string> = {
	401: 'The API token was not accepted. Copy the whole token from useapi.net; it starts with "user:".',
	402: EXPIRED_MESSAGE,
	403: 'This API token has no access. Copy the whole token from useapi.net; it starts with "user:".',
	429: 'useapi.net is busy. Wait a minute, then test again.',
};

function networkFailure(reason: string): INodeCredentialTestResult {
	return failure(
		`The API could not be reached: ${reason}. Check Base URL and the network of this n8n.`,
	);
}

function failure(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}
