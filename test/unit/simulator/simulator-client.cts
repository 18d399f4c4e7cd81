import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { request, type Dispatcher } from 'undici';
import type { Simulator } from '../../../simulator/simulator.cts';

export interface ApiResponse {
	readonly status: number;
	readonly headers: Dispatcher.ResponseData['headers'];
	readonly text: string;
	/** The body as JSON. Throws when it isn't JSON. */
	readonly json: Json;
}

/** A response body of any shape. */
export interface Json {
	[name: string]: unknown;
}

export interface RequestOptions {
	readonly method?: Dispatcher.HttpMethod;
	readonly body?: string | Buffer | FormData | NodeJS.ReadableStream;
	readonly headers?: Record<string, string>;
	readonly token?: string | null;
}

/** Calls a simulator like an API client. */
export class SimulatorClient {
	constructor(readonly simulator: Simulator) {}

	/** Sends a request below /v2/pixverse, or to any path with a leading slash. */
	async send(path: string, options: RequestOptions = {}): Promise<ApiResponse> {
		const url = path.startsWith('/')
			? this.simulator.url + path
			: `${this.simulator.url}/v2/pixverse/${path}`;
		const token = options.token === undefined ? this.simulator.token : options.token;
		const response = await request(url, {
			method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
			headers: {
				...(token === null ? {} : { authorization: `Bearer ${token}` }),
				...options.headers,
			},
			...(options.body === undefined
				? {}
				: { body: options.body as Dispatcher.DispatchOptions['body'] }),
		});
		const text = await response.body.text();
		return {
			status: response.statusCode,
			headers: response.headers,
			text,
			get json() {
				return JSON.parse(text) as Json;
			},
		};
	}

	/** POSTs fields as JSON. */
	async post(path: string, fields: object): Promise<ApiResponse> {
		return await this.send(path, {
			method: 'POST',
			body: JSON.stringify(fields),
			headers: { 'content-type': 'application/json' },
		});
	}

	async delete(path: string): Promise<ApiResponse> {
		return await this.send(path, { method: 'DELETE' });
	}

	/** Returns the status and the error text of a create call. */
	async getError(path: string, fields: object): Promise<[number, string]> {
		const response = await this.post(path, fields);
		return [response.status, String(response.json.error ?? '')];
	}

	/** Creates a video and returns its ID. */
	async createVideo(fields: object = {}): Promise<string> {
		return await this.create('videos/create', { prompt: 'a lighthouse', ...fields }, 'video_id');
	}

	/** POSTs to a create endpoint that must accept, and returns the ID in `field`. */
	async create(path: string, fields: object, field = 'video_id'): Promise<string> {
		const response = await this.post(path, fields);
		if (response.status !== 200) throw new Error(`${path}: ${response.status} ${response.text}`);
		return String(response.json[field]);
	}

	/** Uploads a small file and returns its path. */
	async upload(kind: 'image' | 'video' | 'audio' = 'image', contentType?: string): Promise<string> {
		const [name, type] = SAMPLES[kind];
		const response = await this.send(`files/?email=${this.simulator.accounts.list()[0]!.email}`, {
			body: readFileSync(join(__dirname, '../../../simulator/media', name)),
			headers: { 'content-type': contentType ?? type },
		});
		const json = response.json as { path?: string; result?: Array<{ path: string }> };
		return json.path ?? json.result![0]!.path;
	}

	/** Uploads several images. */
	async uploadImages(count: number): Promise<string[]> {
		return await Promise.all(Array.from({ length: count }, async () => await this.upload()));
	}
}

const SAMPLES = {
	image: ['frame.png', 'image/png'],
	video: ['silent.mp4', 'video/mp4'],
	audio: ['song.mp3', 'audio/mpeg'],
} as const;

/** Builds numbered fields: `frame_1_path`, `frame_2_path`, and so on. */
export function toFrameFields(
	paths: readonly string[],
	prefix = 'frame_',
	suffix = '_path',
): Record<string, string> {
	return Object.fromEntries(
		paths.map((path, index) => [`${prefix}${index + 1}${suffix}`, path] as const),
	);
}

export interface Receiver {
	readonly url: string;
	readonly bodies: Json[];
	close(): Promise<void>;
}

/** Starts a server that receives callbacks. */
export async function startReceiver(): Promise<Receiver> {
	const bodies: Json[] = [];
	const server: Server = createServer((incoming, response) => {
		let text = '';
		incoming.on('data', (piece) => (text += String(piece)));
		incoming.on('end', () => {
			bodies.push(JSON.parse(text) as Json);
			response.end('ok');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reply`,
		bodies,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Waits until a condition is met. Fails after five seconds of real time. */
export async function waitUntil(condition: () => boolean): Promise<void> {
	const deadline = Date.now() + 5000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error('The condition was not met within five seconds');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
