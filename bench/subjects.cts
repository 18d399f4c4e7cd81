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

import { type Job, plainNode, type Step } from './execution.cts';
import type { SimulatorProcess } from './simulator-process.cts';

/** What is measured: the node of this package, and what stands beside it. */

/** Where the API of a simulator is. */
type Place = Pick<SimulatorProcess, 'url' | 'token'>;

type Surroundings = Pick<Job, 'credentialTypes' | 'credentials'>;

/** The node of this package as it is shipped: compiled. */
export class PixVerseSubject {
	private readonly node: INodeType;
	private readonly credential: ICredentialType;

	constructor(packageFolder: string) {
		const from = <T,>(file: string): T => require(path.join(packageFolder, 'dist', file)) as T;
		const { PixVerse } = from<{ PixVerse: new () => INodeType }>('nodes/PixVerse/PixVerse.node.js');
		const { PixVerseApi } = from<{ PixVerseApi: new () => ICredentialType }>(
			'credentials/PixVerseApi.credentials.js',
		);
		this.node = new PixVerse();
		this.credential = new PixVerseApi();
	}

	surroundings({ url, token }: Place): Surroundings {
		return {
			credentialTypes: [this.credential],
			credentials: { pixVerseApi: { apiToken: token, baseUrl: url } },
		};
	}

	/** A workflow of this node alone. */
	workflow(place: Place, parameters: INodeParameters, items: readonly IDataObject[]): Job {
		const step: Step = {
			name: 'PixVerse',
			type: this.node,
			parameters,
			credentials: ['pixVerseApi'],
		};
		return { steps: [step], items, ...this.surroundings(place) };
	}

	/** A workflow of a node that sends the same request for each item, one after the other, as plain nodes do. */
	plainWorkflow(place: Place, items: readonly IDataObject[]): Job {
		const type = plainNode(
			'plain',
			async function () {
				const results: INodeExecutionData[] = [];
				const { baseUrl } = await this.getCredentials<{ baseUrl: string }>('pixVerseApi');
				for (const item of this.getInputData().keys()) {
					const body = { prompt: this.getNodeParameter('prompt', item), model: 'v6' };
					const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
						this,
						'pixVerseApi',
						{
							method: 'POST',
							url: `${baseUrl}/v2/pixverse/videos/create`,
							body: body as IDataObject,
							json: true,
						},
					);
					results.push({ json: answer as IDataObject, pairedItem: { item } });
				}
				return [results];
			},
			{
				credentials: [{ name: 'pixVerseApi', required: true }],
				properties: [{ displayName: 'Prompt', name: 'prompt', type: 'string', default: '' }],
			},
		);
		const step: Step = {
			name: 'Plain',
			type,
			parameters: { prompt: '={{ $json.prompt }}' },
			credentials: ['pixVerseApi'],
		};
		return { steps: [step], items, ...this.surroundings(place) };
	}

	/** What people build by hand: HTTP Request (create), Wait 5 s, HTTP Request (get), IF, back to Wait. */
	handBuiltWorkflow(nodes: CoreNodes, place: Place, items: readonly IDataObject[]): Job {
		const wait: Step = {
			name: 'Wait',
			type: nodes.wait,
			version: 1.1,
			parameters: { resume: 'timeInterval', amount: 5, unit: 'seconds' },
			to: ['Get'],
		};
		const id = "$('Create').item.json.video_id";
		const get = httpRequest(nodes, 'Get', 'If', {
			url: `${place.url}/v2/pixverse/videos/{{ ${id} }}`,
			// A running video is 404, which would end the flow.
			options: { response: { response: { neverError: true } } },
		});
		const decide: Step = {
			name: 'If',
			type: nodes.decide,
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
			to: ['Done', 'Wait'],
		};
		const done: Step = {
			name: 'Done',
			type: plainNode('done', async function () {
				return [this.getInputData()];
			}),
		};
		return {
			steps: [this.httpCreate(nodes, place, 'Wait'), wait, get, decide, done],
			items,
			...this.surroundings(place),
		};
	}

	/** n8n's HTTP Request node that creates a video for each item. */
	httpCreateWorkflow(nodes: CoreNodes, place: Place, items: readonly IDataObject[]): Job {
		return { steps: [this.httpCreate(nodes, place)], items, ...this.surroundings(place) };
	}

	private httpCreate(nodes: CoreNodes, place: Place, to?: string): Step {
		return httpRequest(nodes, 'Create', to, {
			method: 'POST',
			url: `${place.url}/v2/pixverse/videos/create`,
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
	}
}

function httpRequest(
	{ httpRequest: type }: CoreNodes,
	name: string,
	to: string | undefined,
	parameters: INodeParameters,
): Step {
	return {
		name,
		type,
		// n8n lets this node, by its name, use credentials of any type.
		typeName: 'n8n-nodes-base.httpRequest',
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'pixVerseApi',
			...parameters,
			url: `=${String(parameters.url)}`,
		},
		credentials: ['pixVerseApi'],
		...(to === undefined ? {} : { to: [to] }),
	};
}

/** n8n's own nodes. They are in n8n-nodes-base, which comes with n8n. */
export interface CoreNodes {
	readonly version: string;
	readonly httpRequest: IVersionedNodeType;
	readonly wait: INodeType;
	readonly decide: IVersionedNodeType;
}

/** n8n's own nodes from the n8n of the end-to-end tests; undefined when that is not installed on this machine. */
export async function coreNodes(): Promise<CoreNodes | undefined> {
	const { getN8nInstallation } = await import('../scripts/install/n8n.mjs');
	const { folder } = getN8nInstallation();
	const base = path.join(folder, 'node_modules', 'n8n-nodes-base');
	if (!existsSync(base)) return undefined;
	const from = <T,>(file: string): T => require(path.join(base, file)) as T;
	const { HttpRequest } = from<{ HttpRequest: new () => IVersionedNodeType }>(
		'dist/nodes/HttpRequest/HttpRequest.node.js',
	);
	const { Wait } = from<{ Wait: new () => INodeType }>('dist/nodes/Wait/Wait.node.js');
	const { If } = from<{ If: new () => IVersionedNodeType }>('dist/nodes/If/If.node.js');
	return {
		version: from<{ version: string }>('package.json').version,
		httpRequest: new HttpRequest(),
		wait: new Wait(),
		decide: new If(),
	};
}
