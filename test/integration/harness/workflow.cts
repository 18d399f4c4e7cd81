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

/** A file an input item carries: stored by n8n's binary data service before the node under test runs. */
export interface InputFile {
	readonly data: Buffer;
	readonly fileName?: string;
	readonly mimeType?: string;
	/** Bytes to make the stored file as large as, with nothing behind `data`. */
	readonly stretchedTo?: number;
}

/** One item the node under test receives. */
export interface InputItem {
	readonly json?: IDataObject;
	readonly binary?: Readonly<Record<string, InputFile>>;
}

/** What every way to use a node needs to know. */
export interface NodeConfig {
	/** A node of this package by name, or an instance of any node class. */
	readonly node: NodeName | INodeType;
	/** The parameters a user set; n8n fills in the defaults of the others. */
	readonly parameters?: INodeParameters;
	/** Values of the node's credential, or of several credentials by type. Default: no credential is selected. */
	readonly credentials?: CredentialValues;
	/** Credential types of a node that is not from this package. */
	readonly credentialTypes?: readonly ICredentialType[];
	/** Default: a number nothing else uses. */
	readonly workflowId?: string;
	/** The workflow's settings. */
	readonly settings?: IWorkflowSettings;
	/** What the workflow remembers between executions. Read back after the run. */
	readonly staticData?: IDataObject;
	/** How many branches lead to the node, as from an IF node; the items take turns. n8n runs it once for each. */
	readonly branches?: number;
}

/** The names of the nodes in the workflow of every run. */
export const names = { start: 'Start', node: 'Node under Test', after: 'After' } as const;

let lastNumber = 0;
/** n8n counts workflows and executions in decimal digits. */
export const nextId = (): string => String(++lastNumber);

type Execute = NonNullable<INodeType['execute']>;

const plainNode = (
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

/** Hands the test's items to the workflow and stores their files through n8n's own helper. */
const startNode = (items: readonly InputItem[], branches: number): INodeType =>
	plainNode('start', { inputs: 0, outputs: branches }, async function () {
		const made: INodeExecutionData[] = [];
		for (const { json, binary } of items) {
			const item: INodeExecutionData = { json: { ...json } };
			for (const [field, { data, fileName, mimeType, ...file }] of Object.entries(binary ?? {})) {
				const stored = await this.helpers.prepareBinaryData(data, fileName, mimeType);
				if (file.stretchedTo !== undefined) await enlargeFile(stored, file.stretchedTo);
				item.binary = { ...item.binary, [field]: stored };
			}
			made.push(item);
		}
		return Array.from({ length: branches }, (_none, branch) =>
			made.filter((_item, index) => index % branches === branch),
		);
	});

/** Asks n8n, as an expression of a user would, which input item each result comes from. */
const afterNode = (origins: IDataObject[]): INodeType =>
	plainNode('after', { inputs: 1 }, async function () {
		const items = this.getInputData();
		for (const index of items.keys()) {
			const origin = this.evaluateExpression(`{{ $('${names.start}').item.json }}`, index);
			origins.push(origin as unknown as IDataObject);
		}
		return [items];
	});

/** A workflow with the node under test between one that makes its items and one that takes its results. */
export interface WorkflowFixture {
	readonly workflow: Workflow;
	readonly node: INode;
	readonly nodeType: INodeType;
	readonly credentials: CredentialStore;
	/** Filled by the run: for each result, the input item n8n says it comes from. */
	readonly origins: IDataObject[];
}

/** Builds the workflow that every way to use a node runs in. */
export function createFixture(
	use: NodeConfig,
	items: readonly InputItem[],
	traits: Partial<INode>,
): WorkflowFixture {
	const nodeType = typeof use.node === 'string' ? loadNode(use.node) : use.node;
	const { name, version } = nodeType.description;
	const wanted = (nodeType.description.credentials ?? []).map((credential) => credential.name);
	const known =
		use.credentialTypes ?? (typeof use.node === 'string' ? wanted.map(loadCredential) : []);
	const given = use.credentials;
	const values = given === undefined ? {} : Object.fromEntries(wanted.map((type) => [type, given]));

	const { branches = 1 } = use;
	const typeName = `n8n-nodes-pixverse.${name}`;
	const node: INode = {
		id: '5a1d2f4e-0b7c-4c57-9d58-3a7f3b1f2c10',
		name: names.node,
		type: typeName,
		typeVersion: [version].flat().at(-1) ?? 1,
		position: [200, 0],
		parameters: structuredClone(use.parameters ?? {}),
		credentials: Object.fromEntries(
			Object.keys(values).map((type) => [type, { id: '1', name: 'Account of the test' }]),
		),
		...traits,
	};
	const part = (key: 'start' | 'after', x: number): INode => ({
		id: key,
		name: names[key],
		type: key,
		typeVersion: 1,
		position: [x, 0],
		parameters: {},
	});

	const origins: IDataObject[] = [];
	const types: Record<string, INodeType> = {
		[typeName]: nodeType,
		start: startNode(items, branches),
		after: afterNode(origins),
	};
	const find = (type: string): INodeType => {
		const found = types[type];
		if (found === undefined) throw new Error(`Unknown node type "${type}"`);
		return found;
	};
	const nodeTypes: INodeTypes = {
		getByName: find,
		getByNameAndVersion: find,
		getKnownTypes: () => ({}),
	};

	const to = (target: string) => ({ node: target, type: NodeConnectionTypes.Main, index: 0 });
	const workflow = new Workflow({
		id: use.workflowId ?? nextId(),
		name: 'Workflow of the test',
		nodes: [part('start', 0), node, part('after', 400)],
		connections: {
			[names.start]: { main: Array.from({ length: branches }, () => [to(names.node)]) },
			[names.node]: { main: [[to(names.after)]] },
		},
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', ...use.settings },
		...(use.staticData === undefined ? {} : { staticData: use.staticData }),
	});
	return {
		workflow,
		node: workflow.getNode(names.node) ?? node,
		nodeType,
		credentials: new CredentialStore(known, values),
		origins,
	};
}

/** What n8n gives every execution besides the workflow. Its addresses lead nowhere. */
export function createAdditionalData(
	credentialsHelper: CredentialStore,
	more: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const n8n = 'http://n8n.invalid/';
	const notHere = (what: string) => async (): Promise<never> => {
		throw new Error(`${what} cannot be run from a test of one node`);
	};
	return {
		credentialsHelper,
		executeWorkflow: notHere('A sub-workflow'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${n8n}rest`,
		instanceBaseUrl: n8n,
		formBaseUrl: `${n8n}form`,
		formWaitingBaseUrl: `${n8n}form-waiting`,
		formTestBaseUrl: `${n8n}form-test`,
		webhookBaseUrl: `${n8n}webhook`,
		webhookWaitingBaseUrl: `${n8n}webhook-waiting`,
		webhookTestBaseUrl: `${n8n}webhook-test`,
		mcpBaseUrl: `${n8n}mcp`,
		mcpTestBaseUrl: `${n8n}mcp-test`,
		variables: {},
		logAiEvent: () => {},
		startRunnerTask: notHere('A task runner'),
		setExecutionStatus: () => {},
		...more,
	} as IWorkflowExecuteAdditionalData;
}
