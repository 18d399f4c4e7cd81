import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request, in whatever way. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that does what it likes, in place of the API or of a host of media. */
export interface UntrustedServer {
	readonly url: string;
	/** How it answers from now on. */
	behave(behaviour: Behaviour): void;
	/** Requests so far, as "GET /path". */
	readonly asked: string[];
	/** Connections that are open now. */
	connections(): Promise<number>;
	/** Ends all connections. */
	hangUp(): void;
	stop(): Promise<void>;
}

/** @param host address of this machine to listen on */
export async function startUntrustedServer(host = '127.0.0.1'): Promise<UntrustedServer> {
	let behaviour: Behaviour = (_request, response) => void response.writeHead(404).end();
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.on('error', () => {});
		request.on('error', () => {});
		behaviour(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	return {
		url: `http://${host}:${(server.address() as AddressInfo).port}`,
		asked,
		behave: (next) => void (behaviour = next),
		connections: async () =>
			await new Promise((resolve) => server.getConnections((_error, count) => resolve(count))),
		hangUp: () => server.closeAllConnections(),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Answers everything with the same. */
export const respondWith =
	(body: string | Buffer, status = 200, headers: Record<string, string> = {}): Behaviour =>
	(request, response) => {
		request.resume();
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
	};

/** Goes on with a piece for as long as it is listened to. */
export const sendForever =
	(piece: Buffer, beginning: string, headers: Record<string, string> = {}): Behaviour =>
	(request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json', ...headers });
		response.write(beginning);
		const go = () => {
			while (!response.destroyed && response.write(piece));
			if (!response.destroyed) response.once('drain', go);
		};
		go();
	};

/** Sends a byte now and then, for as long as it is listened to. */
export const sendSlowly =
	(everyMs: number): Behaviour =>
	(request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' });
		const timer = setInterval(() => response.write(' '), everyMs);
		response.once('close', () => clearInterval(timer));
	};

/** Begins to answer, but its headers come a character at a time, and have no end. */
export const sendHeadersSlowly =
	(everyMs: number): Behaviour =>
	(request) => {
		request.resume();
		const { socket } = request;
		socket.on('error', () => {});
		socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
		const timer = setInterval(() => socket.write('x'), everyMs);
		socket.once('close', () => clearInterval(timer));
	};

/** Begins to answer, and stops. */
export const stall: Behaviour = (request, response) => {
	request.resume();
	response.writeHead(200, { 'content-type': 'application/json' });
	response.write('{"data":');
};
