import fc from 'fast-check';
import { extractErrorMessage, sanitizeText } from '../../../nodes/shared/api/sanitizeText';

const TOKEN = 'user:1234-AbCdEfGh';
const SIGNATURE = 'X-Amz-Signature=deadbeef';

/** Text from a server that an attacker may control. */
const untrustedText = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				TOKEN,
				`Bearer ${TOKEN}`,
				`bearer\t${TOKEN}`,
				`https://media.pixverse.ai/v.mp4?${SIGNATURE}&Expires=1`,
				`HTTP://media.pixverse.ai/v.mp4#${SIGNATURE}`,
				'<script>alert(1)</script>',
				'<img src=x onerror=y>',
				'\u0000\u0007\u001b[31m',
				'\u0085\u2028\u2029',
				'line\r\nend',
				'🎬',
				' ',
			),
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: 'binary', maxLength: 400 }),
		),
		{ maxLength: 12 },
	)
	.map((pieces) => pieces.join(' '));

/** Bodies of error responses, in documented and other shapes. */
const body = fc.oneof(
	untrustedText,
	untrustedText.map((message) => ({ error: message })),
	untrustedText.map((message) => ({ error: { code: 400, message } })),
	untrustedText.map((error) => JSON.stringify({ error })),
	fc.dictionary(
		fc.constantFrom('error', 'errorDetails', 'message', 'details', 'err_msg', 'code'),
		fc.oneof(
			untrustedText,
			fc.jsonValue(),
			fc.record({ message: untrustedText }),
			fc.record({ error: untrustedText }),
		),
	),
	fc.jsonValue(),
	fc.anything(),
);

describe('sanitizeText', () => {
	it.each([
		['the error of the create pages', { error: 'Unknown model' }, 'Unknown model'],
		['the error of the account pages', { error: 'Unknown model', code: 400 }, 'Unknown model'],
		['an error that was passed through', { error: { code: 3, message: 'Busy' } }, 'Busy'],
		['an error in an error', { error: { error: { message: 'Deep' } } }, 'Deep'],
		['errorDetails', { errorDetails: 'Too long' }, 'Too long'],
		['details', { details: 'Too wide' }, 'Too wide'],
		['a message', { message: 'Too many' }, 'Too many'],
		['the error of an upload', { err_msg: 'Too large' }, 'Too large'],
		['an empty error beside a message', { error: '', message: 'Told here' }, 'Told here'],
		['a bare text', 'Upstream says no', 'Upstream says no'],
		['JSON that came as text', '{"error":"As text"}', 'As text'],
		['half a JSON text', '{"error":"As te', '{"error":"As te'],
		['a message with spaces around it', { error: '  Spaced \n' }, 'Spaced'],
	])('should find the explanation in %s', (_case, responseBody, message) => {
		expect(extractErrorMessage(responseBody)).toBe(message);
	});

	it.each([
		['an empty body', ''],
		['no body', undefined],
		['null', null],
		['a number', 404],
		['a list', ['a', 'b']],
		['an object without a message', { code: 400 }],
		['JSON text without a message', '{"code":400}'],
		['a web page', '<!DOCTYPE html><html><body>Bad gateway</body></html>'],
		['a web page without a doctype', '\n<html><body>nginx</body></html>'],
		['an XML page', '<?xml version="1.0"?><Error/>'],
		['a web page in an error', { error: '<html></html>' }],
		['the name of the status', { error: 'Bad Request' }],
		['the name of the status, as a sentence', 'Service Unavailable.'],
		['the message of axios', { message: 'Request failed with status code 500' }],
	])('should return an empty text for %s', (_case, responseBody) => {
		expect(extractErrorMessage(responseBody)).toBe('');
	});

	it('should mask the token, also after the word Bearer', () => {
		expect(extractErrorMessage({ error: `Token ${TOKEN} is bad` }, [TOKEN])).toBe(
			'Token [hidden] is bad',
		);
		expect(extractErrorMessage({ error: 'Bearer user:9-other' }, [TOKEN])).toBe('Bearer [token]');
	});

	it('should mask the signature of a URL and keep the rest of the URL', () => {
		expect(sanitizeText(`No file at https://x.test/v.mp4?${SIGNATURE} now`)).toBe(
			'No file at https://x.test/v.mp4 now',
		);
	});

	it.each([
		['the start of the URL is invalid', `h{}ttps://x.test/v.mp4?${SIGNATURE}`],
		[
			'the URL contains a mark that changes the writing direction',
			`ht\u200etps://x.test/v.mp4?X-Amz-Sign\u200eature=deadbeef`,
		],
		[
			'the URL contains a control character',
			`https://x.test/v.mp4\u0007?X-Amz-Signature=dead\u0007beef`,
		],
		['only the query is left', `X-Amz-Credential=deadbeef&${SIGNATURE}`],
	])('should mask the signature of a URL when %s', (_case, message) => {
		expect(sanitizeText(`No file at ${message} now`)).not.toMatch(/signature=|dead|beef/i);
	});

	it('should show markup as text', () => {
		expect(extractErrorMessage({ error: 'Use <b>v6</b>' })).toBe('Use ‹b›v6‹/b›');
	});

	it('should end with an ellipsis when it is truncated', () => {
		const message = extractErrorMessage({ error: 'long '.repeat(100) });
		expect(message).toHaveLength(300);
		expect(message.endsWith('…')).toBe(true);
		expect(extractErrorMessage({ error: 'x'.repeat(300) })).toBe('x'.repeat(300));
	});

	it('should return one short line without token, signature, markup, or control characters, whatever the response', () => {
		fc.assert(
			fc.property(body, (responseBody) => {
				const message = extractErrorMessage(responseBody, [TOKEN]);
				expect(message).not.toContain(TOKEN);
				expect(message).not.toContain(SIGNATURE);
				expect(message).not.toMatch(/[<>\p{Cc}\p{Zl}\p{Zp}]/u);
				expect(message.length).toBeLessThanOrEqual(300);
			}),
			{ numRuns: 1000 },
		);
	});

	it('should not truncate within a character', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 140, maxLength: 310 }), (message) => {
				expect(() => encodeURIComponent(sanitizeText(message))).not.toThrow();
			}),
		);
		expect(() => encodeURIComponent(sanitizeText('🎬'.repeat(200)))).not.toThrow();
		expect(() => encodeURIComponent(sanitizeText(`x${'🎬'.repeat(200)}`))).not.toThrow();
	});

	it.each(['http://', 'bearer ', '<', '\u2028', 'x'])(
		'should take linear time for 16 MB of %j',
		(piece) => {
			const measure = (chars: number) => {
				const error = piece.repeat(Math.floor(chars / piece.length));
				const startedAt = performance.now();
				extractErrorMessage({ error }, [TOKEN]);
				return performance.now() - startedAt;
			};
			// Linear: 16 times as long. Quadratic: 256 times.
			const baseline = Math.max(10, measure(2 ** 20));
			expect(measure(2 ** 24) / baseline).toBeLessThan(128);
		},
	);

	it('should remove marks that change the writing direction', () => {
		expect(sanitizeText('a file called \u202egpj.exe')).toBe('a file called gpj.exe');
	});
});
