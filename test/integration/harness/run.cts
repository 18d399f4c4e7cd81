import { parse, stringify } from 'flatted';
import type {
	ExecutionError,
	ExecutionStatus,
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	IRunData,
	IRunExecutionData,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { type BinaryMode, Container, n8nCore, setBinaryMode, getLoggedText } from './engine.cts';
import type { ExecutionStore } from './suspended-executions.cts';
import {
	type InputItem,
	names,
	nextId,
	type NodeConfig,
	createFixture,
	createAdditionalData,
} from './workflow.cts';

/** Time limit of suspended executions that are loaded. */
const SUSPENDED_FOR_MS = 30 * 60_000;

/** How a node is used in a workflow, and how that workflow is executed. */
export interface RunOptions extends NodeConfig {
	/** What the node receives. Default: one empty item, as from a manual trigger. */
	readonly items?: readonly InputItem[];
	readonly onError?: INode['onError'];
	readonly retryOnFail?: boolean;
	/** How often n8n runs the node at most with `retryOnFail`: 2 to 5. Default 3. */
	readonly maxTries?: number;
	readonly executeOnce?: boolean;
	readonly alwaysOutputData?: boolean;
	/** Where n8n keeps files. Default: on disk, as n8n does. */
	readonly binaryMode?: BinaryMode;
	/** Default: 'trigger', an execution of a published workflow. */
	readonly mode?: WorkflowExecuteMode;
	/** Default: a number nothing else uses. */
	readonly executionId?: string;
	/** The secret of the execution's resume URL, which n8n hands on to its retries. Default: a new one. */
	readonly resumeToken?: string;
	/** Stores the execution while it is suspended. Without one, it ends as "waiting". */
	readonly executions?: ExecutionStore;
	/** The address that n8n is reached at from outside. Default: that of `executions`, or one without a server. */
	readonly webhookWaitingBaseUrl?: string;
	/** A suspended execution as n8n has stored it. It is not run first, but waits for its callback or timeout. */
	readonly suspended?: string;
	/** The failed execution that this one retries, as "Retry execution" does: from the node that failed, with all n8n has kept. */
	readonly retryOf?: Outcome;
	/** Runs of the node that n8n stored when it recovered the execution. The retry starts at the trigger anyway. */
	readonly ranBefore?: number;
}

/** A file as it came out of the node. */
export interface OutputFile {
	readonly data: Buffer;
	readonly fileName?: string;
	readonly fileExtension?: string;
	readonly mimeType: string;
	/** Bytes, as n8n noted them. */
	readonly bytes?: number;
	/** Set when the file lives outside of the item. */
	readonly id?: string;
}

/** What an execution left behind. */
export interface Outcome {
	readonly status: ExecutionStatus;
	/** What the node's (first) output carries. */
	readonly items: INodeExecutionData[];
	/** What its error output carries, with `onError: 'continueErrorOutput'`. */
	readonly errorItems: INodeExecutionData[];
	/** What stopped the node, in the form n8n stores it: a plain object. */
	readonly error?: ExecutionError;
	/** For each item, the json of the input item that `$('…').item` leads to in a later node. */
	readonly origins: IDataObject[];
	readonly runData: IRunData;
	/** The execution exactly as n8n writes it into its database. */
	readonly stored: string;
	/** What n8n and the node have logged up to now. */
	readonly log: string;
	/** Milliseconds from start to end. */
	readonly took: number;
	readonly executionId: string;
	/** What the workflow remembers afterwards. */
	readonly staticData: IDataObject;
	/** Reads a file of an output item, wherever n8n keeps it. */
	file(item?: number, field?: string): Promise<OutputFile>;
}

/** An execution that is going on. */
export interface Execution {
	readonly id: string;
	readonly finished: Promise<Outcome>;
	/** What the Stop button does; resolves when the execution has ended. */
	cancel(): Promise<Outcome>;
}

/** Starts a workflow with the node in it and returns while it runs. */
export async function start(options: RunOptions): Promise<Execution> {
	await setBinaryMode(options.binaryMode ?? 'filesystem');
	const { onError, retryOnFail, maxTries, executeOnce, alwaysOutputData } = options;
	const bench = createFixture(options, options.items ?? [{}], {
		...(onError === undefined ? {} : { onError }),
		...(executeOnce === undefined ? {} : { executeOnce }),
		...(alwaysOutputData === undefined ? {} : { alwaysOutputData }),
		// n8n reads a wait of 0 as "not set", which is a second.
		...(retryOnFail ? { retryOnFail, maxTries: maxTries ?? 3, waitBetweenTries: 1 } : {}),
	});
	const { workflow } = bench;
	const mode = options.mode ?? 'trigger';
	const id = options.executionId ?? nextId();
	const executions = options.executions;
	const address = options.webhookWaitingBaseUrl ?? executions?.url;
	const around = (more: Partial<IWorkflowExecuteAdditionalData>) =>
		createAdditionalData(bench.credentials, {
			executionId: id,
			workflowId: workflow.id,
			...(address === undefined ? {} : { webhookWaitingBaseUrl: address }),
			hooks: new n8nCore.ExecutionLifecycleHooks(mode, id, {
				id: workflow.id,
				name: workflow.name ?? '',
				active: false,
				isArchived: false,
				activeVersionId: null,
				createdAt: new Date(),
				updatedAt: new Date(),
				nodes: Object.values(workflow.nodes),
				connections: workflow.connectionsBySourceNode,
			}),
			...more,
		});
	executions?.expect({ id, workflow, mode, nodeType: bench.nodeType, around });
	const additionalData = around({});
	const startNode = workflow.getNode(names.start) ?? undefined;
	const startedAt = Date.now();
	const { resumeToken } = options;
	const before = retried(options) ?? recovered(options, startNode);
	const suspended = options.suspended === undefined ? undefined : loadSuspended(options.suspended);
	const data =
		before ?? (resumeToken === undefined ? undefined : createRunExecutionData({ resumeToken }));
	const execute = new n8nCore.WorkflowExecute(additionalData, mode, data);
	const runNow = () =>
		before
			? execute.processRunExecutionData(workflow)
			: execute.run({ workflow, ...(startNode === undefined ? {} : { startNode }) });
	const running = suspended ? undefined : runNow();
	const finished = (async (): Promise<Outcome> => {
		const first = suspended ?? ((await running) as IRun);
		const run = executions === undefined ? first : await executions.seeThrough(id, first);
		const took = Date.now() - startedAt;
		return describe(run, bench.origins, workflow.staticData, id, took);
	})();
	return {
		id,
		finished,
		cancel: async () => {
			running?.cancel();
			return await finished;
		},
	};
}

/** Executes a workflow with the node in it, to its end. Never throws for what the node did: look at `error`. */
export const run = async (options: RunOptions): Promise<Outcome> =>
	await (
		await start(options)
	).finished;

/** The result of the run that suspended the execution. The stored time limit has passed, so it gets a new one. */
function loadSuspended(stored: string): IRun {
	const data = parse(stored) as IRunExecutionData;
	const waitTill = new Date(Date.now() + SUSPENDED_FOR_MS);
	data.waitTill = waitTill;
	return { data, waitTill, status: 'waiting' } as IRun;
}

/** What execution.service of n8n does with a failed execution that is retried. */
function retried({ retryOf }: RunOptions): IRunExecutionData | undefined {
	if (retryOf === undefined) return undefined;
	const data = parse(retryOf.stored) as IRunExecutionData;
	const { lastNodeExecuted, runData } = data.resultData;
	delete data.resultData.error;
	const runs = runData[lastNodeExecuted ?? ''];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	return data;
}

/** What execution-recovery.service of n8n leaves of an execution that died. */
function recovered(
	{ ranBefore, resumeToken }: RunOptions,
	start: INode | undefined,
): IRunExecutionData | undefined {
	if (ranBefore === undefined || start === undefined) return undefined;
	const done = { startTime: 0, executionIndex: 0, executionTime: -1, source: [null] };
	const task: ITaskData = { ...done, executionStatus: 'success', data: { main: [[]] } };
	return createRunExecutionData({
		...(resumeToken === undefined ? {} : { resumeToken }),
		resultData: { runData: { [names.start]: [task], [names.node]: Array(ranBefore).fill(task) } },
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [[{ json: {} }]] }, source: null }],
		},
	});
}

function describe(
	run: IRun,
	origins: IDataObject[],
	staticData: IDataObject,
	executionId: string,
	took: number,
): Outcome {
	const { runData, error } = run.data.resultData;
	const task = runData[names.node]?.at(-1);
	const outputs = task?.data?.main ?? [];
	const items = outputs[0] ?? [];
	const failure = task?.error ?? error;
	return {
		status: run.status,
		items,
		errorItems: outputs[1] ?? [],
		...(failure === undefined ? {} : { error: failure }),
		origins,
		runData,
		stored: stringify(run.data),
		get log() {
			return getLoggedText();
		},
		took,
		executionId,
		staticData,
		file: async (item = 0, field = 'data') => await readFile(items[item], field),
	};
}

async function readFile(item: INodeExecutionData | undefined, field: string): Promise<OutputFile> {
	const binary = item?.binary?.[field];
	if (binary === undefined) throw new Error(`The item has no file in "${field}"`);
	const { fileName, fileExtension, mimeType, bytes, id } = binary;
	return {
		data: await Container.get(n8nCore.BinaryDataService).getAsBuffer(binary),
		mimeType,
		...(fileName === undefined ? {} : { fileName }),
		...(fileExtension === undefined ? {} : { fileExtension }),
		...(bytes === undefined ? {} : { bytes }),
		...(id === undefined ? {} : { id }),
	};
}
