import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { createInputError } from '../../api/errors';
import { addInfoHint } from '../hints';
import type { GenerationRequest } from '../types';
import { isAiTool } from '../aiTool';

/**
 * Last segment of the address that wakes a sleeping execution. With one of its own, a late call from PixVerse does not
 * wake a Wait node that the same execution has reached meanwhile.
 */
export const WEBHOOK_PATH = 'pixverse';
/** Characters that PixVerse takes in replyUrl. */
const MAX_REPLY_URL_LENGTH = 1024;
const OFF_PEAK_HINT =
	'Off-peak generations take up to a day. Wait Mode Suspend Until Finished and Do Not Wait are made for that: they hold no worker meanwhile.';

/** Lets PixVerse wake the executions of a run, where n8n can put them to sleep. */
export class CallbackSetup {
	private readonly address: { url: string } | { reason: string };
	private readonly told = new Set<string>();

	constructor(
		private readonly context: IExecuteFunctions,
		api: PixVerseClient,
	) {
		this.address = resolveCallbackUrl(context, api);
	}

	/**
	 * Puts the address to call into an order that is to be slept through. Where n8n cannot sleep, the order is waited
	 * for instead, and a hint says so.
	 * @throws NodeOperationError when the user wants another address to be called
	 */
	applyTo(order: GenerationRequest): GenerationRequest {
		const { jobOptions, body, itemIndex } = order;
		const offPeak = body.off_peak_mode === true && !jobOptions.dryRun;
		if (jobOptions.waitMode === 'poll' && offPeak) this.tell(OFF_PEAK_HINT);
		if (jobOptions.waitMode !== 'callback') return order;
		if ('reason' in this.address) {
			this.tell(`This step could not be suspended and waited by itself: ${this.address.reason}.`);
			return { ...order, jobOptions: { ...jobOptions, waitMode: 'poll' } };
		}
		const { url } = this.address;
		const node = this.context.getNode();
		if (body.replyUrl !== undefined)
			throw createInputError(node, itemIndex, {
				message: '"Reply URL" cannot be set together with Suspend Until Finished',
				description:
					'PixVerse calls one address per generation, and here that is the address that wakes this execution. Remove Reply URL, or choose another Wait Mode. Nothing was sent for this item.',
			});
		if (url.length > MAX_REPLY_URL_LENGTH)
			throw createInputError(node, itemIndex, {
				message: `The address that wakes this execution has ${url.length} characters, and PixVerse takes ${MAX_REPLY_URL_LENGTH}`,
				description:
					'Choose another Wait Mode, or give this n8n a shorter webhook URL. Nothing was sent for this item.',
			});
		return { ...order, body: { ...body, replyUrl: url } };
	}

	private tell(message: string): void {
		if (this.told.has(message)) return;
		this.told.add(message);
		addInfoHint(this.context, message);
	}
}

function resolveCallbackUrl(
	context: IExecuteFunctions,
	api: PixVerseClient,
): { url: string } | { reason: string } {
	if (isAiTool(context))
		return { reason: 'an AI agent that uses it as a tool waits for its answer' };
	if (typeof context.putExecutionToWait !== 'function')
		return { reason: 'this n8n has no way to suspend an execution' };
	if (hasAnotherRunQueued(context))
		return { reason: 'another branch leads to it that n8n would pass over while it sleeps' };
	const url = buildResumeUrl(context);
	if (!url) return { reason: 'this n8n gives the execution no address by which it can be woken' };
	if (isPrivate(url) && !isPrivate(new URL(api.url)))
		return {
			reason: `PixVerse cannot reach ${url.hostname} from the internet. Set WEBHOOK_URL of this n8n to its public address`,
		};
	return { url: url.href };
}

/**
 * Whether n8n is going to run the node once more in this execution, as behind both outputs of an IF node. It wakes a
 * sleeping node by passing over all its runs that are due, so the other items would be handed on as they are.
 */
function hasAnotherRunQueued(context: IExecuteFunctions): boolean {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	const due = runExecutionData?.executionData?.nodeExecutionStack ?? [];
	return due.some(({ node }) => node.name === context.getNode().name);
}

function buildResumeUrl(context: IExecuteFunctions): URL | undefined {
	// Without an ID, n8n fills a placeholder into the address.
	if (!context.getExecutionId()) return undefined;
	try {
		const url = new URL(String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
		url.pathname = `${url.pathname.replace(/\/$/, '')}/${WEBHOOK_PATH}`;
		return /^https?:$/.test(url.protocol) ? url : undefined;
	} catch {
		return undefined;
	}
}

/** Names without a dot, and the address ranges that are not of the internet. */
const PRIVATE_HOST =
	/^([^.:[\]]+|.*\.(localhost|local|internal|lan|home|test|example|invalid)|(0|10|127)\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\..*|\[(::1?|::ffff:.*|f[cd].*|fe[89ab].*)\])\.?$/i;

function isPrivate({ hostname }: URL): boolean {
	return PRIVATE_HOST.test(hostname);
}
