import { createHash, randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { getRunKey } from '../runKey';

/** What all references of this n8n begin with, e.g. `n8n-3f2a`. Says nothing about the n8n to others. */
export function getInstancePrefix(context: { getInstanceId(): string }): string {
	return `n8n-${sha256(context.getInstanceId()).slice(0, 4)}`;
}

/**
 * Names a create, so that its job can be found again when the answer is lost: unique to this n8n, workflow, node,
 * execution, run, item and attempt, e.g. `n8n-3f2a9c1b77e0-231-0-4-1-5d0e9a27`. It goes into `replyRef`.
 * @param wish the user's own replyRef; it is kept in front
 * @param origin what `originOf` says
 */
export function buildReference(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: number,
	wish?: string,
	origin?: string,
): string {
	const execution = context.getExecutionId() || randomUUID();
	const parts = [getNodePrefix(context), execution, getRunKey(context), itemIndex, attempt, origin];
	const own = parts.filter((part) => part !== undefined).join('-');
	return wish ? `${wish} ${own}` : own;
}

/** Recognizes the references of all creates that executions of this origin have sent for the same wish of an item. */
export function buildReferencePattern(
	context: IExecuteFunctions,
	itemIndex: number,
	origin: string,
): RegExp {
	return new RegExp(
		`(^|\\s)${getNodePrefix(context)}-\\S+-${getRunKey(context)}-${itemIndex}-\\d+-${origin}$`,
	);
}

/** The execution that sent a create, by its reference; undefined for references that no node of ours has made. */
export function parseExecutionId(reference: unknown): string | undefined {
	const own = /(?:^|\s)n8n-[0-9a-f]{12}-(\S+?)-\d+(?:t\d+)?-\d+-\d+(?:-[0-9a-f]{8})?$/;
	return typeof reference === 'string' ? own.exec(reference)?.[1] : undefined;
}

/**
 * What an execution has in common with its retries, which have IDs of their own: n8n hands its resume token on.
 * @returns undefined in versions of n8n without one
 */
export function getResumeToken(context: IExecuteFunctions): string | undefined {
	const url = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0) ?? '');
	return /[?&]signature=([0-9a-f]+)/.exec(url)?.[1];
}

/**
 * Where a create comes from: the same in an execution and its retries, as long as they ask for the same.
 * @param fingerprint of what is asked for
 */
export function hashOrigin(resumeToken: string, fingerprint: string): string {
	return sha256(`${resumeToken} ${fingerprint}`).slice(0, 8);
}

/** Of one n8n, workflow and node; by the context of the run, since every create asks. */
const nodePrefixes = new WeakMap<object, string>();

function getNodePrefix(context: IExecuteFunctions): string {
	const known = nodePrefixes.get(context);
	if (known !== undefined) return known;
	const ids = [context.getInstanceId(), context.getWorkflow().id, context.getNode().id];
	const place = `${getInstancePrefix(context)}${sha256(ids.join('/')).slice(0, 8)}`;
	nodePrefixes.set(context, place);
	return place;
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
