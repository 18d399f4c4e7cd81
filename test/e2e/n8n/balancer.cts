import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';

/** A call that has been handed on. */
export interface ForwardedCall {
	readonly path: string;
	/** The place of its server among the targets. */
	readonly to: number;
	/** What the server answered; 502 if it could not be reached. */
	readonly status: number;
}

/** Stands before servers that do the same, as a load balancer does: each call goes to the next one. */
export interface Balancer {
	readonly url: string;
	/** In the order of the answers; live. */
	readonly passed: readonly ForwardedCall[];
	/** From now on, sends every request to all servers and returns the best response. */
	toAll: boolean;
	stop(): Promise<void>;
}

type Answer = ForwardedCall & { readonly body: Buffer };

/** Starts listening on loopback. Reads the targets, without a trailing slash, for each request. */
export async function startBalancer(targets: () => readonly string[]): Promise<Balancer> {
	const passed: ForwardedCall[] = [];
	let next = 0;
	const pass = async (
		{ method, path, headers }: { method: string; path: string; headers: IncomingHttpHeaders },
		body: Buffer,
		to: number,
	): Promise<Answer> => {
		const { connection: _ours, 'transfer-encoding': _too, ...kept } = headers;
		const answer = await request(`${targets()[to]}${path}`, {
			method: method as 'GET' | 'POST',
			headers: kept,
			...(body.length > 0 && { body }),
		})
			.then(async (got) => ({
				status: got.statusCode,
				body: Buffer.from(await got.body.arrayBuffer()),
			}))
			.catch((error: unknown) => ({ status: 502, body: Buffer.from(String(error)) }));
		passed.push({ path, to, status: answer.status });
		return { path, to, ...answer };
	};
	const balancer = { toAll: false };
	const server = createServer((call, response) => {
		const parts: Buffer[] = [];
		call.on('data', (part: Buffer) => parts.push(part));
		call.on('end', () => {
			const { method = 'GET', url: path = '/', headers } = call;
			const all = targets().map((_target, at) => at);
			const chosen = balancer.toAll ? all : [next++ % all.length];
			void Promise.all(
				chosen.map((to) => pass({ method, path, headers }, Buffer.concat(parts), to)),
			).then((answers) => {
				const [best] = answers.sort((one, other) => one.status - other.status);
				response.writeHead(best?.status ?? 502).end(best?.body);
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return Object.assign(balancer, {
		url: `http://127.0.0.1:${port}`,
		passed,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	});
}
