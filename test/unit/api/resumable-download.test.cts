import { PassThrough, Readable } from 'node:stream';
import { openDownload } from '../../../nodes/shared/api/openDownload';
import { MAX_FILE_BYTES, ResumableDownload } from '../../../nodes/shared/api/resumableDownload';
import { FakeClock } from '../fake-clock.cts';

interface Page {
	status?: number;
	headers?: Record<string, string>;
	body?: Readable;
}

/** Creates web pages that n8n's request helper returns, and a list of the requested URLs. */
function createWebsite(pages: Record<string, Page>) {
	const requestedUrls: string[] = [];
	const httpRequest = async ({ url }: { url: string }) => {
		requestedUrls.push(url);
		const { status = 200, headers = {}, body = Readable.from([]) } = pages[url] ?? { status: 404 };
		return { statusCode: status, headers, body };
	};
	return { requestedUrls, context: { helpers: { httpRequest } } as never };
}

const clock = new FakeClock();
const redirectTo = (location: string, status = 302): Page => ({ status, headers: { location } });

describe('The URL of a file', () => {
	it.each([
		['file:///etc/passwd'],
		['data:video/mp4;base64,AAAA'],
		['ftp://example.com/a.mp4'],
		['/a.mp4'],
		['javascript:alert(1)'],
		['http://'],
		[''],
	])('should not be requested when it is %s', async (url) => {
		const { requestedUrls, context } = createWebsite({});
		expect(await openDownload(context, clock, url)).toMatchObject({ kind: 'blocked' });
		expect(requestedUrls).toEqual([]);
	});

	it.each([
		['file:///etc/passwd', 'invalid URL'],
		['data:video/mp4;base64,AAAA', 'invalid URL'],
		['http://cdn.example/a.mp4', 'https to http'],
		['//', 'invalid URL'],
	])('should not be redirected to %s', async (location, reason) => {
		const { requestedUrls, context } = createWebsite({
			'https://a.example/1': redirectTo(location),
		});
		const opened = await openDownload(context, clock, 'https://a.example/1');
		expect(opened).toMatchObject({ kind: 'blocked', reason: expect.stringContaining(reason) });
		expect(requestedUrls).toEqual(['https://a.example/1']);
	});

	it.each([301, 302, 303, 307, 308])('should be redirected with status %i', async (status) => {
		const { requestedUrls, context } = createWebsite({
			'https://a.example/1': redirectTo('../2?x=1', status),
			'https://a.example/2?x=1': redirectTo('https://b.example/3'),
			'https://b.example/3': { headers: { 'content-type': 'video/mp4' } },
		});
		expect(await openDownload(context, clock, 'https://a.example/1')).toMatchObject({
			kind: 'media',
		});
		expect(requestedUrls.at(-1)).toBe('https://b.example/3');
	});

	it('should be redirected five times at most', async () => {
		const { requestedUrls, context } = createWebsite({ 'https://a.example/1': redirectTo('/1') });
		const opened = await openDownload(context, clock, 'https://a.example/1');
		expect(opened).toMatchObject({ kind: 'blocked', reason: expect.stringMatching(/redirects/) });
		expect(requestedUrls).toHaveLength(6);
	});

	it('should reject a part of the file that was not requested', async () => {
		const headers = { 'content-range': 'bytes 0-9/100' };
		const { context } = createWebsite({ 'https://a.example/1': { status: 206, headers } });
		expect(await openDownload(context, clock, 'https://a.example/1')).toMatchObject({
			status: 206,
		});
	});
});

describe('A download', () => {
	it('should fail with a clear reason when the server never ends it', async () => {
		const block = Buffer.alloc(64 * 1024 * 1024);
		const body = Readable.from(
			(function* () {
				for (;;) yield block;
			})(),
		);
		const { context } = createWebsite({ 'https://a.example/1': { body } });
		const file = await ResumableDownload.open(context, new FakeClock(), 'https://a.example/1');
		if (!(file instanceof ResumableDownload)) throw new Error('The download was not opened');
		let received = 0;
		const reading = (async () => {
			for await (const piece of file.stream) received += (piece as Buffer).length;
		})();
		await expect(reading).rejects.toThrow(/doesn't end/);
		expect(received).toBeLessThanOrEqual(MAX_FILE_BYTES);
		expect(file.failure).toMatchObject({ retryable: false });
		expect(body.destroyed).toBe(true);
	});

	it('should close its connection when the stream is closed early', async () => {
		const body = new PassThrough();
		body.write('some');
		const { context } = createWebsite({ 'https://a.example/1': { body } });
		const file = await ResumableDownload.open(context, new FakeClock(), 'https://a.example/1');
		if (!(file instanceof ResumableDownload)) throw new Error('The download was not opened');
		for await (const _piece of file.stream) break;
		file.close();
		expect(body.destroyed).toBe(true);
		expect(file.failure).toBeUndefined();
	});
});
