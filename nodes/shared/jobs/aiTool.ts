import type { INode } from 'n8n-workflow';

/** The part of an n8n context that shows whether the node runs as a tool. */
interface ToolContext {
	getNode(): INode;
	/** Missing in the oldest supported n8n versions. */
	isToolExecution?: () => boolean;
}

/**
 * Whether an AI agent uses the node as a tool. Agents up to version 2 run their tools themselves, and n8n reports it.
 * Since agent version 3, n8n runs a tool like any other node, and only the node type shows what it is.
 */
export function isAiTool(context: ToolContext): boolean {
	return isCalledByAgent(context) || context.getNode().type.endsWith('Tool');
}

/** Whether the agent itself runs the node, as agents up to version 2 do. */
export function isCalledByAgent(context: Pick<ToolContext, 'isToolExecution'>): boolean {
	return context.isToolExecution?.() === true;
}

/**
 * Whether a failure becomes an error item instead of ending the execution. As a tool, the node always returns an item:
 * agents of version 2 pass nothing of an error to their model. With agents of version 3, n8n 2.8 and 2.20 end the whole
 * execution, and 2.41 passes on the message without the next step. If the user sets Stop Workflow, the node throws.
 */
export function shouldContinueOnFail(
	context: ToolContext & { continueOnFail(): boolean },
): boolean {
	if (context.continueOnFail()) return true;
	return (
		isAiTool(context) && (isCalledByAgent(context) || context.getNode().onError !== 'stopWorkflow')
	);
}
