import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody's system on loopback that is told of things by JSON. */
export interface Receiver {
	readonly url: string;
	/** The bodies that came in, in their order; live. */
	readonly received: unknown[];
	/** Waits until there are so many, or until it has waited long enough. */
	until(count: number, withinMs: number): Promise<void>;
	/** Answers nobody until the function that it returns is called. */
	hold(): () => void;
	stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const received: unknown[] = [];
	let free = Promise.resolve();
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			received.push(JSON.parse(Buffer.concat(parts).toString()));
			void free.then(() => response.end('{}'));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		until: async (count, withinMs) => {
			const deadline = Date.now() + withinMs;
			while (received.length < count && Date.now() < deadline) await sleep(500);
		},
		hold: () => {
			let release = () => {};
			free = new Promise((resolve) => (release = resolve));
			return release;
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
