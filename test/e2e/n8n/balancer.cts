import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';

/** A request that the balancer has forwarded. */
export interface ForwardedRequest {
	readonly path: string;
	/** The index of the server in the targets. */
	readonly targetIndex: number;
	/** The server's response status. 502 if the server can't be reached. */
	readonly status: number;
}

/** A round-robin load balancer. */
export interface Balancer {
	readonly url: string;
	/** The forwarded requests in the order of their responses. Live. */
	readonly forwarded: readonly ForwardedRequest[];
	/** From now on, sends every request to all servers and returns the best response. */
	shouldBroadcast: boolean;
	stop(): Promise<void>;
}

type TargetResponse = ForwardedRequest & { readonly body: Buffer };

/** Starts a balancer on loopback. It reads the target URLs, without a trailing slash, for each request. */
export async function startBalancer(targets: () => readonly string[]): Promise<Balancer> {
	const forwarded: ForwardedRequest[] = [];
	let next = 0;
	const forward = async (
		{ method, path, headers }: { method: string; path: string; headers: IncomingHttpHeaders },
		body: Buffer,
		targetIndex: number,
	): Promise<TargetResponse> => {
		const {
			connection: _connection,
			'transfer-encoding': _encoding,
			...forwardedHeaders
		} = headers;
		const response = await request(`${targets()[targetIndex]}${path}`, {
			method: method as 'GET' | 'POST',
			headers: forwardedHeaders,
			...(body.length > 0 && { body }),
		})
			.then(async (got) => ({
				status: got.statusCode,
				body: Buffer.from(await got.body.arrayBuffer()),
			}))
			.catch((error: unknown) => ({ status: 502, body: Buffer.from(String(error)) }));
		forwarded.push({ path, targetIndex, status: response.status });
		return { path, targetIndex, ...response };
	};
	const balancer = { shouldBroadcast: false };
	const server = createServer((call, response) => {
		const parts: Buffer[] = [];
		call.on('data', (part: Buffer) => parts.push(part));
		call.on('end', () => {
			const { method = 'GET', url: path = '/', headers } = call;
			const all = targets().map((_target, at) => at);
			const chosen = balancer.shouldBroadcast ? all : [next++ % all.length];
			void Promise.all(
				chosen.map((targetIndex) =>
					forward({ method, path, headers }, Buffer.concat(parts), targetIndex),
				),
			).then((responses) => {
				const [best] = responses.sort((one, other) => one.status - other.status);
				response.writeHead(best?.status ?? 502).end(best?.body);
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return Object.assign(balancer, {
		url: `http://127.0.0.1:${port}`,
		forwarded,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	});
}
