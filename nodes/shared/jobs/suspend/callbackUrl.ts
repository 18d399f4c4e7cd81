import type { IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { createInputError } from '../../api/errors';
import { sanitizeText } from '../../api/sanitizeText';
import { isAiTool } from '../aiTool';
import { addHint } from '../hints';
import type { GenerationRequest } from '../types';
import { canResume } from './resumption';
import { findWaitingCaller } from './waitingCaller';
import { WEBHOOK_PATH } from './webhookPath';

/** Characters that PixVerse accepts in replyUrl. */
const MAX_REPLY_URL_LENGTH = 1024;
const OFF_PEAK_HINT =
	'Off-peak generations take up to a day. Consider the wait modes Suspend Until Finished and Do Not Wait: they occupy no worker in the meantime.';

/**
 * Adds the URL by which PixVerse resumes the execution to requests in wait mode `callback`. Where the execution can't be
 * suspended, the node polls instead and shows a hint.
 * @param failItem called for requests that can't have the URL
 */
export async function prepareCallbacks(
	context: IExecuteFunctions,
	api: PixVerseClient,
	requests: GenerationRequest[],
	failItem: (itemIndex: number, error: Error) => void,
): Promise<GenerationRequest[]> {
	const isOffPeak = ({ jobOptions, body }: GenerationRequest) =>
		jobOptions.waitMode === 'poll' && body.off_peak_mode === true && !jobOptions.dryRun;
	if (requests.some(isOffPeak)) addHint(context, OFF_PEAK_HINT);
	const suspending = requests.filter(({ jobOptions }) => jobOptions.waitMode === 'callback');
	if (suspending.length === 0) return requests;
	const callback = await resolveCallbackUrl(context, api, suspending);
	if ('reason' in callback)
		addHint(
			context,
			`The node polled instead of suspending the execution: ${sanitizeText(callback.reason)}.`,
		);
	return requests.flatMap((request) => {
		const { jobOptions, body, itemIndex } = request;
		if (jobOptions.waitMode !== 'callback') return [request];
		if ('reason' in callback)
			return [{ ...request, jobOptions: { ...jobOptions, waitMode: 'poll' } }];
		const error = findUrlError(callback.url, body);
		if (!error) return [{ ...request, body: { ...body, replyUrl: callback.url } }];
		failItem(itemIndex, createInputError(context.getNode(), itemIndex, error));
		return [];
	});
}

function findUrlError(url: string, body: GenerationRequest['body']) {
	if (body.replyUrl !== undefined)
		return {
			message: '"Reply URL" can\'t be combined with Suspend Until Finished',
			description:
				'PixVerse calls one URL per generation, and in this mode it is the URL that resumes the execution. Remove Reply URL, or select another wait mode. Nothing was sent for this item.',
		};
	if (url.length > MAX_REPLY_URL_LENGTH)
		return {
			message: `The URL that resumes the execution has ${url.length} characters, but PixVerse accepts at most ${MAX_REPLY_URL_LENGTH}`,
			description:
				'Select another wait mode, or set a shorter webhook URL for your n8n instance. Nothing was sent for this item.',
		};
	return undefined;
}

/** @returns the resume URL, or the reason why there is none */
async function resolveCallbackUrl(
	context: IExecuteFunctions,
	api: PixVerseClient,
	requests: GenerationRequest[],
): Promise<{ url: string } | { reason: string }> {
	if (isAiTool(context))
		return { reason: 'an AI agent that uses it as a tool waits for its output' };
	if (typeof context.putExecutionToWait !== 'function' || !canResume(context))
		return { reason: 'this n8n version has no way to suspend an execution' };
	const url = buildResumeUrl(context);
	if (!url) return { reason: 'the execution has no URL that could resume it' };
	if (PRIVATE_HOST.test(url.hostname) && !PRIVATE_HOST.test(new URL(api.url).hostname))
		return {
			reason: `PixVerse can't reach ${url.hostname} from the internet. Set WEBHOOK_URL to the public address of your n8n instance`,
		};
	const hasFiles = requests.some(({ jobOptions }) => jobOptions.binaryPropertyName !== undefined);
	const reason = await findWaitingCaller(context, hasFiles);
	return reason === undefined ? { url: url.href } : { reason };
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
