import { existsSync } from 'node:fs';
import path from 'node:path';

import type {
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';

import { type BenchmarkWorkflow, createNodeType, type BenchmarkNode } from './execution.cts';
import type { SimulatorProcess } from './simulator-process.cts';

/** Base URL and token of a simulator. */
type ApiAccess = Pick<SimulatorProcess, 'url' | 'token'>;

type CredentialOptions = Pick<BenchmarkWorkflow, 'credentialTypes' | 'credentials'>;

/** The compiled action node of this package, and workflows that send the same requests in other ways. */
export class PixVerseSubject {
	private readonly node: INodeType;
	private readonly credential: ICredentialType;

	constructor(packageFolder: string) {
		const load = <T,>(file: string): T => require(path.join(packageFolder, 'dist', file)) as T;
		const { PixVerse } = load<{ PixVerse: new () => INodeType }>('nodes/PixVerse/PixVerse.node.js');
		const { PixVerseApi } = load<{ PixVerseApi: new () => ICredentialType }>(
			'credentials/PixVerseApi.credentials.js',
		);
		this.node = new PixVerse();
		this.credential = new PixVerseApi();
	}

	getCredentialOptions({ url, token }: ApiAccess): CredentialOptions {
		return {
			credentialTypes: [this.credential],
			credentials: { pixVerseApi: { apiToken: token, baseUrl: url } },
		};
	}

	/** Creates a workflow with only this node. Without downloads: the nodes compared with it only return URLs. */
	createWorkflow(
		api: ApiAccess,
		parameters: INodeParameters,
		items: readonly IDataObject[],
	): BenchmarkWorkflow {
		const node: BenchmarkNode = {
			name: 'PixVerse',
			type: this.node,
			parameters: { download: false, ...parameters },
			credentials: ['pixVerseApi'],
		};
		return { nodes: [node], items, ...this.getCredentialOptions(api) };
	}

	/** Creates a workflow with a minimal node that sends the same request for each item in sequence. */
	createPlainWorkflow(api: ApiAccess, items: readonly IDataObject[]): BenchmarkWorkflow {
		const type = createNodeType(
			'plain',
			async function () {
				const results: INodeExecutionData[] = [];
				const { baseUrl } = await this.getCredentials<{ baseUrl: string }>('pixVerseApi');
				for (const item of this.getInputData().keys()) {
					const body = { prompt: this.getNodeParameter('prompt', item), model: 'v6' };
					const response: unknown = await this.helpers.httpRequestWithAuthentication.call(
						this,
						'pixVerseApi',
						{
							method: 'POST',
							url: `${baseUrl}/v2/pixverse/videos/create`,
							body: body as IDataObject,
							json: true,
						},
					);
					results.push({ json: response as IDataObject, pairedItem: { item } });
				}
				return [results];
			},
			{
				credentials: [{ name: 'pixVerseApi', required: true }],
				properties: [{ displayName: 'Prompt', name: 'prompt', type: 'string', default: '' }],
			},
		);
		const node: BenchmarkNode = {
			name: 'Plain',
			type,
			parameters: { prompt: '={{ $json.prompt }}' },
			credentials: ['pixVerseApi'],
		};
		return { nodes: [node], items, ...this.getCredentialOptions(api) };
	}

	/** Creates a polling loop of n8n's own nodes: HTTP Request (create), Wait 5 s, HTTP Request (get), IF, back to Wait. */
	createPollingLoop(
		nodes: CoreNodes,
		api: ApiAccess,
		items: readonly IDataObject[],
	): BenchmarkWorkflow {
		const wait: BenchmarkNode = {
			name: 'Wait',
			type: nodes.wait,
			version: 1.1,
			parameters: { resume: 'timeInterval', amount: 5, unit: 'seconds' },
			next: ['Get'],
		};
		const id = "$('Create').item.json.video_id";
		const get = buildHttpRequestNode(nodes, 'Get', 'If', {
			url: `${api.url}/v2/pixverse/videos/{{ ${id} }}`,
			// The API returns 404 for a running video, which would fail the execution.
			options: { response: { response: { neverError: true } } },
		});
		const ifNode: BenchmarkNode = {
			name: 'If',
			type: nodes.if,
			version: 2.2,
			parameters: {
				conditions: {
					options: { caseSensitive: true, typeValidation: 'loose', version: 2, leftValue: '' },
					combinator: 'and',
					conditions: [
						{
							id: '1',
							leftValue: '={{ $json.video_status_name }}',
							rightValue: 'COMPLETED',
							operator: { type: 'string', operation: 'equals' },
						},
					],
				},
				looseTypeValidation: true,
			},
			next: ['Done', 'Wait'],
		};
		const done: BenchmarkNode = {
			name: 'Done',
			type: createNodeType('done', async function () {
				return [this.getInputData()];
			}),
		};
		return {
			nodes: [this.buildCreateNode(nodes, api, 'Wait'), wait, get, ifNode, done],
			items,
			...this.getCredentialOptions(api),
		};
	}

	/** Creates a workflow with n8n's HTTP Request node, which creates a video for each item. */
	createHttpWorkflow(
		nodes: CoreNodes,
		api: ApiAccess,
		items: readonly IDataObject[],
	): BenchmarkWorkflow {
		return { nodes: [this.buildCreateNode(nodes, api)], items, ...this.getCredentialOptions(api) };
	}

	private buildCreateNode(nodes: CoreNodes, api: ApiAccess, next?: string): BenchmarkNode {
		return buildHttpRequestNode(nodes, 'Create', next, buildCreateParameters(api.url));
	}
}

/** The parameters of an HTTP Request node that creates a video for each item. */
export const buildCreateParameters = (url: string): INodeParameters => ({
	method: 'POST',
	url: `${url}/v2/pixverse/videos/create`,
	sendBody: true,
	contentType: 'json',
	specifyBody: 'keypair',
	bodyParameters: {
		parameters: [
			{ name: 'prompt', value: '={{ $json.prompt }}' },
			{ name: 'model', value: 'v6' },
		],
	},
});

function buildHttpRequestNode(
	{ httpRequest: type }: CoreNodes,
	name: string,
	next: string | undefined,
	parameters: INodeParameters,
): BenchmarkNode {
	return {
		name,
		type,
		// Under this name, n8n allows the node to use credentials of any type.
		typeName: 'n8n-nodes-base.httpRequest',
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'pixVerseApi',
			...parameters,
			url: `=${String(parameters.url)}`,
		},
		credentials: ['pixVerseApi'],
		...(next === undefined ? {} : { next: [next] }),
	};
}

/** n8n's own nodes, from the package n8n-nodes-base. */
export interface CoreNodes {
	readonly version: string;
	readonly httpRequest: IVersionedNodeType;
	readonly wait: INodeType;
	readonly if: IVersionedNodeType;
}

/** The note of a figure that needs n8n's own nodes. */
export const MISSING_CORE_NODES = "n8n's own nodes aren't installed; npm run e2e installs them";

/** Loads n8n's own nodes from the n8n of the end-to-end tests. Returns `undefined` if it isn't installed. */
export async function loadCoreNodes(): Promise<CoreNodes | undefined> {
	const { getN8nInstallation } = await import('../scripts/install/n8n.mjs');
	const { folder } = getN8nInstallation();
	const base = path.join(folder, 'node_modules', 'n8n-nodes-base');
	if (!existsSync(base)) return undefined;
	const load = <T,>(file: string): T => require(path.join(base, file)) as T;
	const { HttpRequest } = load<{ HttpRequest: new () => IVersionedNodeType }>(
		'dist/nodes/HttpRequest/HttpRequest.node.js',
	);
	const { Wait } = load<{ Wait: new () => INodeType }>('dist/nodes/Wait/Wait.node.js');
	const { If } = load<{ If: new () => IVersionedNodeType }>('dist/nodes/If/If.node.js');
	return {
		version: load<{ version: string }>('package.json').version,
		httpRequest: new HttpRequest(),
		wait: new Wait(),
		if: new If(),
	};
}
