import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { type Clock, throwIfCanceled } from '../../api/clock';
import { type GenerationId, parseGenerationId } from '../../api/generationId';
import { isSuccess, isUnsent, parseRetryAfter, type RequestResult } from '../../api/requestResult';
import { retry } from '../../api/retry';
import { RETIRED_ENDPOINTS } from '../../catalog/videoModels';
import { MINUTE, SECOND } from '../../time';
import { createLostResponseError, createSlotTimeoutError } from '../jobErrors';
import type { RetryState } from '../retryState';
import { type GenerationRequest, requiredAccount, type WaitingJob } from '../types';
import { CrashRecovery } from './crashRecovery';
import { mayHaveCreatedJob, parseCreateResponse } from './createResponse';
import { JobLookup } from './jobLookup';
import { buildReference } from './jobReference';
import { LostJobRecovery } from './lostJobRecovery';
import { addOpenCreate, closeCreate, findOpenCreate, type OpenCreate } from './openCreates';
import { buildRequestBody } from './requestBody';
import type { Slot, SlotQueue } from './slotQueue';
import type { Uploader } from './uploader';
import { buildWaitingJobs } from './waitingJobs';

/** How long the API may take to accept a job. */
const CREATE_TIMEOUT_MS = 2 * MINUTE;
/** Attempts to connect while the API has never responded. */
const MAX_CONNECT_ATTEMPTS = 3;
const CONNECT_RETRY_DELAY_MS = 2 * SECOND;
const MAX_CONNECT_RETRY_DELAY_MS = 30 * SECOND;
/** Other jobs may have been created during an outage. */
const LOOKUP = { maxRows: 400, cacheTtlMs: SECOND, noRetry: true };

/** What a create led to. */
type CreateOutcome =
	| { kind: 'created'; jobs: WaitingJob[] }
	| { kind: 'stopped' }
	/** Certainly no job was created. */
	| { kind: 'notCreated'; result: RequestResult };

/** Turns requests into jobs. Each create is sent once; if its response is lost, the job is found by its reference. */
export class JobSubmitter {
	private readonly crashRecovery;
	private readonly lookup;

	/** @param stopSignal sends no more creates when aborted; those in flight may be paid for, so they are completed */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		private readonly slots: SlotQueue,
		private readonly uploader: Uploader,
		private readonly retryState: RetryState,
		private readonly stopSignal: AbortSignal,
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
	async submit(request: GenerationRequest, deadline: number): Promise<WaitingJob[]> {
		const known = await this.recoverFromEarlierTry(request, deadline);
		if (known) return this.toJobs(this.pollOnRetry(request), known, {}, deadline);
		const body = await buildRequestBody(request, this.uploader);
		const outcome = await retry<CreateOutcome>(
			this.clock,
			{
				maxAttempts: Infinity,
				initialDelayMs: CONNECT_RETRY_DELAY_MS,
				maxDelayMs: MAX_CONNECT_RETRY_DELAY_MS,
				shouldRetry: (last, attempt) =>
					last.kind === 'notCreated' && this.shouldReconnect(last.result, attempt, deadline),
			},
			async () => await this.createInFreeSlot(request, body, deadline),
		);
		if (outcome.kind === 'created') return outcome.jobs;
		if (outcome.kind === 'stopped') return [];
		const sourceId = (body.video_id ?? body.image_id) as string | undefined;
		throw this.api.forItem(request.itemIndex).toError(outcome.result, {
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

	/** Sends the create until the API has a free slot for it. */
	private async createInFreeSlot(
		request: GenerationRequest,
		body: IDataObject,
		deadline: number,
	): Promise<CreateOutcome> {
		const maxJobs = request.body.maxJobs as number | undefined;
		for (;;) {
			const slot = await this.slots.acquire(deadline, {
				account: requiredAccount(request),
				maxJobs,
			});
			if (this.stopSignal.aborted) return { kind: 'stopped' };
			if (!slot) throw createSlotTimeoutError(this.context.getNode(), request);
			const recovery = this.recordAttempt(request, body);
			const result = await this.sendCreate(request, body, recovery);
			if ('ids' in result) {
				const ids = this.confirm(request, result.ids, slot) ?? [];
				return { kind: 'created', jobs: this.toJobs(request, ids, body, deadline, slot) };
			}
			if (result.kind === 'response' && result.status === 429) {
				this.markUnsent(request);
				slot.reject(parseRetryAfter(result, this.clock.wallTime()));
				continue;
			}
			const ids = await this.resolveIds(request, result, slot, recovery, deadline);
			if (ids) return { kind: 'created', jobs: this.toJobs(request, ids, body, deadline, slot) };
			slot.release();
			return { kind: 'notCreated', result };
		}
	}

	private async recoverFromEarlierTry(
		request: GenerationRequest,
		deadline: number,
	): Promise<GenerationId[] | undefined> {
		const { ids, unconfirmedReference, createCount } = this.retryState.get(request.itemIndex);
		if (createCount === 0 && ids.length === 0)
			return this.confirm(request, await this.crashRecovery.findJobs(request));
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

	/** Sends a create, once. @returns the jobs if they are found before the response comes */
	private async sendCreate(
		{ endpoint, itemIndex }: GenerationRequest,
		body: IDataObject,
		recovery: LostJobRecovery,
	): Promise<RequestResult | { ids: GenerationId[] }> {
		const response = this.api.forItem(itemIndex).send({
			method: 'POST',
			path: endpoint,
			body,
			idleTimeout: CREATE_TIMEOUT_MS,
			detached: true,
		});
		const found = recovery.searchWhilePending(response).then(
			async (ids) => (ids ? { ids } : await response),
			// Canceled. The create continues for a moment and reports what it created.
			async () => await response,
		);
		return await Promise.race([response, found]);
	}

	/** @returns the jobs that a create made; undefined if it certainly made none */
	private async resolveIds(
		request: GenerationRequest,
		result: RequestResult,
		slot: Slot,
		recovery: LostJobRecovery,
		deadline: number,
	): Promise<GenerationId[] | undefined> {
		const created = isSuccess(result) ? parseCreateResponse(result) : undefined;
		if (created?.ids.length) return this.confirm(request, created.ids, slot, created.credits);
		if (!mayHaveCreatedJob(result)) {
			this.markUnsent(request);
			return undefined;
		}
		slot.confirm();
		return await this.findAfterLoss(request, recovery, deadline, slot);
	}

	/** Certainly no job was created. */
	private markUnsent({ itemIndex }: GenerationRequest): void {
		closeCreate(this.retryState.get(itemIndex).unconfirmedReference, []);
		this.retryState.markConfirmed(itemIndex, []);
	}

	/** Doesn't send the create again if there is no job of it, because it may exist. */
	private async findAfterLoss(
		request: GenerationRequest,
		recovery: LostJobRecovery,
		deadline: number,
		slot?: Slot,
	): Promise<GenerationId[] | undefined> {
		const { itemIndex } = request;
		const ids = await recovery.searchAfterLoss(deadline);
		if (ids.length > 0)
			return this.confirm(request, ids, slot, undefined, recovery.isMatched || undefined);
		slot?.release();
		this.retryState.addCandidates(itemIndex, recovery.candidates);
		const unconfirmed = this.retryState.unconfirmedCreates.find(
			(create) => create.itemIndex === itemIndex,
		);
		throw createLostResponseError(this.context.getNode(), request, unconfirmed ?? recovery);
	}

	/** Stores the jobs of a create. @returns undefined if there are none */
	private confirm(
		{ itemIndex }: GenerationRequest,
		ids: GenerationId[],
		slot?: Slot,
		credits?: number,
		isMatched?: true,
	): GenerationId[] | undefined {
		if (ids.length === 0) return undefined;
		slot?.confirm(ids[0]?.account);
		const rawIds = ids.map(({ raw }) => raw);
		closeCreate(this.retryState.get(itemIndex).unconfirmedReference, ids);
		this.retryState.markConfirmed(itemIndex, rawIds, credits, isMatched);
		return ids;
	}

	private toJobs(
		request: GenerationRequest,
		ids: GenerationId[],
		body: IDataObject,
		deadline: number,
		slot?: Slot,
	): WaitingJob[] {
		const acceptedAt = slot && this.clock.now();
		const state = this.retryState.get(request.itemIndex);
		return buildWaitingJobs(request, ids, { ...state, body, deadline, acceptedAt, slot });
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
				if (rawIds.length > 0) this.retryState.addCandidates(itemIndex, rawIds);
			}),
		);
	}
}
