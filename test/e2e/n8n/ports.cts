import { createServer, type AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/** A port of this machine that is free right now. */
export async function freePort(): Promise<number> {
	return await listenFor(0);
}

/** Whether a process listens on a port of this machine. */
export async function isTaken(port: number): Promise<boolean> {
	try {
		await listenFor(port);
		return false;
	} catch {
		return true;
	}
}

async function listenFor(port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, HOST, () => {
			const { port: found } = server.address() as AddressInfo;
			server.close(() => resolve(found));
		});
	});
}
