import type { IExecuteFunctions, INode, IRunExecutionData, ITaskData } from 'n8n-workflow';
import { getExecutionData } from './resumption';

const CHAT_TRIGGER = '@n8n/n8n-nodes-langchain.chatTrigger';
/** Response modes of triggers whose answer ends with the execution, or as soon as it is suspended. */
const MODES_THAT_END = ['lastNode', 'streaming'];

/**
 * Finds a caller that waits for the end of this execution, and that n8n would give an unfinished result when the
 * execution is suspended.
 * @param hasFiles whether this run returns files
 * @returns why the execution must not be suspended, as part of a sentence
 */
export async function findWaitingCaller(
	context: IExecuteFunctions,
	hasFiles: boolean,
): Promise<string | undefined> {
	let data = getExecutionData(context);
	const ran = data?.resultData.runData ?? {};
	const trigger = context
		.getParentNodes(context.getNode().name, { includeNodeParameters: true })
		.find(({ name, type, parameters }) => name in ran && isAnsweredAtEnd(type, parameters));
	if (trigger) return describeAnswer(trigger.name);
	if (data && isAwaited(data) && mayDeleteFiles(context, hasFiles))
		return 'another workflow calls this one, and n8n deletes the files of executions that it doesn\'t save before that workflow can read them. To suspend the execution, set "Save successful production executions" to "Save" in the settings of this workflow';
	while (data && isAwaited(data)) {
		if (countFirstItems(data) < 2)
			return 'another workflow calls this one with one item, and n8n would only return the first result to a workflow that makes several such calls';
		data = await context.getExecutionDataById(data.parentExecution.executionId);
		const start = data?.executionData?.nodeExecutionStack.find(({ source }) => source === null);
		if (start && isAnsweredAtEnd(start.node.type, start.node.parameters))
			return describeAnswer(start.node.name);
	}
	return undefined;
}

const describeAnswer = (trigger: string) =>
	`"${trigger}" is answered when the last node finishes, and n8n would answer it as soon as the execution is suspended`;

/** Of a Webhook, Form Trigger, Chat Trigger, or Wait node. */
function isAnsweredAtEnd(type: string, parameters: INode['parameters'] = {}): boolean {
	const { responseMode, availableInChat } = parameters;
	const options = parameters.options as INode['parameters'] | undefined;
	const chatMode = availableInChat === true ? 'streaming' : 'lastNode';
	const mode = type === CHAT_TRIGGER ? (options?.responseMode ?? chatMode) : responseMode;
	return MODES_THAT_END.includes(String(mode));
}

/** Whether another workflow called this one and waits for it. */
function isAwaited(
	data: IRunExecutionData,
): data is IRunExecutionData & Required<Pick<IRunExecutionData, 'parentExecution'>> {
	return data.parentExecution !== undefined && data.parentExecution.shouldResume !== false;
}

/** The setting of the instance, which applies if the workflow has none, isn't known to nodes. */
function mayDeleteFiles(context: IExecuteFunctions, hasFiles: boolean): boolean {
	const { saveDataSuccessExecution: setting } = context.getWorkflowSettings();
	return setting === 'none' || (hasFiles && setting !== 'all');
}

/** Items that an execution began with. */
function countFirstItems({ resultData, executionData }: IRunExecutionData): number {
	const isFirst = ({ source }: ITaskData) => !source.some(Boolean);
	const run = Object.values(resultData.runData).flat().find(isFirst);
	const entry = executionData?.nodeExecutionStack.find(({ source }) => source === null);
	return (run?.data ?? entry?.data)?.main?.[0]?.length ?? 0;
}
