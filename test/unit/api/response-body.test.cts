import fc from 'fast-check';
import { Readable } from 'node:stream';
import {
	MAX_RESPONSE_BYTES,
	BODY_TIMEOUT_MS,
	parseJson,
	readBody,
} from '../../../nodes/shared/api/responseBody';
import type { ByteStream } from '../../../nodes/shared/api/openDownload';
import { FakeClock } from '../fake-clock.cts';

const noop = () => {};
const stream = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
	Readable.from(pieces, { objectMode: false }) as unknown as ByteStream & Readable;

describe('readBody', () => {
	it('should assemble the body from chunks of any size', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: 'binary', maxLength: 60 }),
				fc.integer({ min: 1, max: 7 }),
				async (text, size) => {
					const bytes = Buffer.from(text);
					const pieces: Buffer[] = [];
					for (let start = 0; start < bytes.length; start += size)
						pieces.push(bytes.subarray(start, start + size));
					const received = await readBody(stream(pieces), new FakeClock(), noop);
					expect(received).toBe(bytes.toString('utf8'));
				},
			),
		);
	});

	it.each([
		['all of a body of the maximum size', MAX_RESPONSE_BYTES, MAX_RESPONSE_BYTES],
		['nothing of a body that is one byte larger', MAX_RESPONSE_BYTES + 1, 0],
	])('should read %s: of %i bytes %i', async (_case, bytes, length) => {
		const source = stream([Buffer.alloc(bytes - 1, ' '), Buffer.from('1')]);
		expect(await readBody(source, new FakeClock(), noop)).toHaveLength(length);
		expect(source.destroyed).toBe(true);
	});

	it('should stop reading a body that never ends', async () => {
		let sent = 0;
		const source = stream(
			(function* () {
				for (;;) {
					sent += 65_536;
					yield Buffer.alloc(65_536, ' ');
				}
			})(),
		);
		expect(await readBody(source, new FakeClock(), noop)).toBe('');
		expect(sent).toBeLessThan(MAX_RESPONSE_BYTES + 2 ** 20);
	});

	it.each([
		['stalls', Infinity],
		['arrives slowly', 1000],
	])('should time out when the body %s', async (_case, pause) => {
		const clock = new FakeClock();
		const source = stream(
			(async function* () {
				for (;;) {
					yield Buffer.from('[');
					await (pause === Infinity ? new Promise(() => {}) : clock.sleep(pause));
				}
			})(),
		);
		let isEnded = false;
		const received = readBody(source, clock, () => void (isEnded = true));
		await clock.advance(BODY_TIMEOUT_MS + 2000);
		expect(await received).toMatchObject({ reason: 'the response timed out' });
		expect(isEnded).toBe(true);
	});

	it('should report a truncated body as a network failure', async () => {
		const source = stream(
			(function* () {
				yield Buffer.from('{"a":');
				throw new Error('ECONNRESET');
			})(),
		);
		const received = await readBody(source, new FakeClock(), noop);
		expect(received).toMatchObject({ kind: 'networkFailure', reason: 'the response ended early' });
	});

	it.each([
		['has been lost', (source: Readable) => void source.destroy()],
		['is lost', (source: Readable) => void setImmediate(() => source.destroy())],
		['failed', (source: Readable) => void source.on('error', noop).destroy(new Error('reset'))],
	])('should not wait for a body whose connection %s', async (_case, end) => {
		const source = stream({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(noop) }) });
		end(source);
		const received = await readBody(source, new FakeClock(), noop);
		expect(received).toMatchObject({ kind: 'networkFailure', reason: 'the response ended early' });
	});
});

describe('parseJson', () => {
	it('should return any JSON value unchanged, except for __proto__', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false } as never), (value) => {
				const text = JSON.stringify(value);
				fc.pre(!text.includes('__proto__'));
				expect(parseJson(text)).toEqual(JSON.parse(text));
				expect(parseJson(`\uFEFF${text}`)).toEqual(JSON.parse(text));
			}),
		);
		expect(parseJson('{"__proto__":{"a":1},"b":[{"__proto__":2,"c":3}]}')).toEqual({
			b: [{ c: 3 }],
		});
	});

	it.each([
		['nothing', '', ''],
		['a text', 'Bad gateway', 'Bad gateway'],
		['truncated JSON', '{"a":', '{"a":'],
	])('should return the text when it is %s', (_case, text, expected) => {
		expect(parseJson(text)).toBe(expected);
	});

	it('should return undefined when the body is larger than any response', () => {
		expect(parseJson(`[${'0,'.repeat(99_000)}0]`)).toHaveLength(99_001);
		expect(parseJson(`[${'[],'.repeat(100_000)}0]`)).toBeUndefined();
		expect(parseJson(`{"data":[${'{"a":{}},'.repeat(50_000)}0]}`)).toBeUndefined();
	});

	it('should return undefined when it is nested deeper than n8n can store', () => {
		const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
		expect(parseJson(nested(64))).toEqual(JSON.parse(nested(64)));
		expect(parseJson(nested(65))).toBeUndefined();
		expect(parseJson(nested(1_000_000))).toBeUndefined();
		expect(parseJson('{"a":'.repeat(500_000) + '1' + '}'.repeat(500_000))).toBeUndefined();
	});
});
