import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	NodeApiError,
	sleep,
} from 'n8n-workflow';
import type { PixVerseClient } from '../api/client';
import { createApiError, type ErrorText, type NodeError, withReason } from '../api/errors';
import type { GenerationId } from '../api/generationId';
import type { RequestResult } from '../api/requestResult';
import { sanitizeText } from '../api/sanitizeText';
import { capitalize, joinLimited } from '../text';
import { MINUTE, SECOND } from '../time';
import type { JobStatus } from './jobStatus';
import type { UnconfirmedCreate } from './retryState';
import type { GenerationRequest, Job } from './types';

/** IDs that a description lists; all of them are in the error's context. */
const MAX_LISTED_IDS = 20;

/** Whatever happens, a paid job can be found again by the ID in the error. */
function attachJobId<E extends NodeError>({ id }: Pick<Job, 'id'>, error: E, status?: string): E {
	error.context.generationId = id.raw;
	if (status) error.context.generationStatus = status;
	return error;
}

type FailedJob = Pick<Job, 'itemIndex' | 'id'>;

const createJobError = (api: PixVerseClient, job: FailedJob, text: ErrorText, status?: string) =>
	attachJobId(job, createApiError(api.node, job, text), status);

/** The job failed at PixVerse or was moderated. */
export function createJobFailedError(api: PixVerseClient, job: Job, status: JobStatus) {
	const { noun } = job.generationType;
	const reason = withReason(status.reason && sanitizeText(status.reason));
	const isModerated = status.phase === 'moderated';
	const message = isModerated
		? `PixVerse's moderation stopped the ${noun} of item ${job.itemIndex}`
		: `PixVerse couldn't generate the ${noun} of item ${job.itemIndex}`;
	const advice = isModerated
		? 'Rephrase the prompt or use another image. Other items are not affected.'
		: 'This is often temporary: run the item again.';
	const description = `${reason} ${advice} Its ID is ${job.id.raw}.`;
	return createJobError(api, job, { message, description }, status.name);
}

/** No account had a free slot before the deadline. */
export function createSlotTimeoutError(node: INode, request: GenerationRequest): NodeApiError {
	const minutes = Math.round(request.jobOptions.timeoutMs / MINUTE);
	const text = {
		message: `No PixVerse account had a free slot within ${minutes} min`,
		description:
			'Nothing was generated for this item. Wait until running generations have finished (see Scheduler: Get Many), or increase the timeout.',
	};
	return createApiError(node, request, text, '429');
}

/** The response to a create was lost, and its job was not found. */
export function createLostResponseError(
	node: INode,
	request: GenerationRequest,
	{ reference, candidates }: Pick<UnconfirmedCreate, 'reference' | 'candidates'>,
): NodeApiError {
	const { noun } = request.generationType;
	const similarJobs =
		candidates.length > 0
			? ` Jobs of that time with the same settings, one of which may be it: ${candidates.join(', ')}.`
			: '';
	const error = createApiError(node, request, {
		message: `The response from PixVerse was lost, so the ${noun} may or may not have been created`,
		description: `The node searched for the job and didn't find it. It doesn't send the request again, so you never pay twice. To check whether the job exists, look for the prompt in ${capitalize(noun)}: Get Many, or for the reference ${reference} in Scheduler: Get Many.${similarJobs}`,
	});
	// Lets a workflow that repeats failed items skip this one.
	error.context.generationStatus = 'UNKNOWN';
	error.context.generationReference = reference;
	if (candidates.length > 0) error.context.candidates = candidates;
	return error;
}

/** The API created a job although the request was only a quote. */
export function createUnwantedJobError(
	api: PixVerseClient,
	{ itemIndex, generationType: { kind } }: GenerationRequest,
	id: GenerationId,
) {
	const message = `PixVerse created the ${kind} instead of quoting its price`;
	const description = `It is paid for. Pass the ID ${id.raw} to ${capitalize(kind)}: Wait for Completion.`;
	return createJobError(api, { itemIndex, id }, { message, description });
}

/** The timeout has passed while the job is running. */
export function createJobTimeoutError(api: PixVerseClient, job: Job, statusName?: string) {
	const { noun } = job.generationType;
	const { timeoutMs: ms } = job.jobOptions;
	const time = ms >= MINUTE ? `${Math.round(ms / MINUTE)} min` : `${Math.round(ms / SECOND)} s`;
	const status = statusName ? ` (last status: ${statusName})` : '';
	const text = {
		message:
			ms > 0 ? `The ${noun} is not finished after ${time}` : `The ${noun} is not finished yet`,
		description: `PixVerse is still generating it${status}. Pass the ID ${job.id.raw} to ${capitalize(noun)}: Wait for Completion, or increase the timeout.`,
	};
	return createJobError(api, job, text, statusName ?? 'UNKNOWN');
}

/** The API doesn't return the job, e.g. because the account is signed out. */
export function createStatusReadError(api: PixVerseClient, job: Job, result: RequestResult) {
	const subject = `${job.generationType.noun} ${job.id.raw}`;
	const error = api.toError(result, {
		verbPhrase: `read the ${subject}`,
		account: job.id.account,
		subject: `The ${subject}`,
	});
	appendDescription(error, `The job continues at PixVerse. Its ID is ${job.id.raw}.`);
	return attachJobId(job, error);
}

export function createJobNotFoundError(api: PixVerseClient, job: Job) {
	const text = {
		message: `There is no ${job.generationType.noun} with the ID ${job.id.raw}`,
		description:
			"It isn't running either. Check the ID. The generation may have been deleted, or it may belong to another API token.",
	};
	return attachJobId(job, createApiError(api.node, job, text, '404'));
}

/** The job is finished, but its file couldn't be downloaded. */
export function createDownloadError(
	api: PixVerseClient,
	job: FailedJob & Pick<Job, 'generationType'>,
	reason: string,
) {
	const { noun } = job.generationType;
	const text = {
		message: `The ${noun} is finished, but its file could not be downloaded: ${reason}`,
		description: `Nothing is lost. Pass the ID ${job.id.raw} to ${capitalize(noun)}: Download.`,
	};
	return createJobError(api, job, text, 'COMPLETED');
}

/**
 * Adds the IDs of all jobs of the run to the error that ends it, and the references of creates that may have made
 * another job.
 */
export function attachJobIds<E extends NodeError>(
	error: E,
	jobs: Job[],
	unconfirmedCreates: UnconfirmedCreate[],
): E {
	const { generationId, generationReference } = error.context;
	const others = jobs.filter(({ id }) => id.raw !== generationId);
	if (others.length > 0) {
		error.context.generations = others.map(({ itemIndex, id }) => ({ itemIndex, id: id.raw }));
		const listed = others.map(({ itemIndex, id }) => `item ${itemIndex}: ${id.raw}`);
		appendDescription(
			error,
			`Also created in this execution: ${joinLimited(listed, MAX_LISTED_IDS)}.`,
		);
	}
	const unconfirmed = unconfirmedCreates.filter(
		({ reference }) => reference !== generationReference,
	);
	if (unconfirmed.length > 0) {
		error.context.unanswered = unconfirmed;
		const listed = unconfirmed.map(({ itemIndex, reference, candidates }) => {
			const possible = candidates.length > 0 ? `, possibly ${candidates.join(' or ')}` : '';
			return `item ${itemIndex}: reference ${reference}${possible}`;
		});
		appendDescription(
			error,
			`Possibly also created, because the response was lost: ${joinLimited(listed, MAX_LISTED_IDS)}. Scheduler: Get Many shows running jobs with their references.`,
		);
	}
	return error;
}

function appendDescription(error: NodeError, text: string): void {
	error.description = `${error.description ?? ''} ${text}`.trim();
}

/**
 * The item that represents a failure with Continue on Fail. n8n sends it to the error output if it has no keys other
 * than `error`, `message`, and `details`; before 2.34, `details` was not allowed.
 */
export function toErrorItem(error: NodeError, itemIndex: number): INodeExecutionData {
	const { generationId, generationStatus, candidates } = error.context as Record<string, unknown>;
	const details = {
		description: error.description ?? null,
		httpCode: error instanceof NodeApiError ? error.httpCode : null,
		id: generationId ?? null,
		status: generationStatus ?? null,
		...(Array.isArray(candidates) && { candidates }),
	} as IDataObject;
	const goesToErrorOutput = error.node.onError === 'continueErrorOutput';
	const fields = goesToErrorOutput && isBefore2_34() ? { message: details } : { details };
	return { json: { error: error.message, ...fields }, pairedItem: { item: itemIndex } };
}

/** Nodes can't read the n8n version. Since 2.34, `sleep` takes a second parameter, the abort signal. */
const isBefore2_34 = () => sleep.length < 2;
