import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';
import type { PixVerseClient } from '../api/client';
import { createApiError } from '../api/errors';
import type { RequestResult } from '../api/requestResult';
import { sanitizeText } from '../api/sanitizeText';
import type { UnconfirmedCreate } from './retryState';
import type { Job, GenerationRequest } from './types';
import type { JobStatus } from './jobStatus';

export type NodeError = NodeApiError | NodeOperationError;

/** Puts the job's ID into an error: whatever happens, what was paid for can be found again. */
function attachJobId<E extends NodeError>(job: Job, error: E, status?: string): E {
	error.context.generationId = job.id.raw;
	if (status) error.context.generationStatus = status;
	return error;
}

/** Moderated, or failed at PixVerse. */
export function createJobFailedError(
	api: PixVerseClient,
	job: Job,
	state: JobStatus,
): NodeApiError {
	const { kind } = job.generationType;
	const reason = state.reason ? `It says: ${sanitizeText(state.reason)}. ` : 'It gave no reason. ';
	const wording =
		state.phase === 'moderated'
			? {
					message: `PixVerse's moderation stopped the ${kind} of item ${job.itemIndex}`,
					description: `${reason}Rephrase the prompt or use another image. Other items are not affected. Its ID is ${job.id.raw}.`,
				}
			: {
					message: `PixVerse could not make the ${kind} of item ${job.itemIndex}`,
					description: `${reason}This is often passing: run the item again. Its ID is ${job.id.raw}.`,
				};
	return attachJobId(job, createApiError(api.node, job, wording), state.name);
}

/** No account had room for it by its deadline. */
export function createSlotTimeoutError(node: INode, order: GenerationRequest): NodeApiError {
	const minutes = Math.round(order.jobOptions.timeoutMs / 60_000);
	const wording = {
		message: `No PixVerse account had a free slot within ${minutes} min`,
		description:
			'Nothing was generated for this item. Wait until running generations have finished (Scheduler: Get Many shows them), or raise Wait At Most.',
	};
	return createApiError(node, order, wording, '429');
}

/** The create was sent and not answered, and its job is not to be found. */
export function createLostResponseError(
	node: INode,
	order: GenerationRequest,
	{ reference, candidates }: Pick<UnconfirmedCreate, 'reference' | 'candidates'>,
): NodeApiError {
	const { verbPhrase: task, generationType } = order;
	const alike =
		candidates.length > 0
			? ` Made at that time with the same settings, and perhaps it: ${candidates.join(', ')}.`
			: '';
	const error = createApiError(node, order, {
		message: `It is not known whether PixVerse took the request to ${task}: its answer was lost`,
		description: `The job was looked for and not found, and the request is not sent again, so that you do not pay twice. A job may exist all the same: look for the prompt in ${capitalize(generationType.kind)}: Get Many, or for the reference ${reference} in Scheduler: Get Many.${alike}`,
	});
	// A workflow that runs failed items again can tell this one from those that were not made.
	error.context.generationStatus = 'UNKNOWN';
	error.context.generationReference = reference;
	if (candidates.length > 0) error.context.candidates = candidates;
	return error;
}

/** The time limit has passed and the job goes on. */
export function createJobTimeoutError(api: PixVerseClient, job: Job, state?: string): NodeApiError {
	const { kind } = job.generationType;
	const minutes = job.jobOptions.timeoutMs / 60_000;
	const limit = minutes >= 1 ? `${Math.round(minutes)} min` : `${Math.round(minutes * 60)} s`;
	const error = createApiError(api.node, job, {
		message:
			minutes > 0
				? `The ${kind} is still being made after ${limit}`
				: `The ${kind} is not finished yet`,
		description: `It goes on at PixVerse${state ? ` (last seen: ${state})` : ''}. Its ID is ${job.id.raw}: pass it to ${capitalize(kind)}: Wait for Completion, or raise Wait At Most.`,
	});
	return attachJobId(job, error, state ?? 'UNKNOWN');
}

/** The API will not show the job (signed out, subscription expired …). */
export function createStatusReadError(
	api: PixVerseClient,
	job: Job,
	reply: RequestResult,
): NodeApiError {
	const { kind } = job.generationType;
	const error = api.toError(reply, {
		verbPhrase: `read the ${kind} ${job.id.raw}`,
		account: job.id.account,
		subject: `The ${kind} ${job.id.raw}`,
	});
	error.description =
		`${error.description ?? ''} The job goes on at PixVerse. Its ID is ${job.id.raw}.`.trim();
	return attachJobId(job, error);
}

/** There is no such job. */
export function createJobNotFoundError(api: PixVerseClient, job: Job): NodeApiError {
	const { kind } = job.generationType;
	const error = createApiError(
		api.node,
		job,
		{
			message: `There is no ${kind} with the ID ${job.id.raw}`,
			description:
				'It is not among the running ones either. Check the ID; it may have been deleted, or belong to another API token.',
		},
		'404',
	);
	return attachJobId(job, error);
}

/** Result made, file not handed over. */
export function createDownloadError(api: PixVerseClient, job: Job, because: string): NodeApiError {
	const { kind } = job.generationType;
	const error = createApiError(api.node, job, {
		message: `The ${kind} is made, but its file could not be downloaded: ${because}`,
		description: `Nothing is lost: its ID is ${job.id.raw}. Pass it to ${capitalize(kind)}: Download.`,
	});
	return attachJobId(job, error, 'COMPLETED');
}

/** Any thrown value as an error of n8n's for this item. */
export function toNodeError(
	api: Pick<PixVerseClient, 'node'>,
	itemIndex: number,
	thrown: unknown,
): NodeError {
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) {
		thrown.context.itemIndex ??= itemIndex;
		return thrown;
	}
	const told = thrown instanceof Error ? sanitizeText(thrown.message) : '';
	return new NodeOperationError(api.node, told || 'Something unexpected happened', { itemIndex });
}

/**
 * The item that stands for a failed one with "Continue on Fail". n8n sends it to the error output when its keys are
 * no others than `error`, `message` and `details`; before 2.34 the last one was not among them.
 */
export function toErrorItem(error: NodeError, itemIndex: number): INodeExecutionData {
	const details: IDataObject = {
		description: error.description ?? null,
		httpCode: error instanceof NodeApiError ? error.httpCode : null,
		id: (error.context.generationId as string | undefined) ?? null,
		status: (error.context.generationStatus as string | undefined) ?? null,
		...(Array.isArray(error.context.candidates) && { candidates: error.context.candidates }),
	};
	const toErrorOutput = error.node.onError === 'continueErrorOutput';
	const more = toErrorOutput && isBefore2_34() ? { message: details } : { details };
	return { json: { error: error.message, ...more }, pairedItem: { item: itemIndex } };
}

/** The version of n8n is not told to nodes. In 2.34 `sleep` learnt to be cut short. */
const isBefore2_34 = () => sleep.length < 2;

function capitalize(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
