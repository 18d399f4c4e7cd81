import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { type Clock, throwIfCanceled } from '../../api/clock';
import { type GenerationId, parseGenerationId } from '../../api/generationId';
import { generationTypes } from '../../api/generationTypes';
import { isSuccess, isUnsent, parseRetryAfter, type RequestResult } from '../../api/requestResult';
import { retry } from '../../api/retry';
import { RETIRED_ENDPOINTS } from '../../catalog/videoModels';
import { MINUTE, SECOND } from '../../time';
import { createLostResponseError, createSlotTimeoutError } from '../jobErrors';
import type { RetryState } from '../retryState';
import { type GenerationRequest, type Job, requiredAccount } from '../types';
import { CrashRecovery } from './crashRecovery';
import { mayHaveCreatedJob, parseCreateResponse } from './createResponse';
import { JobLookup } from './jobLookup';
import { buildReference } from './jobReference';
import { LostJobRecovery } from './lostJobRecovery';
import { addOpenCreate, closeCreate, findOpenCreate, type OpenCreate } from './openCreates';
import type { Slot, SlotQueue } from './slotQueue';
import type { Uploader } from './uploader';

/** How long the API may take to accept a job. */
const CREATE_TIMEOUT_MS = 2 * MINUTE;
/** Attempts to connect while the API has never responded. */
const MAX_CONNECT_ATTEMPTS = 3;
const CONNECT_RETRY_DELAY_MS = 2 * SECOND;
const MAX_CONNECT_RETRY_DELAY_MS = 30 * SECOND;
/** Other jobs may have been created during an outage. */
const LOOKUP = { maxRows: 400, cacheTtlMs: SECOND, noRetry: true };

/** Turns requests into jobs. Each create is sent once; if its response is lost, the job is found by its reference. */
export class JobSubmitter {
	private readonly crashRecovery;
	private readonly lookup;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		private readonly slots: SlotQueue,
		private readonly uploader: Uploader,
		private readonly retryState: RetryState,
	) {
		this.crashRecovery = new CrashRecovery(context, api);
		this.lookup = new JobLookup(api, clock, LOOKUP);
	}

	/**
	 * Uploads the files of a request, waits for a slot, and creates the job, or reuses the job of an earlier try.
	 * @param deadline clock time until which a slot must be free
	 * @returns no jobs if the run was stopped before anything was sent
	 * @throws NodeApiError, NodeOperationError
	 */
	async submit(request: GenerationRequest, deadline: number): Promise<Job[]> {
		const known = await this.recoverFromEarlierTry(request, deadline);
		if (known) return this.toJobs(this.pollOnRetry(request), known, {}, deadline);
		const body = await this.uploader.buildBody(request);
		const outcome = await retry(
			this.clock,
			{
				maxAttempts: Infinity,
				initialDelayMs: CONNECT_RETRY_DELAY_MS,
				maxDelayMs: MAX_CONNECT_RETRY_DELAY_MS,
				shouldRetry: (last, attempt) =>
					'failure' in last && this.shouldReconnect(last.failure, attempt, deadline),
			},
			async () => await this.createInFreeSlot(request, body, deadline),
		);
		if ('jobs' in outcome) return outcome.jobs;
		const sourceId = (body.video_id ?? body.image_id) as string | undefined;
		throw this.api.forItem(request.itemIndex).toError(outcome.failure, {
			verbPhrase: request.verbPhrase,
			account: request.body.email as string | undefined,
			subject: sourceId && `The source ${sourceId}`,
			isPaid: true,
			mayBeRetired: RETIRED_ENDPOINTS.has(request.endpoint),
			names: request.displayNames,
		});
	}

	/** If the API has responded before, it is temporarily down. Otherwise its address may be wrong. */
	private shouldReconnect(result: RequestResult, attempt: number, deadline: number): boolean {
		if (!isUnsent(result)) return false;
		return this.api.hasResponded ? this.clock.now() < deadline : attempt <= MAX_CONNECT_ATTEMPTS;
	}

	/**
	 * Sends the create until the API has a free slot for it.
	 * @returns its jobs, none if the run was stopped; or why certainly no job was created
	 */
	private async createInFreeSlot(
		request: GenerationRequest,
		body: IDataObject,
		deadline: number,
	): Promise<{ jobs: Job[] } | { failure: RequestResult }> {
		const maxJobs = request.body.maxJobs as number | undefined;
		for (;;) {
			const slot = await this.slots.acquire(deadline, {
				account: requiredAccount(request),
				maxJobs,
			});
			if (this.slots.stopSignal.aborted) return { jobs: [] };
			if (!slot) throw createSlotTimeoutError(this.context.getNode(), request);
			try {
				const recovery = this.recordAttempt(request, body);
				const result = await this.sendCreate(request, body, recovery);
				if ('ids' in result) {
					const ids = this.confirm(request, result.ids, slot, result.credits);
					return { jobs: this.toJobs(request, ids, body, deadline, slot) };
				}
				if (mayHaveCreatedJob(result)) {
					slot.confirm();
					const ids = await this.findAfterLoss(request, recovery, deadline, slot);
					return { jobs: this.toJobs(request, ids, body, deadline, slot) };
				}
				this.confirm(request, []);
				if (result.kind !== 'response' || result.status !== 429) return { failure: result };
				slot.reject(parseRetryAfter(result, this.clock.wallTime()));
			} finally {
				slot.releaseIfUnused();
			}
		}
	}

	private async recoverFromEarlierTry(
		request: GenerationRequest,
		deadline: number,
	): Promise<GenerationId[] | undefined> {
		const { ids, unconfirmedReference, createCount } = this.retryState.get(request.itemIndex);
		if (createCount === 0 && ids.length === 0) {
			const found = await this.crashRecovery.findJobs(request);
			return found.length > 0 ? this.confirm(request, found) : undefined;
		}
		if (ids.length) return ids.map(parseGenerationId).filter((id) => id !== undefined);
		if (!unconfirmedReference) return undefined;
		const create =
			findOpenCreate(unconfirmedReference) ?? this.describeCreate(request, unconfirmedReference);
		const recovery = new LostJobRecovery(this.clock, this.lookup, create);
		return await this.findAfterLoss(request, recovery, deadline);
	}

	/** PixVerse calls back the execution that created the job. Its retry is another execution, so it polls. */
	private pollOnRetry(request: GenerationRequest): GenerationRequest {
		const { jobOptions } = request;
		if (jobOptions.waitMode !== 'callback' || this.context.getMode() !== 'retry') return request;
		return { ...request, jobOptions: { ...jobOptions, waitMode: 'poll' } };
	}

	/** Sets the reference of the create and stores it. */
	private recordAttempt(request: GenerationRequest, body: IDataObject): LostJobRecovery {
		// A create in flight survives a cancel, so it must not start after one.
		throwIfCanceled(this.context);
		const { itemIndex } = request;
		const reference = buildReference(
			this.context,
			itemIndex,
			this.retryState.get(itemIndex).createCount + 1,
			request.body.replyRef as string | undefined,
			this.crashRecovery.getOrigin(request),
		);
		body.replyRef = reference;
		const sentAt = this.clock.now();
		this.retryState.markSent(itemIndex, reference);
		const create = { ...this.describeCreate(request, reference), request: body, sentAt };
		return new LostJobRecovery(this.clock, this.lookup, addOpenCreate(create));
	}

	private describeCreate(request: GenerationRequest, reference: string): OpenCreate {
		return {
			reference,
			generationType: request.generationType,
			account: requiredAccount(request),
			count: (request.body.create_count as number | undefined) ?? 1,
			request: request.body,
		};
	}

	/** Sends a create, once. @returns its jobs, from the response or found before it comes; otherwise the response */
	private async sendCreate(
		{ endpoint, itemIndex }: GenerationRequest,
		body: IDataObject,
		recovery: LostJobRecovery,
	): Promise<RequestResult | { ids: GenerationId[]; credits?: number }> {
		const send = async () => {
			const result = await this.api.forItem(itemIndex).send({
				method: 'POST',
				path: endpoint,
				body,
				idleTimeout: CREATE_TIMEOUT_MS,
				detached: true,
			});
			const created = isSuccess(result) ? parseCreateResponse(result) : undefined;
			return created?.ids.length ? created : result;
		};
		const response = send();
		const found = recovery.searchWhilePending(response).then(
			async (ids) => (ids ? { ids } : await response),
			// Canceled. The create continues for a moment and reports what it created.
			async () => await response,
		);
		return await Promise.race([response, found]);
	}

	/** Doesn't send the create again if there is no job of it, because it may exist. */
	private async findAfterLoss(
		request: GenerationRequest,
		recovery: LostJobRecovery,
		deadline: number,
		slot?: Slot,
	): Promise<GenerationId[]> {
		const { itemIndex } = request;
		let ids: GenerationId[];
		try {
			ids = await recovery.searchAfterLoss(deadline);
		} finally {
			// Also when the search is canceled.
			this.retryState.addCandidates(itemIndex, recovery.candidates);
		}
		if (ids.length > 0)
			return this.confirm(request, ids, slot, undefined, recovery.isMatched || undefined);
		slot?.release();
		const unconfirmed = this.retryState.unconfirmedCreates.find(
			(create) => create.itemIndex === itemIndex,
		);
		throw createLostResponseError(this.context.getNode(), request, unconfirmed ?? recovery);
	}

	/** Stores the result of a create: these jobs, or certainly none. */
	private confirm(
		{ itemIndex }: GenerationRequest,
		ids: GenerationId[],
		slot?: Slot,
		credits?: number,
		isMatched?: true,
	): GenerationId[] {
		slot?.confirm(ids[0]?.account);
		const rawIds = ids.map(({ raw }) => raw);
		closeCreate(this.retryState.get(itemIndex).unconfirmedReference, ids);
		this.retryState.markConfirmed(itemIndex, rawIds, credits, isMatched);
		return ids;
	}

	/** The jobs of a create, to wait for. Its slot is released when the last of them has ended. */
	private toJobs(
		{ itemIndex, generationType, jobOptions }: GenerationRequest,
		ids: GenerationId[],
		body: IDataObject,
		deadline: number,
		slot?: Slot,
	): Job[] {
		const { credits, isMatched } = this.retryState.get(itemIndex);
		const acceptedAt = slot && this.clock.now();
		let runningCount = ids.length;
		return ids.map((id) => ({
			itemIndex,
			// Some effects of the video endpoint create an image.
			generationType: id.kind === generationType.idKind ? generationType : generationTypes[id.kind],
			id,
			jobOptions,
			request: body,
			credits: credits === undefined ? undefined : credits / ids.length,
			createdByThisRun: true,
			isMatched,
			acceptedAt,
			deadline,
			releaseSlot: () => {
				if (--runningCount === 0) slot?.release();
			},
		}));
	}

	/** Searches for the jobs of creates in flight when the execution is canceled. Never throws. */
	async searchOnCancel(): Promise<void> {
		await Promise.all(
			this.retryState.unconfirmedCreates.map(async ({ itemIndex, reference }) => {
				const { ids } = await this.lookup.findByReference((other) => other === reference, {
					count: 1,
					detached: true,
				});
				const rawIds = ids.map(({ raw }) => raw);
				this.retryState.addCandidates(itemIndex, rawIds);
			}),
		);
	}
}
