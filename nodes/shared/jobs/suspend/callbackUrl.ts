import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { createInputError } from '../../api/errors';
import { isAiTool } from '../aiTool';
import { addInfoHint } from '../hints';
import type { GenerationRequest } from '../types';

/**
 * Last segment of the resume URL. With a segment of its own, a late callback doesn't resume a Wait node that the same
 * execution has reached in the meantime.
 */
export const WEBHOOK_PATH = 'pixverse';
/** Characters that PixVerse accepts in replyUrl. */
const MAX_REPLY_URL_LENGTH = 1024;
const OFF_PEAK_HINT =
	'Off-peak generations take up to a day. Consider the wait modes Suspend Until Finished and Do Not Wait: they occupy no worker in the meantime.';

/** Lets PixVerse resume the execution, if n8n can suspend it. */
export class CallbackSetup {
	private readonly callback: { url: string } | { reason: string };
	private readonly shownHints = new Set<string>();

	constructor(
		private readonly context: IExecuteFunctions,
		api: PixVerseClient,
	) {
		this.callback = resolveCallbackUrl(context, api);
	}

	/**
	 * Adds the callback URL to a request in wait mode `callback`. If n8n can't suspend the execution, the node polls
	 * instead and shows a hint.
	 * @throws NodeOperationError if the user set a Reply URL
	 */
	applyTo(request: GenerationRequest): GenerationRequest {
		const { jobOptions, body, itemIndex } = request;
		const isOffPeak = body.off_peak_mode === true && !jobOptions.dryRun;
		if (jobOptions.waitMode === 'poll' && isOffPeak) this.showHint(OFF_PEAK_HINT);
		if (jobOptions.waitMode !== 'callback') return request;
		if ('reason' in this.callback) {
			this.showHint(
				`The node polled instead of suspending the execution: ${this.callback.reason}.`,
			);
			return { ...request, jobOptions: { ...jobOptions, waitMode: 'poll' } };
		}
		const { url } = this.callback;
		const node = this.context.getNode();
		if (body.replyUrl !== undefined)
			throw createInputError(node, itemIndex, {
				message: '"Reply URL" can\'t be combined with Suspend Until Finished',
				description:
					'PixVerse calls one URL per generation, and in this mode it is the URL that resumes the execution. Remove Reply URL, or select another wait mode. Nothing was sent for this item.',
			});
		if (url.length > MAX_REPLY_URL_LENGTH)
			throw createInputError(node, itemIndex, {
				message: `The URL that resumes the execution has ${url.length} characters, but PixVerse accepts at most ${MAX_REPLY_URL_LENGTH}`,
				description:
					'Select another wait mode, or set a shorter webhook URL for your n8n instance. Nothing was sent for this item.',
			});
		return { ...request, body: { ...body, replyUrl: url } };
	}

	private showHint(message: string): void {
		if (this.shownHints.has(message)) return;
		this.shownHints.add(message);
		addInfoHint(this.context, message);
	}
}

/** @returns the resume URL, or the reason why there is none */
function resolveCallbackUrl(
	context: IExecuteFunctions,
	api: PixVerseClient,
): { url: string } | { reason: string } {
	if (isAiTool(context))
		return { reason: 'an AI agent that uses it as a tool waits for its output' };
	if (typeof context.putExecutionToWait !== 'function')
		return { reason: 'this n8n version has no way to suspend an execution' };
	if (hasAnotherRunQueued(context))
		return {
			reason: 'another branch leads to this node, and n8n would skip it while suspended',
		};
	const url = buildResumeUrl(context);
	if (!url) return { reason: 'the execution has no URL that could resume it' };
	if (isPrivate(url) && !isPrivate(new URL(api.url)))
		return {
			reason: `PixVerse can't reach ${url.hostname} from the internet. Set WEBHOOK_URL to the public address of your n8n instance`,
		};
	return { url: url.href };
}

/**
 * Whether n8n is going to run the node once more in this execution, e.g. after both outputs of an IF node. When n8n
 * resumes a node, it skips all of its queued runs, so the other items would pass through unchanged.
 */
function hasAnotherRunQueued(context: IExecuteFunctions): boolean {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	const queued = runExecutionData?.executionData?.nodeExecutionStack ?? [];
	return queued.some(({ node }) => node.name === context.getNode().name);
}

function buildResumeUrl(context: IExecuteFunctions): URL | undefined {
	// Without an execution ID, n8n uses a placeholder in the URL.
	if (!context.getExecutionId()) return undefined;
	try {
		const url = new URL(String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
		url.pathname = `${url.pathname.replace(/\/$/, '')}/${WEBHOOK_PATH}`;
		return /^https?:$/.test(url.protocol) ? url : undefined;
	} catch {
		return undefined;
	}
}

/** Names without a dot, and address ranges that aren't on the internet. */
const PRIVATE_HOST =
	/^([^.:[\]]+|.*\.(localhost|local|internal|lan|home|test|example|invalid)|(0|10|127)\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\..*|\[(::1?|::ffff:.*|f[cd].*|fe[89ab].*)\])\.?$/i;

function isPrivate({ hostname }: URL): boolean {
	return PRIVATE_HOST.test(hostname);
}
