import type { INode } from 'n8n-workflow';

/** What of n8n tells a tool from a step of a workflow. */
interface ToolContext {
	getNode(): INode;
	/** Younger than some of the versions that the node runs in. */
	isToolExecution?: () => boolean;
}

/**
 * Whether an AI agent uses the node as one of its tools. Agents up to version 2 run their tools themselves, and n8n says
 * so; since version 3 n8n runs a tool as any other node, and only the node's type shows what it is.
 */
export function isAiTool(context: ToolContext): boolean {
	return isCalledByAgent(context) || context.getNode().type.endsWith('Tool');
}

/** Whether the agent itself runs the node, as agents up to version 2 do. */
export function isCalledByAgent(context: Pick<ToolContext, 'isToolExecution'>): boolean {
	return context.isToolExecution?.() === true;
}

/**
 * Whether a failure becomes an item that tells of it, instead of ending the run. A tool always answers: from an error,
 * agents of version 2 tell their model nothing at all. Under those of version 3, n8n 2.8 and 2.20 end the whole execution;
 * 2.41 hands their model its message, without the next step. Where the user wants it to end, it does.
 */
export function shouldContinueOnFail(
	context: ToolContext & { continueOnFail(): boolean },
): boolean {
	if (context.continueOnFail()) return true;
	return (
		isAiTool(context) && (isCalledByAgent(context) || context.getNode().onError !== 'stopWorkflow')
	);
}
