import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves one file on loopback, as any web host would. */
export async function serveFile(
	bytes: Buffer,
	contentType: string,
	name: string,
): Promise<{ url: string; stop(): Promise<void> }> {
	const server = createServer((_request, response) => {
		response
			.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length })
			.end(bytes);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/${name}`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
