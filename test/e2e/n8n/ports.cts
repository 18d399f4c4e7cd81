import { createServer, type AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/** Returns a port that is free right now. */
export async function findFreePort(): Promise<number> {
	return await listenOnce(0);
}

/** Whether a process listens on a port of this machine. */
export async function isPortInUse(port: number): Promise<boolean> {
	try {
		await listenOnce(port);
		return false;
	} catch {
		return true;
	}
}

async function listenOnce(port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, HOST, () => {
			const { port: found } = server.address() as AddressInfo;
			server.close(() => resolve(found));
		});
	});
}
