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

/** Time limit of a suspended execution that is loaded. */
const SUSPENDED_FOR_MS = 30 * 60_000;

/** How a node is used in a workflow, and how that workflow is executed. */
export interface RunOptions extends NodeConfig {
	/** The input items. Default: one empty item, as from a manual trigger. */
	readonly items?: readonly InputItem[];
	readonly onError?: INode['onError'];
	readonly retryOnFail?: boolean;
	/** Maximum number of runs with `retryOnFail`: 2 to 5. Default: 3. */
	readonly maxTries?: number;
	readonly executeOnce?: boolean;
	readonly alwaysOutputData?: boolean;
	/** Where n8n stores files. Default: on disk, as in n8n. */
	readonly binaryMode?: BinaryMode;
	/** Default: 'trigger', an execution of a published workflow. */
	readonly mode?: WorkflowExecuteMode;
	/** Default: a new number. */
	readonly executionId?: string;
	/** The secret of the execution's resume URL, which n8n passes on to its retries. Default: a new one. */
	readonly resumeToken?: string;
	/** Stores the execution while it is suspended. Without one, it ends as "waiting". */
	readonly executions?: ExecutionStore;
	/** The public base URL of n8n's callbacks. Default: the URL of `executions`, or a URL without a server. */
	readonly webhookWaitingBaseUrl?: string;
	/** A suspended execution as n8n has stored it. It isn't started, but waits for its callback or timeout. */
	readonly suspended?: string;
	/** The failed execution to retry, as "Retry execution" does: from the failed node, with all stored data. */
	readonly retryOf?: Outcome;
	/** Number of runs of the node that n8n stored when it recovered the execution. The retry starts at the trigger anyway. */
	readonly previousRuns?: number;
}

/** A file of an output item. */
export interface OutputFile {
	readonly data: Buffer;
	readonly fileName?: string;
	readonly fileExtension?: string;
	readonly mimeType: string;
	/** Size that n8n has stored. */
	readonly bytes?: number;
	/** Set if the file is stored outside of the item. */
	readonly id?: string;
}

/** The result of an execution. */
export interface Outcome {
	readonly status: ExecutionStatus;
	/** The items of the node's first output. */
	readonly items: INodeExecutionData[];
	/** The items of the error output, with `onError: 'continueErrorOutput'`. */
	readonly errorItems: INodeExecutionData[];
	/** The error that stopped the node, as n8n stores it: a plain object. */
	readonly error?: ExecutionError;
	/** For each item, the JSON of the input item that `$('…').item` returns in a later node. */
	readonly origins: IDataObject[];
	readonly runData: IRunData;
	/** The execution data exactly as n8n writes it to its database. */
	readonly stored: string;
	/** Everything that n8n and the node have logged so far. */
	readonly log: string;
	/** Time from start to end. */
	readonly durationMs: number;
	readonly executionId: string;
	/** The static data of the workflow after the execution. */
	readonly staticData: IDataObject;
	/** Reads a file of an output item from where n8n has stored it. */
	file(item?: number, field?: string): Promise<OutputFile>;
}

/** A running execution. */
export interface Execution {
	readonly id: string;
	readonly finished: Promise<Outcome>;
	/** Cancels the execution as the Stop button does. Resolves when it has ended. */
	cancel(): Promise<Outcome>;
}

/** Starts a workflow with the node, and returns while it runs. */
export async function start(options: RunOptions): Promise<Execution> {
	await setBinaryMode(options.binaryMode ?? 'filesystem');
	const { onError, retryOnFail, maxTries, executeOnce, alwaysOutputData } = options;
	const fixture = createFixture(options, options.items ?? [{}], {
		...(onError === undefined ? {} : { onError }),
		...(executeOnce === undefined ? {} : { executeOnce }),
		...(alwaysOutputData === undefined ? {} : { alwaysOutputData }),
		// n8n treats a wait of 0 as not set, and waits for a second.
		...(retryOnFail ? { retryOnFail, maxTries: maxTries ?? 3, waitBetweenTries: 1 } : {}),
	});
	const { workflow } = fixture;
	const mode = options.mode ?? 'trigger';
	const id = options.executionId ?? nextId();
	const executions = options.executions;
	const baseUrl = options.webhookWaitingBaseUrl ?? executions?.url;
	const buildAdditionalData = (more: Partial<IWorkflowExecuteAdditionalData>) =>
		createAdditionalData(fixture.credentials, {
			executionId: id,
			workflowId: workflow.id,
			...(baseUrl === undefined ? {} : { webhookWaitingBaseUrl: baseUrl }),
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
	executions?.register({ id, workflow, mode, nodeType: fixture.nodeType, buildAdditionalData });
	const additionalData = buildAdditionalData({});
	const startNode = workflow.getNode(names.start) ?? undefined;
	const startedAt = Date.now();
	const { resumeToken } = options;
	const initialData = getRetriedData(options) ?? getRecoveredData(options, startNode);
	const suspended = options.suspended === undefined ? undefined : loadSuspended(options.suspended);
	const data =
		initialData ??
		(resumeToken === undefined ? undefined : createRunExecutionData({ resumeToken }));
	const execute = new n8nCore.WorkflowExecute(additionalData, mode, data);
	const runNow = () =>
		initialData
			? execute.processRunExecutionData(workflow)
			: execute.run({ workflow, ...(startNode === undefined ? {} : { startNode }) });
	const running = suspended ? undefined : runNow();
	const finished = (async (): Promise<Outcome> => {
		const firstRun = suspended ?? ((await running) as IRun);
		const run = executions === undefined ? firstRun : await executions.runToEnd(id, firstRun);
		const durationMs = Date.now() - startedAt;
		return createOutcome(run, fixture.origins, workflow.staticData, id, durationMs);
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

/** Executes a workflow with the node to its end. An error of the node is in `error`, not thrown. */
export const run = async (options: RunOptions): Promise<Outcome> =>
	await (
		await start(options)
	).finished;

/** Loads the result of the run that suspended the execution. The stored time limit has passed, so it gets a new one. */
function loadSuspended(stored: string): IRun {
	const data = parse(stored) as IRunExecutionData;
	const waitTill = new Date(Date.now() + SUSPENDED_FOR_MS);
	data.waitTill = waitTill;
	return { data, waitTill, status: 'waiting' } as IRun;
}

/** The execution data with which n8n's execution.service retries a failed execution. */
function getRetriedData({ retryOf }: RunOptions): IRunExecutionData | undefined {
	if (retryOf === undefined) return undefined;
	const data = parse(retryOf.stored) as IRunExecutionData;
	const { lastNodeExecuted, runData } = data.resultData;
	delete data.resultData.error;
	const runs = runData[lastNodeExecuted ?? ''];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	return data;
}

/** The execution data that n8n's execution-recovery.service keeps of a crashed execution. */
function getRecoveredData(
	{ previousRuns, resumeToken }: RunOptions,
	start: INode | undefined,
): IRunExecutionData | undefined {
	if (previousRuns === undefined || start === undefined) return undefined;
	const taskFields = { startTime: 0, executionIndex: 0, executionTime: -1, source: [null] };
	const task: ITaskData = { ...taskFields, executionStatus: 'success', data: { main: [[]] } };
	return createRunExecutionData({
		...(resumeToken === undefined ? {} : { resumeToken }),
		resultData: {
			runData: { [names.start]: [task], [names.node]: Array(previousRuns).fill(task) },
		},
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [[{ json: {} }]] }, source: null }],
		},
	});
}

function createOutcome(
	run: IRun,
	origins: IDataObject[],
	staticData: IDataObject,
	executionId: string,
	durationMs: number,
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
		durationMs,
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
