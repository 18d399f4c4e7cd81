import type {
	IExecuteData,
	IExecuteFunctions,
	INodeExecutionData,
	IRunExecutionData,
	ITaskMetadata,
	IWebhookResponseData,
} from 'n8n-workflow';

/*
 * n8n continues a suspended execution without running its node again: the node outputs what its webhook returned, or after
 * the time limit its input items. So a second entry for the node stands behind the suspended one in n8n's list of what to
 * run. The suspended entry outputs nothing, and the second one runs the node, which polls the jobs in either case.
 */

type Metadata = ITaskMetadata & {
	/** ID of the execution that continues with this entry. */
	pixVerseExecution?: string;
};

/** n8n has no function for it. Undefined in n8n versions that keep it elsewhere. */
export function getExecutionData(context: object): IRunExecutionData | undefined {
	return (context as { runExecutionData?: IRunExecutionData }).runExecutionData;
}

function getStack(context: object): IExecuteData[] | undefined {
	return getExecutionData(context)?.executionData?.nodeExecutionStack;
}

/** Whether n8n can run the node again when a suspended execution continues. */
export const canResume = (context: object) => Array.isArray(getStack(context));

/** @returns the ID of the execution that was suspended; undefined if this run doesn't continue one */
export const getSuspendedExecutionId = (context: IExecuteFunctions) =>
	(context.getExecuteData().metadata as Metadata | undefined)?.pixVerseExecution;

/**
 * Suspends the execution when this run of the node returns.
 * @param wallTime epoch milliseconds at which it continues at the latest
 */
export async function suspendExecution(
	context: IExecuteFunctions,
	wallTime: number,
): Promise<void> {
	const entry = context.getExecuteData();
	getStack(context)?.unshift(createNextEntry(context, entry, context.getExecutionId()));
	// A copy, because n8n disables the node of this entry for all entries that share it.
	entry.node = { ...entry.node, alwaysOutputData: false };
	entry.data = { main: [[]] };
	await context.putExecutionToWait(new Date(wallTime));
}

/** Continues a suspended execution after a callback. */
export function resumeExecution(context: object, executionId: string): IWebhookResponseData {
	const stack = getStack(context);
	const [entry, next] = stack ?? [];
	if (!stack || !entry) return {};
	// Executions that an earlier version suspended.
	if (!(next?.metadata as Metadata | undefined)?.pixVerseExecution)
		stack.splice(1, 0, createNextEntry(context, entry, executionId));
	return { workflowData: [[]] };
}

function createNextEntry(
	context: object,
	entry: IExecuteData,
	pixVerseExecution: string,
): IExecuteData {
	const { node, data } = entry;
	const runs = getExecutionData(context)?.resultData.runData[node.name] ?? [];
	const metadata: Metadata = { ...entry.metadata, pixVerseExecution };
	const runIndex = entry.runIndex ?? runs.length;
	return { ...entry, node: { ...node, disabled: false }, data: { ...data }, metadata, runIndex };
}

/** Outputs of runs that continued an execution. */
const outputs = new WeakMap<IExecuteData, INodeExecutionData[]>();

/** n8n's Retry On Fail repeats a run whose first item is an error. All jobs have ended, so the repetition returns the same. */
export async function resumeOnce(
	context: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const entry = context.getExecuteData();
	const items = outputs.get(entry) ?? (await run());
	outputs.set(entry, items);
	return [...items];
}
