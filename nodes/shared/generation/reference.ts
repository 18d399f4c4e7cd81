import { createHash, randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** What all references of this n8n begin with, e.g. `n8n-3f2a`. Says nothing about the n8n to others. */
export function markOf(context: { getInstanceId(): string }): string {
	return `n8n-${hashOf(context.getInstanceId()).slice(0, 4)}`;
}

/**
 * Names a create, so that its job can be found again when the answer is lost: unique to this n8n, workflow, node,
 * execution, run, item and attempt, e.g. `n8n-3f2a9c1b77e0-231-0-4-1`. It goes into `replyRef`.
 * @param wish the user's own replyRef; it is kept in front
 */
export function referenceFor(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: number,
	wish?: string,
): string {
	const place = hashOf(
		[context.getInstanceId(), context.getWorkflow().id, context.getNode().id].join('/'),
	).slice(0, 8);
	const run = String(context.evaluateExpression('{{ $runIndex }}', itemIndex) ?? 0);
	const execution = context.getExecutionId() || randomUUID();
	const own = `${markOf(context)}${place}-${execution}-${run}-${itemIndex}-${attempt}`;
	return wish ? `${wish} ${own}` : own;
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
