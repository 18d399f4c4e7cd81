import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';

type Json = Record<string, unknown>;
/** Changes the body of a response. */
export type Change = (body: Json) => unknown;

/** An API that differs from the simulator by these changes, by path below /v2/pixverse. */
export async function startChangedApi(
	simulatorUrl: string,
	changes: Readonly<Record<string, Change>>,
): Promise<{ url: string; stop(): Promise<void> }> {
	const server = createServer((incoming, outgoing) => {
		void (async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of incoming) chunks.push(chunk as Buffer);
			const { host: _host, connection: _connection, ...headers } = incoming.headers;
			const response = await request(`${simulatorUrl}${incoming.url}`, {
				method: incoming.method as 'GET',
				headers,
				body: chunks.length > 0 ? Buffer.concat(chunks) : null,
			});
			const text = await response.body.text();
			const path = (incoming.url ?? '').replace(/^\/v2\/pixverse\//, '').replace(/\/?(\?.*)?$/, '');
			const change = changes[`${incoming.method} ${path}`];
			const isOk = response.statusCode === 200;
			outgoing.statusCode = response.statusCode;
			outgoing.setHeader('content-type', 'application/json');
			outgoing.end(change && isOk ? JSON.stringify(change(JSON.parse(text) as Json)) : text);
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		stop: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}
