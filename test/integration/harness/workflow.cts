import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';

import type { CredentialValues } from './credentials.cts';
import { CredentialStore } from './credentials.cts';
import { enlargeFile } from './engine.cts';
import { loadCredential, loadNode, type NodeName } from './sources.cts';

/** A file of an input item. n8n's binary data service stores it before the node under test runs. */
export interface InputFile {
	readonly data: Buffer;
	readonly fileName?: string;
	readonly mimeType?: string;
	/** Size to which the stored file is extended, without more content. */
	readonly enlargedToBytes?: number;
}

/** An input item of the node under test. */
export interface InputItem {
	readonly json?: IDataObject;
	readonly binary?: Readonly<Record<string, InputFile>>;
}

/** A node, its parameters, and its workflow. */
export interface NodeConfig {
	/** A node of this package by name, or an instance of any node class. */
	readonly node: NodeName | INodeType;
	/** The parameters that the user has set. n8n adds the defaults. */
	readonly parameters?: INodeParameters;
	/** Values of the node's credential, or of several credentials by type. Default: no credential is selected. */
	readonly credentials?: CredentialValues;
	/** Credential types of a node that is not from this package. */
	readonly credentialTypes?: readonly ICredentialType[];
	/** Default: a new number. */
	readonly workflowId?: string;
	/** The workflow's settings. */
	readonly settings?: IWorkflowSettings;
	/** The static data of the workflow. */
	readonly staticData?: IDataObject;
	/** Number of branches that lead to the node, as from an IF node. The items alternate between them. n8n runs the node once per branch. */
	readonly branches?: number;
}

/** The names of the nodes in the workflow of every run. */
export const names = { start: 'Start', node: 'Node under Test', after: 'After' } as const;

let lastNumber = 0;
/** A new ID of a workflow or an execution. n8n uses decimal numbers. */
export const nextId = (): string => String(++lastNumber);

type Execute = NonNullable<INodeType['execute']>;

const createNodeType = (
	name: string,
	{ inputs, outputs = 1 }: { inputs: 0 | 1; outputs?: number },
	execute: Execute,
): INodeType => ({
	description: {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: `Part of every test workflow: ${name}`,
		defaults: { name },
		inputs: inputs === 0 ? [] : [NodeConnectionTypes.Main],
		outputs: new Array(outputs).fill(NodeConnectionTypes.Main),
		properties: [],
	},
	execute,
});

/** Outputs the items of the test, and stores their files with n8n's helper. */
const createStartNodeType = (items: readonly InputItem[], branches: number): INodeType =>
	createNodeType('start', { inputs: 0, outputs: branches }, async function () {
		const outputItems: INodeExecutionData[] = [];
		for (const { json, binary } of items) {
			const item: INodeExecutionData = { json: { ...json } };
			for (const [field, { data, fileName, mimeType, ...file }] of Object.entries(binary ?? {})) {
				const stored = await this.helpers.prepareBinaryData(data, fileName, mimeType);
				if (file.enlargedToBytes !== undefined) await enlargeFile(stored, file.enlargedToBytes);
				item.binary = { ...item.binary, [field]: stored };
			}
			outputItems.push(item);
		}
		return Array.from({ length: branches }, (_none, branch) =>
			outputItems.filter((_item, index) => index % branches === branch),
		);
	});

/** Evaluates, as an expression of a user does, which input item each result is paired with. */
const createAfterNodeType = (origins: IDataObject[]): INodeType =>
	createNodeType('after', { inputs: 1 }, async function () {
		const items = this.getInputData();
		for (const index of items.keys()) {
			const origin = this.evaluateExpression(`{{ $('${names.start}').item.json }}`, index);
			origins.push(origin as unknown as IDataObject);
		}
		return [items];
	});

/** A workflow with the node under test between a node that outputs its items and a node that receives its results. */
export interface WorkflowFixture {
	readonly workflow: Workflow;
	readonly node: INode;
	readonly nodeType: INodeType;
	readonly credentials: CredentialStore;
	/** The JSON of the input item that each result is paired with. Filled by the execution. */
	readonly origins: IDataObject[];
}

/** Builds the workflow of a node under test. */
export function createFixture(
	config: NodeConfig,
	items: readonly InputItem[],
	nodeSettings: Partial<INode>,
): WorkflowFixture {
	const nodeType = typeof config.node === 'string' ? loadNode(config.node) : config.node;
	const { name, version } = nodeType.description;
	const requiredTypes = (nodeType.description.credentials ?? []).map(
		(credential) => credential.name,
	);
	const credentialTypes =
		config.credentialTypes ??
		(typeof config.node === 'string' ? requiredTypes.map(loadCredential) : []);
	const credentialValues = config.credentials;
	const values =
		credentialValues === undefined
			? {}
			: Object.fromEntries(requiredTypes.map((type) => [type, credentialValues]));

	const { branches = 1 } = config;
	const typeName = `n8n-nodes-pixverse.${name}`;
	const node: INode = {
		id: '5a1d2f4e-0b7c-4c57-9d58-3a7f3b1f2c10',
		name: names.node,
		type: typeName,
		typeVersion: [version].flat().at(-1) ?? 1,
		position: [200, 0],
		parameters: structuredClone(config.parameters ?? {}),
		credentials: Object.fromEntries(
			Object.keys(values).map((type) => [type, { id: '1', name: 'Account of the test' }]),
		),
		...nodeSettings,
	};
	const createHelperNode = (key: 'start' | 'after', x: number): INode => ({
		id: key,
		name: names[key],
		type: key,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
	});

	const origins: IDataObject[] = [];
	const nodeTypesByName: Record<string, INodeType> = {
		[typeName]: nodeType,
		start: createStartNodeType(items, branches),
		after: createAfterNodeType(origins),
	};
	const findNodeType = (type: string): INodeType => {
		const match = nodeTypesByName[type];
		if (match === undefined) throw new Error(`Unknown node type "${type}"`);
		return match;
	};
	const nodeTypes: INodeTypes = {
		getByName: findNodeType,
		getByNameAndVersion: findNodeType,
		getKnownTypes: () => ({}),
	};

	const connectTo = (target: string) => ({
		node: target,
		type: NodeConnectionTypes.Main,
		index: 0,
	});
	const workflow = new Workflow({
		id: config.workflowId ?? nextId(),
		name: 'Workflow of the test',
		nodes: [createHelperNode('start', 0), node, createHelperNode('after', 400)],
		connections: {
			[names.start]: { main: Array.from({ length: branches }, () => [connectTo(names.node)]) },
			[names.node]: { main: [[connectTo(names.after)]] },
		},
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', ...config.settings },
		...(config.staticData === undefined ? {} : { staticData: config.staticData }),
	});
	return {
		workflow,
		node: workflow.getNode(names.node) ?? node,
		nodeType,
		credentials: new CredentialStore(credentialTypes, values),
		origins,
	};
}

/** Creates n8n's additional data of an execution. Its URLs have no server. */
export function createAdditionalData(
	credentialsHelper: CredentialStore,
	overrides: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const baseUrl = 'http://n8n.invalid/';
	const createUnavailable = (what: string) => async (): Promise<never> => {
		throw new Error(`${what} can't be executed in a test of one node`);
	};
	return {
		credentialsHelper,
		executeWorkflow: createUnavailable('A sub-workflow'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${baseUrl}rest`,
		instanceBaseUrl: baseUrl,
		formBaseUrl: `${baseUrl}form`,
		formWaitingBaseUrl: `${baseUrl}form-waiting`,
		formTestBaseUrl: `${baseUrl}form-test`,
		webhookBaseUrl: `${baseUrl}webhook`,
		webhookWaitingBaseUrl: `${baseUrl}webhook-waiting`,
		webhookTestBaseUrl: `${baseUrl}webhook-test`,
		mcpBaseUrl: `${baseUrl}mcp`,
		mcpTestBaseUrl: `${baseUrl}mcp-test`,
		variables: {},
		logAiEvent: () => {},
		startRunnerTask: createUnavailable('A task runner'),
		setExecutionStatus: () => {},
		...overrides,
	} as IWorkflowExecuteAdditionalData;
}
