import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** An external system on loopback that receives JSON. */
export interface Receiver {
	readonly url: string;
	/** The received bodies, oldest first. Live. */
	readonly received: unknown[];
	/** Waits for a number of requests, with a timeout. */
	waitForRequests(count: number, withinMs: number): Promise<void>;
	/** Holds all responses until the returned function is called. */
	hold(): () => void;
	stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const received: unknown[] = [];
	let responsesReleased = Promise.resolve();
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			received.push(JSON.parse(Buffer.concat(parts).toString()));
			void responsesReleased.then(() => response.end('{}'));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		waitForRequests: async (count, withinMs) => {
			const deadline = Date.now() + withinMs;
			while (received.length < count && Date.now() < deadline) await sleep(500);
		},
		hold: () => {
			let release = () => {};
			responsesReleased = new Promise((resolve) => (release = resolve));
			return release;
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
