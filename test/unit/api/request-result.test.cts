import fc from 'fast-check';
import { NodeApiError } from 'n8n-workflow';
import {
	isRetryable,
	parseRetryAfter,
	toNetworkFailure,
	isSuccess,
} from '../../../nodes/shared/api/requestResult';
import { createResponse, node } from '../fake-api.cts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const parseWait = (headers: Record<string, string>, body: unknown = {}) =>
	parseRetryAfter(createResponse(429, body, headers), NOW);

describe('parseRetryAfter', () => {
	it.each([
		['seconds', { 'retry-after': '7' }, {}, 7000],
		['half a second', { 'retry-after': '0.5' }, {}, 500],
		['no time', { 'retry-after': '0' }, {}, 0],
		['a negative time', { 'retry-after': '-5' }, {}, 0],
		['a date', { 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, {}, 30_000],
		['a date that has passed', { 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, {}, 0],
		['a time in the body', {}, { retryAfter: '2026-11-22T10:00:12Z' }, 12_000],
		['a time in the body that has passed', {}, { retryAfter: '2026-11-22T09:59:00Z' }, 0],
		['a time under another name', {}, { retryAt: '2026-11-22T10:00:12Z' }, 12_000],
		[
			'both names',
			{},
			{ retryAfter: '2026-11-22T10:00:07Z', retryAt: '2026-11-22T10:00:12Z' },
			7000,
		],
		['nonsense and the other name', {}, { retryAfter: 1, retryAt: '2026-11-22T10:00:12Z' }, 12_000],
		['both', { 'retry-after': '3' }, { retryAfter: '2026-11-22T10:00:12Z' }, 3000],
		[
			'nonsense and a time',
			{ 'retry-after': 'soon' },
			{ retryAfter: '2026-11-22T10:00:12Z' },
			12_000,
		],
		['blanks and a time', { 'retry-after': ' ' }, { retryAfter: '2026-11-22T10:00:12Z' }, 12_000],
	])('should read %s', (_case, headers, body, ms) => {
		expect(parseWait(headers as Record<string, string>, body)).toBe(ms);
	});

	it.each([
		['neither header nor field', {}, { error: 'busy' }],
		['nonsense in the header', { 'retry-after': 'soon' }, ''],
		['nonsense in the field', {}, { retryAfter: 'soon' }],
		['a number in the field, whose unit is unknown', {}, { retryAfter: 12 }],
		['no body', {}, undefined],
		['null', {}, null],
		['a text', {}, 'retryAfter'],
		['a list', {}, ['retryAfter']],
	])('should return undefined for %s', (_case, headers, body) => {
		expect(parseWait(headers as Record<string, string>, body)).toBeUndefined();
	});

	it.each([
		['a date', { 'retry-after': 'Sun, 22 Nov 2026 07:00:30 GMT' }, {}],
		['a time in the body', {}, { retryAfter: '2026-11-22T07:00:30Z' }],
	])(
		'should read %s by the clock of the API when the clock of n8n is hours off',
		(_, head, body) => {
			expect(parseWait({ ...head, date: 'Sun, 22 Nov 2026 07:00:00 GMT' }, body)).toBe(30_000);
		},
	);

	it('should return a finite duration or undefined, whatever the response', () => {
		const header = fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String));
		const body = fc.oneof(
			fc.jsonValue(),
			fc.record({ retryAfter: fc.oneof(fc.string(), fc.jsonValue()) }),
		);
		fc.assert(
			fc.property(fc.option(header), body, (value, responseBody) => {
				const ms = parseWait(value === null ? {} : { 'retry-after': value }, responseBody);
				if (ms === undefined) return;
				expect(Number.isFinite(ms)).toBe(true);
				expect(ms).toBeGreaterThanOrEqual(0);
			}),
			{ examples: [['1e308', {}]] },
		);
	});
});

describe('isRetryable and isSuccess', () => {
	it.each([408, 429, 500, 502, 503, 504])('should retry a read after status %d', (status) => {
		expect(isRetryable(createResponse(status))).toBe(true);
	});

	it.each([200, 201, 204, 301, 400, 401, 402, 403, 404, 410, 412, 422, 501, 596])(
		'should not retry a read after status %d',
		(status) => {
			expect(isRetryable(createResponse(status))).toBe(false);
		},
	);

	it('should retry a read after a network failure', () => {
		expect(isRetryable({ kind: 'networkFailure', reason: 'x', mayHaveBeenReceived: true })).toBe(
			true,
		);
	});

	it('should accept every 2xx as success, and nothing else', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
				expect(isSuccess(createResponse(status))).toBe(status >= 200 && status < 300);
			}),
		);
		expect(isSuccess({ kind: 'networkFailure', reason: 'x', mayHaveBeenReceived: false })).toBe(
			false,
		);
	});
});

/** The ways in which n8n and its HTTP client wrap a network error code. */
const wrappers: Array<[string, (code: string) => unknown]> = [
	['as it is', (code) => Object.assign(new Error('connect'), { code })],
	['in a cause', (code) => new Error('a', { cause: Object.assign(new Error('b'), { code }) })],
	[
		'in a cause of a cause',
		(code) => new Error('a', { cause: new Error('b', { cause: { code, message: 'c' } }) }),
	],
	['in an errorResponse', (code) => ({ message: 'a', errorResponse: { code } })],
	[
		'in a NodeApiError',
		(code) => new NodeApiError(node, Object.assign(new Error('b'), { code }) as never),
	],
	[
		'in a NodeApiError around a plain object',
		(code) => new NodeApiError(node, { message: 'b', code }),
	],
	[
		'in the cause of an error with another code',
		(code) => Object.assign(new Error('a', { cause: { code } }), { code: 'SOMETHING' }),
	],
];

describe('toNetworkFailure', () => {
	describe.each(wrappers)('with the error code %s', (_case, wrap) => {
		it.each([
			'ECONNREFUSED',
			'ENOTFOUND',
			'EAI_AGAIN',
			'EHOSTUNREACH',
			'ENETUNREACH',
			'CERT_HAS_EXPIRED',
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'ERR_TLS_CERT_ALTNAME_INVALID',
		])('should report that the request was not received after %s', (code) => {
			expect(toNetworkFailure(wrap(code))).toMatchObject({
				kind: 'networkFailure',
				mayHaveBeenReceived: false,
			});
		});

		it.each(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_BAD_RESPONSE'])(
			'should report that the request may have been received after %s',
			(code) => {
				expect(toNetworkFailure(wrap(code))).toMatchObject({
					kind: 'networkFailure',
					mayHaveBeenReceived: true,
				});
			},
		);
	});

	it('should describe the reason', () => {
		const reason = (code: string) => toNetworkFailure({ code })?.reason;
		expect(reason('ECONNREFUSED')).toBe('the connection was refused');
		expect(reason('ENOTFOUND')).toBe('the host name does not exist');
		expect(reason('ECONNRESET')).toBe('the connection was interrupted');
		expect(reason('ETIMEDOUT')).toBe('the response timed out');
	});

	it.each([
		new Error('The request was blocked because it resolves to a private IP address'),
		Object.assign(new Error('Blocked'), { name: 'SsrfBlockedIpError' }),
		new Error('a', { cause: Object.assign(new Error('b'), { name: 'SsrfBlockedHostnameError' }) }),
	])('should name the protection of n8n that blocked the address: %s', (blocked) => {
		expect(toNetworkFailure(blocked)).toEqual({
			kind: 'networkFailure',
			reason: 'your n8n instance does not allow requests to that address',
			mayHaveBeenReceived: false,
		});
	});

	it.each([
		['timeout of 60000ms exceeded', 'the response timed out'],
		['The operation was aborted due to timeout', 'the response timed out'],
		['Headers Timeout Error', 'the response timed out'],
		['socket hang up', 'the connection was interrupted'],
		['aborted', 'the connection was interrupted'],
		['other side closed', 'the connection was interrupted'],
		[
			'Client network socket disconnected before secure TLS connection was established',
			'the connection was interrupted',
		],
	])('should recognize a network error without a code by its message: %s', (message, reason) => {
		expect(toNetworkFailure(new Error(message))).toMatchObject({
			reason,
			mayHaveBeenReceived: true,
		});
	});

	it.each([
		['an expression of n8n that fails', new Error("Node 'PixVerse' hasn't been executed")],
		['a bug', new TypeError("Cannot read properties of undefined (reading 'id')")],
		['a credential that is missing', new NodeApiError(node, { message: 'No credentials found' })],
		['a domain that the credential does not allow', new Error('Domain not allowed: example.com')],
		['an HTTP status that n8n threw', Object.assign(new Error('x'), { code: 'ERR_BAD_REQUEST' })],
		['a node named after a timeout', new Error("Node 'Get timeout' hasn't been executed")],
		['a variable named after a timeout', new ReferenceError('timeout is not defined')],
		['a variable in quotes', new Error('"timeout" is not defined')],
		['a task of n8n', new Error('Task request timed out after 60 seconds')],
		['a transaction of the database', new Error('The transaction was aborted')],
		['a parameter named after SSRF', new Error('Parameter "ssrf" is empty')],
		['a workflow that was closed', new Error('Workflow "connection lost" is not active')],
		['a file that is missing', Object.assign(new Error('x'), { code: 'ENOENT' })],
	])('should not be taken for a network failure: %s', (_case, thrown) => {
		expect(toNetworkFailure(thrown)).toBeUndefined();
	});

	it('should read any thrown value without throwing', () => {
		fc.assert(
			fc.property(fc.anything(), (thrown) => {
				const failure = toNetworkFailure(thrown);
				if (failure) expect(failure.kind).toBe('networkFailure');
			}),
		);
		const circle: { cause?: unknown } = {};
		circle.cause = circle;
		expect(toNetworkFailure(circle)).toBeUndefined();
	});

	it('should not contain the original message', () => {
		expect(
			JSON.stringify(
				toNetworkFailure(
					Object.assign(new Error('Bearer user:1234-secret'), { code: 'ETIMEDOUT' }),
				),
			),
		).not.toContain('secret');
	});
});
