import type { INode } from 'n8n-workflow';

/** What of n8n tells a tool from a step of a workflow. */
interface Usable {
	getNode(): INode;
	/** Younger than some of the versions that the node runs in. */
	isToolExecution?: () => boolean;
}

/**
 * Whether an AI agent uses the node as one of its tools. Agents up to version 2 run their tools themselves, and n8n says
 * so; since version 3 n8n runs a tool as any other node, and only the node's type shows what it is.
 */
export function isTool(context: Usable): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}
