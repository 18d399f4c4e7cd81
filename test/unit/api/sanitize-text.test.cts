import fc from 'fast-check';
import { extractErrorMessage, sanitizeText } from '../../../nodes/shared/api/sanitizeText';

const TOKEN = 'user:1234-AbCdEfGh';
const SIGNATURE = 'X-Amz-Signature=deadbeef';

/** Text from a server that an attacker may control. */
const text = fc
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

/** Every shape of a refusal, known or not. */
const body = fc.oneof(
	text,
	text.map((said) => ({ error: said })),
	text.map((message) => ({ error: { code: 400, message } })),
	text.map((error) => JSON.stringify({ error })),
	fc.dictionary(
		fc.constantFrom('error', 'errorDetails', 'message', 'details', 'err_msg', 'code'),
		fc.oneof(text, fc.jsonValue(), fc.record({ message: text }), fc.record({ error: text })),
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
		['the complaint about an upload', { err_msg: 'Too large' }, 'Too large'],
		['an empty error beside a message', { error: '', message: 'Told here' }, 'Told here'],
		['a bare text', 'Upstream says no', 'Upstream says no'],
		['JSON that came as text', '{"error":"As text"}', 'As text'],
		['half a JSON text', '{"error":"As te', '{"error":"As te'],
		['blanks around', { error: '  Spaced \n' }, 'Spaced'],
	])('should find the explanation in %s', (_where, given, said) => {
		expect(extractErrorMessage(given)).toBe(said);
	});

	it.each([
		['an empty body', ''],
		['no body', undefined],
		['null', null],
		['a number', 404],
		['a list', ['a', 'b']],
		['an object that says nothing', { code: 400 }],
		['JSON text that says nothing', '{"code":400}'],
		['a web page', '<!DOCTYPE html><html><body>Bad gateway</body></html>'],
		['a web page without a doctype', '\n<html><body>nginx</body></html>'],
		['an XML page', '<?xml version="1.0"?><Error/>'],
		['a web page in an error', { error: '<html></html>' }],
		['the name of the status', { error: 'Bad Request' }],
		['the name of the status, as a sentence', 'Service Unavailable.'],
		['what axios says', { message: 'Request failed with status code 500' }],
	])('should return an empty text for %s', (_what, given) => {
		expect(extractErrorMessage(given)).toBe('');
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
		['the start of the address is broken', `h{}ttps://x.test/v.mp4?${SIGNATURE}`],
		[
			'a mark that turns the text is in it',
			`ht\u200etps://x.test/v.mp4?X-Amz-Sign\u200eature=deadbeef`,
		],
		['a control character is in it', `https://x.test/v.mp4\u0007?X-Amz-Signature=dead\u0007beef`],
		['only the query is left', `X-Amz-Credential=deadbeef&${SIGNATURE}`],
	])('should mask the signature of a URL when %s', (_when, said) => {
		expect(sanitizeText(`No file at ${said} now`)).not.toMatch(/signature=|dead|beef/i);
	});

	it('should show markup as text', () => {
		expect(extractErrorMessage({ error: 'Use <b>v6</b>' })).toBe('Use ‹b›v6‹/b›');
	});

	it('should end with an ellipsis when it is truncated', () => {
		const said = extractErrorMessage({ error: 'long '.repeat(100) });
		expect(said).toHaveLength(300);
		expect(said.endsWith('…')).toBe(true);
		expect(extractErrorMessage({ error: 'x'.repeat(300) })).toBe('x'.repeat(300));
	});

	it('should return one short line without token, signature, markup, or control characters, whatever the response', () => {
		fc.assert(
			fc.property(body, (given) => {
				const said = extractErrorMessage(given, [TOKEN]);
				expect(said).not.toContain(TOKEN);
				expect(said).not.toContain(SIGNATURE);
				expect(said).not.toMatch(/[<>\p{Cc}\p{Zl}\p{Zp}]/u);
				expect(said.length).toBeLessThanOrEqual(300);
			}),
			{ numRuns: 1000 },
		);
	});

	it('should not truncate in the middle of a character', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 140, maxLength: 310 }), (said) => {
				expect(() => encodeURIComponent(sanitizeText(said))).not.toThrow();
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

	it('should keep the writing direction', () => {
		expect(sanitizeText('a file called \u202egpj.exe')).toBe('a file called gpj.exe');
	});
});
