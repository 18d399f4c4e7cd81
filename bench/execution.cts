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

/**
 * Executes a workflow of any nodes in n8n's engine and measures it. Unlike the harness of the tests, which does more
 * around the node under test (a node behind it asks where each item comes from, everything is written out), nothing
 * runs here but the nodes that are measured.
 */

/** One node of the workflow. */
export interface Step {
	readonly name: string;
	readonly type: INodeType | IVersionedNodeType;
	/** What n8n knows the type as. Default: the step's name. */
	readonly typeName?: string;
	/** Default: the newest. */
	readonly version?: number;
	readonly parameters?: INodeParameters;
	/** Names of the nodes behind its outputs. */
	readonly to?: readonly string[];
	/** Names of the credential types that are chosen in it. */
	readonly credentials?: readonly string[];
}

export interface Job {
	readonly steps: readonly Step[];
	/** What the first of them receives. */
	readonly items: readonly IDataObject[];
	/** Files of the first item, by field. */
	readonly files?: Readonly<Record<string, InputFile>>;
	readonly credentialTypes: readonly ICredentialType[];
	readonly credentials: Readonly<Record<string, CredentialValues>>;
}

export interface Execution {
	readonly error?: { readonly message: string; readonly description?: string | null | undefined };
	/** What the first output of each step's runs carried, all runs together. */
	readonly itemsOf: (step: string) => INodeExecutionData[];
	/** Milliseconds on this process's clock. */
	readonly took: number;
	/** Milliseconds of CPU, user and system. */
	readonly cpu: number;
}

const START = 'Start';

/** Runs to the end; what went wrong is in `error`. */
export async function execute(job: Job): Promise<Execution> {
	await setBinaryMode('filesystem');
	const [first] = job.steps;
	if (!first) throw new Error('A workflow has a node at the least');
	const items = await prepared(job);
	const workflow = workflowOf(job, first.name, items);
	const id = nextId();
	const store = new CredentialStore(job.credentialTypes, job.credentials);
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
	const took = performance.now() - started.at;
	const { user, system } = process.cpuUsage(started.cpu);
	const { runData, error } = run.data.resultData;
	return {
		...(error === undefined ? {} : { error }),
		itemsOf: (step) => (runData[step] ?? []).flatMap((task) => task.data?.main?.[0] ?? []),
		took,
		cpu: (user + system) / 1000,
	};
}

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A node with nothing but an `execute`. */
export const plainNode = (
	name: string,
	execute: Execute,
	more: Partial<INodeType['description']> = {},
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
		...more,
	},
	execute,
});

/** The items, with their files stored before anything is measured. */
async function prepared({ items, files }: Job): Promise<INodeExecutionData[]> {
	const made: INodeExecutionData[] = items.map((json) => ({ json: { ...json } }));
	const service = Container.get(n8nCore.BinaryDataService);
	for (const [field, { data, fileName, mimeType, stretchedTo }] of Object.entries(files ?? {})) {
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
		if (stretchedTo !== undefined) await enlargeFile(stored, stretchedTo);
		const [only] = made;
		if (only) only.binary = { ...only.binary, [field]: stored };
	}
	return made;
}

function workflowOf(job: Job, first: string, items: INodeExecutionData[]): Workflow {
	const start: Step = { name: START, type: plainNode('start', async () => [items]), to: [first] };
	const steps = [start, ...job.steps];
	const types = new Map(steps.map((step) => [step.typeName ?? step.name, step.type]));
	const find = (type: string) => {
		const found = types.get(type);
		if (found === undefined) throw new Error(`Unknown node type "${type}"`);
		return found;
	};
	const nodes = steps.map((step, index): INode => {
		const { name, type, parameters = {}, credentials = [] } = step;
		const { version, defaultVersion } = type.description as {
			version?: number | number[];
			defaultVersion?: number;
		};
		return {
			id: `00000000-0000-4000-8000-00000000000${index}`,
			name,
			type: step.typeName ?? name,
			typeVersion: step.version ?? defaultVersion ?? [version ?? 1].flat().at(-1) ?? 1,
			position: [200 * index, 0],
			parameters: structuredClone(parameters),
			credentials: Object.fromEntries(
				credentials.map((credential) => [credential, { id: '1', name: 'Benchmark' }]),
			),
		};
	});
	const connections = Object.fromEntries(
		steps.map(({ name, to = [] }) => [
			name,
			{ main: to.map((node) => [{ node, type: NodeConnectionTypes.Main, index: 0 }]) },
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
			getByName: find,
			getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(find(type), version),
			getKnownTypes: () => ({}),
		},
	});
}
