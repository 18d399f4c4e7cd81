import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';

import {
	CredentialStore,
	type CredentialValues,
} from '../test/integration/harness/credentials.cts';
import {
	Container,
	n8nCore,
	setBinaryMode,
	enlargeFile,
} from '../test/integration/harness/engine.cts';
import {
	type InputFile,
	nextId,
	createAdditionalData,
} from '../test/integration/harness/workflow.cts';

/** A node of the workflow. */
export interface BenchmarkNode {
	readonly name: string;
	readonly type: INodeType | IVersionedNodeType;
	/** The name under which n8n finds the type. Default: the name of the node. */
	readonly typeName?: string;
	/** Default: the type's default version. */
	readonly version?: number;
	readonly parameters?: INodeParameters;
	/** The next node of each output, by name. */
	readonly next?: readonly string[];
	/** Credential types that the node uses. */
	readonly credentials?: readonly string[];
}

export interface BenchmarkWorkflow {
	readonly nodes: readonly BenchmarkNode[];
	/** Input of the first node. */
	readonly items: readonly IDataObject[];
	/** Files of the first item, by field. */
	readonly files?: Readonly<Record<string, InputFile>>;
	readonly credentialTypes: readonly ICredentialType[];
	readonly credentials: Readonly<Record<string, CredentialValues>>;
}

export interface ExecutionResult {
	readonly error?: { readonly message: string; readonly description?: string | null | undefined };
	/** Returns the items of a node's first output, in all its runs. */
	readonly getItems: (node: string) => INodeExecutionData[];
	/** Duration on the clock of this process, which can be accelerated. */
	readonly durationMs: number;
	/** CPU time, user and system. */
	readonly cpuMs: number;
}

const START = 'Start';

/**
 * Executes a workflow of any nodes in n8n's engine and measures it. Unlike the test harness, it adds no nodes and
 * serializes nothing, so that only the given nodes are measured.
 *
 * @returns The result. If the execution fails, `error` is set.
 */
export async function execute(definition: BenchmarkWorkflow): Promise<ExecutionResult> {
	await setBinaryMode('filesystem');
	const [first] = definition.nodes;
	if (!first) throw new Error('The workflow has no nodes');
	const items = await prepareItems(definition);
	const workflow = buildWorkflow(definition, first.name, items);
	const id = nextId();
	const store = new CredentialStore(definition.credentialTypes, definition.credentials);
	const additionalData = createAdditionalData(store, {
		executionId: id,
		workflowId: workflow.id,
		hooks: new n8nCore.ExecutionLifecycleHooks('trigger', id, {
			id: workflow.id,
			name: 'Benchmark',
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
		}),
	});
	const startNode = workflow.getNode(START) ?? undefined;
	const started = { at: performance.now(), cpu: process.cpuUsage() };
	const run = await new n8nCore.WorkflowExecute(additionalData, 'trigger').run({
		workflow,
		...(startNode === undefined ? {} : { startNode }),
	});
	const durationMs = performance.now() - started.at;
	const { user, system } = process.cpuUsage(started.cpu);
	const { runData, error } = run.data.resultData;
	return {
		...(error === undefined ? {} : { error }),
		getItems: (node) => (runData[node] ?? []).flatMap((task) => task.data?.main?.[0] ?? []),
		durationMs,
		cpuMs: (user + system) / 1000,
	};
}

type ExecuteFunction = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** Creates a node type with an `execute` function and no parameters. */
export const createNodeType = (
	name: string,
	execute: ExecuteFunction,
	overrides: Partial<INodeType['description']> = {},
): INodeType => ({
	description: {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...overrides,
	},
	execute,
});

/** Stores the files of the first item, so that storing them isn't measured. Returns the input items. */
async function prepareItems({ items, files }: BenchmarkWorkflow): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[] = items.map((json) => ({ json: { ...json } }));
	const service = Container.get(n8nCore.BinaryDataService);
	for (const [field, { data, fileName, mimeType, enlargedToBytes }] of Object.entries(
		files ?? {},
	)) {
		const location = {
			type: 'execution' as const,
			workflowId: 'benchmark',
			executionId: nextId(),
		};
		const stored = await service.store(location, data, {
			data: '',
			mimeType: mimeType ?? 'application/octet-stream',
			...(fileName === undefined ? {} : { fileName }),
		});
		if (enlargedToBytes !== undefined) await enlargeFile(stored, enlargedToBytes);
		const [first] = results;
		if (first) first.binary = { ...first.binary, [field]: stored };
	}
	return results;
}

function buildWorkflow(
	definition: BenchmarkWorkflow,
	first: string,
	items: INodeExecutionData[],
): Workflow {
	const start: BenchmarkNode = {
		name: START,
		type: createNodeType('start', async () => [items]),
		next: [first],
	};
	const definitions = [start, ...definition.nodes];
	const types = new Map(definitions.map((node) => [node.typeName ?? node.name, node.type]));
	const findType = (type: string) => {
		const found = types.get(type);
		if (found === undefined) throw new Error(`Unknown node type "${type}"`);
		return found;
	};
	const nodes = definitions.map((node, index): INode => {
		const { name, type, parameters = {}, credentials = [] } = node;
		const { version, defaultVersion } = type.description as {
			version?: number | number[];
			defaultVersion?: number;
		};
		return {
			id: `00000000-0000-4000-8000-00000000000${index}`,
			name,
			type: node.typeName ?? name,
			typeVersion: node.version ?? defaultVersion ?? [version ?? 1].flat().at(-1) ?? 1,
			position: [200 * index, 0],
			parameters: structuredClone(parameters),
			credentials: Object.fromEntries(
				credentials.map((credential) => [credential, { id: '1', name: 'Benchmark' }]),
			),
		};
	});
	const connections = Object.fromEntries(
		definitions.map(({ name, next = [] }) => [
			name,
			{ main: next.map((node) => [{ node, type: NodeConnectionTypes.Main, index: 0 }]) },
		]),
	);
	return new Workflow({
		id: nextId(),
		name: 'Benchmark',
		nodes,
		connections,
		active: false,
		settings: { executionOrder: 'v1' },
		nodeTypes: {
			getByName: findType,
			getByNameAndVersion: (type, version) =>
				NodeHelpers.getVersionedNodeType(findType(type), version),
			getKnownTypes: () => ({}),
		},
	});
}
