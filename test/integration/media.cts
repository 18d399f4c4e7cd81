import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { InputFile } from './harness/harness.cts';

const sample = (name: string) => readFileSync(path.join(__dirname, '../../simulator/media', name));

/** Small, real files of the types that workflows use. */
export const files = {
	png: { data: sample('frame.png'), fileName: 'frame.png', mimeType: 'image/png' },
	webp: { data: sample('image.webp'), fileName: 'image.webp', mimeType: 'image/webp' },
	mp4: { data: sample('silent.mp4'), fileName: 'clip.mp4', mimeType: 'video/mp4' },
	// 13 s: long enough for a music video.
	mp3: { data: sample('song.mp3'), fileName: 'song.mp3', mimeType: 'audio/mpeg' },
	pdf: { data: Buffer.from('%PDF-1.4'), fileName: 'paper.pdf', mimeType: 'application/pdf' },
	empty: { data: Buffer.alloc(0), fileName: 'nothing.png', mimeType: 'image/png' },
} satisfies Record<string, InputFile>;

/** An item with the file in its binary field `data`. */
export const itemWithFile = (file: InputFile, field = 'data') => ({ binary: { [field]: file } });

interface Page {
	readonly body?: Buffer | string;
	readonly type?: string;
	readonly status?: number;
	readonly location?: string;
	/** Without Content-Length. */
	readonly chunked?: boolean;
	/** Content-Disposition. */
	readonly disposition?: string;
}

/** Starts a web server that serves the given pages and records all requests with their Authorization headers. */
export async function startFileServer(pages: Record<string, Page>) {
	const requests: Array<{ path: string; authorization?: string }> = [];
	const server = createServer((request, response) => {
		const { url = '/', headers } = request;
		requests.push({
			path: url,
			...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
		});
		const {
			body = '',
			type,
			status = 200,
			location,
			chunked,
			disposition,
		} = pages[url] ?? { status: 404 };
		response.writeHead(status, {
			...(type === undefined ? {} : { 'content-type': type }),
			...(disposition === undefined ? {} : { 'content-disposition': disposition }),
			...(location === undefined ? {} : { location }),
			...(chunked === true ? {} : { 'content-length': Buffer.byteLength(body) }),
		});
		response.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
