import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import type {
	IBinaryData,
	ICredentialTestRequest,
	ICredentialType,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	INodeExecutionData,
	INodeListSearchResult,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError, sleep } from 'n8n-workflow';

/** A minimal credential type. */
export class EchoApi implements ICredentialType {
	name = 'echoApi';
	displayName = 'Echo API';
	properties: ICredentialType['properties'] = [
		{ displayName: 'Token', name: 'token', type: 'string', default: '' },
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: 'http://127.0.0.1:1' },
	];
	authenticate: ICredentialType['authenticate'] = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};
	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/account' },
		rules: [{ type: 'responseCode', properties: { value: 401, message: 'The token is wrong' } }],
	};
}

/** A node with one action for each feature of the harness. */
export class EchoNode implements INodeType {
	/** How many times n8n has run this node. */
	runs = 0;

	description: INodeTypeDescription = {
		displayName: 'Echo',
		name: 'echo',
		group: ['transform'],
		version: 1,
		description: 'Executes one action for a test',
		defaults: { name: 'Echo' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'echoApi', required: true }],
		properties: [
			{ displayName: 'Do', name: 'action', type: 'string', default: 'echo' },
			{ displayName: 'Text', name: 'text', type: 'string', default: 'as declared' },
		],
	};

	methods = {
		listSearch: {
			async searchWords(
				this: ILoadOptionsFunctions,
				filter?: string,
				paginationToken?: string,
			): Promise<INodeListSearchResult> {
				const { baseUrl } = await this.getCredentials<{ baseUrl: string }>('echoApi');
				const text = String(this.getCurrentNodeParameter('text'));
				const name = [text, baseUrl, filter, paginationToken].join('|');
				return { results: [{ name, value: 'only' }] };
			},
		},
	};

	/** n8n calls `execute` with its own context as `this`, so a callback counts the runs of this instance. */
	execute = createExecute(() => {
		this.runs++;
	});
}

function createExecute(count: () => void) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		count();
		const results: INodeExecutionData[] = [];
		for (const [index, item] of this.getInputData().entries()) {
			const pairedItem = { item: index };
			try {
				results.push({ ...(await executeAction(this, index, item)), pairedItem });
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				const node = this.getNode();
				const nodeError = new NodeOperationError(node, error as Error, { itemIndex: index });
				results.push({ json: {}, error: nodeError, pairedItem });
			}
		}
		return [results];
	};
}

/** A trigger that counts its polls. */
export class CountTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Count Trigger',
		name: 'countTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Emits every second poll',
		defaults: { name: 'Count Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		if (this.getMode() === 'manual') return [[{ json: { sample: true } }]];
		const staticData = this.getWorkflowStaticData('node');
		const polls = (staticData.polls = Number(staticData.polls ?? 0) + 1);
		return polls % 2 === 0 ? [[{ json: { polls } }]] : null;
	}
}

async function executeAction(
	context: IExecuteFunctions,
	index: number,
	item: INodeExecutionData,
): Promise<INodeExecutionData> {
	const text = context.getNodeParameter('text', index) as string;
	const baseUrl = async () =>
		(await context.getCredentials<{ baseUrl: string }>('echoApi', index)).baseUrl;
	switch (context.getNodeParameter('action', index)) {
		case 'fail':
			if (item.json.fine === true) return { json: { text } };
			throw new NodeOperationError(context.getNode(), 'As asked for', { itemIndex: index });
		case 'request': {
			const url = `${await baseUrl()}/echo`;
			const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				'echoApi',
				{ url, json: true },
			);
			return { json: { answer: answer as string } };
		}
		case 'upload': {
			const file = context.helpers.assertBinaryData(index, 'data');
			const body = file.id
				? await context.helpers.getBinaryStream(file.id)
				: await context.helpers.getBinaryDataBuffer(index, 'data');
			const answer: unknown = await context.helpers.httpRequest({
				method: 'POST',
				url: `${await baseUrl()}/upload`,
				body,
				headers: { 'Content-Length': String(file.bytes) },
				disableFollowRedirect: true,
				json: true,
			});
			return { json: { answer: answer as string, stored: describeStorage(file) } };
		}
		case 'download': {
			const stream = (await context.helpers.httpRequest({
				url: `${await baseUrl()}/file`,
				encoding: 'stream',
			})) as Parameters<typeof context.helpers.prepareBinaryData>[0];
			const file = await context.helpers.prepareBinaryData(stream, 'tune.mp3', 'audio/mpeg');
			return { json: { stored: describeStorage(file) }, binary: { data: file } };
		}
		case 'wait': {
			const signal = context.getExecutionCancelSignal();
			while (signal?.aborted !== true) await sleep(50);
			return { json: { stopped: true } };
		}
		case 'sleep': {
			const started = { date: Date.now(), now: performance.now() };
			await sleep(60_000);
			const date = Date.now() - started.date;
			return { json: { date, now: performance.now() - started.now } };
		}
		case 'count': {
			const staticData = context.getWorkflowStaticData('node');
			staticData.count = Number(staticData.count ?? 0) + 1;
			return { json: { count: staticData.count as number } };
		}
		default:
			context.logger.info('Echo was here', { text });
			return { json: { ...item.json, text } };
	}
}

/** Describes where n8n has stored a file, as the node sees it. */
const describeStorage = (file: IBinaryData): string =>
	file.id === undefined ? 'in the item' : 'on disk';

/** A request that the echo server has received. */
export interface ReceivedRequest {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** A server that records requests, serves `file`, and accepts one token. */
export async function startEchoServer(token: string, file: Buffer) {
	const received: ReceivedRequest[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { headers, url = '' } = request;
			received.push({ path: url, headers, body: Buffer.concat(chunks) });
			if (url === '/account' && headers.authorization !== `Bearer ${token}`) {
				response.writeHead(401, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ error: 'Unauthorized' }));
			} else if (url === '/file') {
				response.end(file);
			} else {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(JSON.stringify(`received ${url}`));
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		received,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
