import { createHash, randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { getRunKey } from '../runKey';
import type { GenerationRequest } from '../types';
import { MediaInput } from './mediaInput';

/** Prefix of all references of this n8n instance, e.g. `n8n-3f2a`. Reveals nothing about the instance. */
export function getInstancePrefix(context: { getInstanceId(): string }): string {
	return `n8n-${sha256(context.getInstanceId()).slice(0, 4)}`;
}

/**
 * Builds the `replyRef` of a create, by which its job can be found when the response is lost. Unique to instance,
 * workflow, node, execution, run, item, and attempt, e.g. `n8n-3f2a9c1b77e0-231-0-4-1-5d0e9a27`.
 * @param userReference the user's own replyRef, which is kept in front
 * @param origin see `hashOrigin`
 */
export function buildReference(
	context: IExecuteFunctions,
	itemIndex: number,
	attempt: number,
	userReference?: string,
	origin?: string,
): string {
	const execution = context.getExecutionId() || randomUUID();
	const parts = [getNodePrefix(context), execution, getRunKey(context), itemIndex, attempt, origin];
	const reference = parts.filter((part) => part !== undefined).join('-');
	return userReference ? `${userReference} ${reference}` : reference;
}

/** Matches the references of all creates that executions of this origin sent for the same request of an item. */
export function buildReferencePattern(
	context: IExecuteFunctions,
	itemIndex: number,
	origin: string,
): RegExp {
	return new RegExp(
		`(^|\\s)${getNodePrefix(context)}-\\S+-${getRunKey(context)}-${itemIndex}-\\d+-${origin}$`,
	);
}

/** @returns the ID of the execution that sent the create; undefined if the reference is not from this package */
export function parseExecutionId(reference: unknown): string | undefined {
	const pattern = /(?:^|\s)n8n-[0-9a-f]{12}-(\S+?)-\d+(?:t\d+)?-\d+-\d+(?:-[0-9a-f]{8})?$/;
	return typeof reference === 'string' ? pattern.exec(reference)?.[1] : undefined;
}

/**
 * The signature of the resume URL, which n8n passes on from an execution to its retries, unlike the execution ID.
 * @returns undefined in n8n versions without one
 */
export function getResumeToken(context: IExecuteFunctions): string | undefined {
	const url = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0) ?? '');
	return /[?&]signature=([0-9a-f]+)/.exec(url)?.[1];
}

/** A hash that an execution shares with its retries, as long as they send the same request. */
export function hashOrigin(resumeToken: string, fingerprint: string): string {
	return sha256(`${resumeToken} ${fingerprint}`).slice(0, 8);
}

/** Fields that may differ between an execution and its retry without changing the result the user wants. */
const IGNORED_FIELDS = new Set(['email', 'maxJobs', 'replyUrl', 'replyRef', 'seed']);

/**
 * Hash of a request, eight digits. A retried execution may send a different request for the same item, because the
 * workflow was changed, an agent decided differently, or the items arrived in another order. Only jobs with the same
 * fingerprint are reused. Of a file only its URL counts, because n8n stores and uploads it again each time.
 */
export function getFingerprint(request: Pick<GenerationRequest, 'endpoint' | 'body'>): string {
	const { endpoint, body } = request;
	const fields = Object.keys(body)
		.filter((name) => body[name] !== undefined && !IGNORED_FIELDS.has(name))
		.sort()
		.map((name) => {
			const value = body[name];
			return [name, value instanceof MediaInput ? stripQuery(value) : value];
		});
	return sha256(JSON.stringify([endpoint, fields])).slice(0, 8);
}

/** The URL without its signature. */
function stripQuery({ source, value }: MediaInput): string | undefined {
	return source === 'url' ? value.replace(/[?#].*$/s, '') : undefined;
}

/** By the context of the run, because every item needs it. */
const nodePrefixes = new WeakMap<object, string>();

function getNodePrefix(context: IExecuteFunctions): string {
	const known = nodePrefixes.get(context);
	if (known !== undefined) return known;
	const ids = [context.getInstanceId(), context.getWorkflow().id, context.getNode().id];
	const prefix = `${getInstancePrefix(context)}${sha256(ids.join('/')).slice(0, 8)}`;
	nodePrefixes.set(context, prefix);
	return prefix;
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
