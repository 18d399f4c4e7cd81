import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Responds to a request. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server with any behavior, in place of the API or a media host. */
export interface UntrustedServer {
	readonly url: string;
	/** Sets the handler of all following requests. */
	setHandler(handler: RequestHandler): void;
	/** The requests so far, as "GET /path". */
	readonly requests: string[];
	/** Counts the open connections. */
	countConnections(): Promise<number>;
	/** Closes all connections. */
	closeConnections(): void;
	stop(): Promise<void>;
}

/** @param host address of this machine to listen on */
export async function startUntrustedServer(host = '127.0.0.1'): Promise<UntrustedServer> {
	let handler: RequestHandler = (_request, response) => void response.writeHead(404).end();
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		response.on('error', () => {});
		request.on('error', () => {});
		handler(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	return {
		url: `http://${host}:${(server.address() as AddressInfo).port}`,
		requests,
		setHandler: (next) => void (handler = next),
		countConnections: async () =>
			await new Promise((resolve) => server.getConnections((_error, count) => resolve(count))),
		closeConnections: () => server.closeAllConnections(),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Sends the same response to every request. */
export const respondWith =
	(body: string | Buffer, status = 200, headers: Record<string, string> = {}): RequestHandler =>
	(request, response) => {
		request.resume();
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
	};

/** Sends the same chunk repeatedly until the client disconnects. */
export const sendForever =
	(chunk: Buffer, prefix: string, headers: Record<string, string> = {}): RequestHandler =>
	(request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json', ...headers });
		response.write(prefix);
		const writeChunks = () => {
			while (!response.destroyed && response.write(chunk));
			if (!response.destroyed) response.once('drain', writeChunks);
		};
		writeChunks();
	};

/** Sends one byte per interval until the client disconnects. */
export const sendSlowly =
	(intervalMs: number): RequestHandler =>
	(request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' });
		const timer = setInterval(() => response.write(' '), intervalMs);
		response.once('close', () => clearInterval(timer));
	};

/** Starts a response whose headers arrive one character per interval and never end. */
export const sendHeadersSlowly =
	(intervalMs: number): RequestHandler =>
	(request) => {
		request.resume();
		const { socket } = request;
		socket.on('error', () => {});
		socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
		const timer = setInterval(() => socket.write('x'), intervalMs);
		socket.once('close', () => clearInterval(timer));
	};

/** Sends half a response, then nothing. */
export const stall: RequestHandler = (request, response) => {
	request.resume();
	response.writeHead(200, { 'content-type': 'application/json' });
	response.write('{"data":');
};
