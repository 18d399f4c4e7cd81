import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { generationTypes } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { parseGenerationId } from '../../api/generationId';
import type { RequestResult, NetworkFailure } from '../../api/requestResult';
import { parseRetryAfter, isSuccess } from '../../api/requestResult';
import { getScheduledJobId } from '../../api/scheduler';
import { LostJobRecovery } from './lostJobRecovery';
import type { Clock } from '../../api/clock';
import { parseCreateResponse, mayHaveCreatedJob } from './createResponse';
import { throwIfCanceled } from '../../api/clock';
import { createLostResponseError, createSlotTimeoutError } from '../jobErrors';
import { MediaInput } from './mediaInput';
import type { RetryState } from '../retryState';
import type { Job, GenerationRequest } from '../types';
import { requiredAccount } from '../types';
import { JobListCache } from './jobListCache';
import { buildReference } from './jobReference';
import { CrashRecovery } from './crashRecovery';
import type { SlotRequest } from './slotCapacity';
import type { Slot, SlotQueue } from './slotQueue';
import type { Uploader } from './uploader';

/** Milliseconds the API may take to accept a job. */
const CREATE_TIMEOUT_MS = 2 * 60_000;
/** How often a create is sent that certainly did not reach the API, where nothing has reached it yet. */
const MAX_CONNECT_ATTEMPTS = 3;
/** Milliseconds before the second try; doubles from there. */
const CONNECT_RETRY_DELAY_MS = 2000;
const MAX_CONNECT_RETRY_DELAY_MS = 30_000;

/** The jobs of a create that was not answered, known by its reference. */
interface RecoveredJobs {
	kind: 'found';
	ids: GenerationId[];
}

/** Turns orders into jobs. Each create is sent once; one whose answer is lost is looked for, never sent again. */
export class JobSubmitter {
	private stopped = false;
	private readonly rerun;
	private readonly readings;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
		private readonly clock: Clock,
		private readonly slots: SlotQueue,
		private readonly uploads: Uploader,
		private readonly memory: RetryState,
	) {
		this.rerun = new CrashRecovery(context, api);
		this.readings = new JobListCache(api, clock);
	}

	/** No create is sent from here on; those on their way are seen through, since they may be paid for. */
	stop(): void {
		this.stopped = true;
		this.slots.close();
	}

	/**
	 * Uploads what the order needs, waits for a slot and creates the job, or takes up what an earlier try of this run
	 * has made.
	 * @param deadline clock time by which there has to be a slot
	 * @returns nothing when it was stopped before anything was sent
	 * @throws NodeApiError, NodeOperationError
	 */
	async submit(order: GenerationRequest, deadline: number): Promise<Job[]> {
		const known = await this.recoverFromEarlierTry(order);
		if (known) return this.toJobs(this.pollOnRetry(order), known, {}, deadline);
		const body = await this.buildBody(order);
		const api = this.api.forItem(order.itemIndex);
		for (let unreached = 1; ; ) {
			const slot = await this.slots.acquire(deadline, toSlotRequest(order));
			if (this.stopped) return [];
			if (!slot) throw createSlotTimeoutError(this.context.getNode(), order);
			const search = this.recordAttempt(order, body);
			const reply = await this.sendCreate(api, order, body, search);
			if (reply.kind === 'response' && reply.status === 429) {
				this.memory.markConfirmed(order.itemIndex, []);
				slot.reject(parseRetryAfter(reply, Date.now()));
				continue;
			}
			const ids =
				reply.kind === 'found'
					? this.confirmRecovered(order, reply.ids, slot)
					: await this.resolveIds(order, reply, slot, search);
			if (ids) return this.toJobs(order, ids, body, deadline, slot);
			slot.release();
			if (
				reply.kind !== 'networkFailure' ||
				!this.shouldRetryConnection(reply, unreached, deadline)
			)
				throw api.toError(reply as RequestResult, this.errorContext(order));
			const pause = CONNECT_RETRY_DELAY_MS * 2 ** (unreached++ - 1);
			await this.clock.sleep(Math.min(pause, MAX_CONNECT_RETRY_DELAY_MS));
		}
	}

	/** An API that has answered before comes back; one that has not may be misspelt, and nobody waits long for that. */
	private shouldRetryConnection(
		{ delivered }: NetworkFailure,
		tries: number,
		deadline: number,
	): boolean {
		if (delivered !== 'no') return false;
		return this.api.hasResponded ? this.clock.now() < deadline : tries <= MAX_CONNECT_ATTEMPTS;
	}

	private async recoverFromEarlierTry(
		order: GenerationRequest,
	): Promise<GenerationId[] | undefined> {
		const {
			ids,
			unconfirmedReference: unanswered,
			sentAt: since,
			createCount: sent,
		} = this.memory.get(order.itemIndex);
		if (sent === 0 && ids.length === 0) return await this.recoverFromCrash(order);
		if (ids.length) return ids.map(parseGenerationId).filter((id) => id !== undefined);
		if (!unanswered) return undefined;
		const search = this.createRecovery(order, unanswered, since);
		return (
			this.confirmRecovered(order, await search.searchAfterLoss()) ??
			this.throwLostResponse(order, search)
		);
	}

	private async recoverFromCrash(order: GenerationRequest): Promise<GenerationId[] | undefined> {
		const { itemIndex } = order;
		const found = await this.rerun.findJobs(order);
		if (found.length === 0) return undefined;
		this.memory.markConfirmed(
			itemIndex,
			found.map(({ raw }) => raw),
		);
		return found;
	}

	/** PixVerse calls the execution that made a job, so its retry, which is another one, has to ask. */
	private pollOnRetry(order: GenerationRequest): GenerationRequest {
		const { jobOptions } = order;
		if (jobOptions.waitMode !== 'callback' || this.context.getMode() !== 'retry') return order;
		return { ...order, jobOptions: { ...jobOptions, waitMode: 'poll' } };
	}

	/** The body as it is sent: uploads done, undefined left out. */
	private async buildBody(order: GenerationRequest): Promise<IDataObject> {
		const account = order.body.email as string | undefined;
		const entries = await Promise.all(
			Object.entries(order.body).map(async ([parameter, value]) => [
				parameter,
				value instanceof MediaInput
					? await this.uploads.resolvePath(value, order.itemIndex, account)
					: value,
			]),
		);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as IDataObject;
	}

	/** Gives the create a reference of its own and remembers it. */
	private recordAttempt(order: GenerationRequest, body: IDataObject): LostJobRecovery {
		// A create outlives a cancel, so it must not set out after one.
		throwIfCanceled(this.context);
		const { createCount: sent } = this.memory.get(order.itemIndex);
		const wish = order.body.replyRef as string | undefined;
		const origin = this.rerun.getOrigin(order);
		const reference = buildReference(this.context, order.itemIndex, sent + 1, wish, origin);
		body.replyRef = reference;
		const since = this.clock.now();
		this.memory.markSent(order.itemIndex, reference, since);
		return this.createRecovery(order, reference, since);
	}

	private createRecovery(
		order: GenerationRequest,
		reference: string,
		since?: number,
	): LostJobRecovery {
		const { generationType, body: request } = order;
		const count = (request.create_count as number | undefined) ?? 1;
		const lost = {
			reference,
			generationType,
			account: requiredAccount(order),
			count,
			request,
			since,
		};
		return new LostJobRecovery(this.clock, this.readings, lost);
	}

	/** Sends a create, once. Its jobs may be found before it is answered. */
	private async sendCreate(
		api: PixVerseClient,
		order: GenerationRequest,
		body: IDataObject,
		search: LostJobRecovery,
	): Promise<RequestResult | RecoveredJobs> {
		const { endpoint: path } = order;
		const sent = api.send({
			method: 'POST',
			path,
			body,
			idleTimeout: CREATE_TIMEOUT_MS,
			detached: true,
		});
		const found = search.searchWhilePending(sent).then(
			async (ids): Promise<RequestResult | RecoveredJobs> =>
				ids ? { kind: 'found', ids } : await sent,
			// Canceled. The create goes on for a moment, and tells what it has made.
			async () => await sent,
		);
		return await Promise.race([sent, found]);
	}

	/**
	 * The jobs a create has made.
	 * @returns undefined when it certainly made none
	 */
	private async resolveIds(
		order: GenerationRequest,
		reply: RequestResult,
		slot: Slot,
		search: LostJobRecovery,
	): Promise<GenerationId[] | undefined> {
		const { itemIndex } = order;
		const read = isSuccess(reply) ? parseCreateResponse(reply) : undefined;
		if (read?.ids.length) {
			slot.confirm(read.ids[0]?.account);
			this.memory.markConfirmed(
				itemIndex,
				read.ids.map(({ raw }) => raw),
				read.credits,
			);
			return read.ids;
		}
		if (!mayHaveCreatedJob(reply)) {
			this.memory.markConfirmed(itemIndex, []);
			return undefined;
		}
		slot.confirm();
		const found = this.confirmRecovered(order, await search.searchAfterLoss());
		if (found) return found;
		slot.release();
		return this.throwLostResponse(order, search);
	}

	private confirmRecovered(
		order: GenerationRequest,
		found: GenerationId[],
		slot?: Slot,
	): GenerationId[] | undefined {
		if (found.length === 0) return undefined;
		slot?.confirm(found[0]?.account);
		this.memory.markConfirmed(
			order.itemIndex,
			found.map(({ raw }) => raw),
		);
		return found;
	}

	private toJobs(
		order: GenerationRequest,
		ids: GenerationId[],
		request: IDataObject,
		deadline: number,
		slot?: Slot,
	): Job[] {
		const { credits } = this.memory.get(order.itemIndex);
		let running = ids.length;
		return ids.map((id) => ({
			itemIndex: order.itemIndex,
			// Some effect templates asked of the video endpoint make an image.
			generationType: generationTypes[id.kind],
			id,
			jobOptions: order.jobOptions,
			request,
			// One figure for the whole request: shown once, not once an image.
			credits: credits === undefined ? undefined : credits / ids.length,
			createdByThisRun: true,
			acceptedAt: slot && this.clock.now(),
			deadline,
			releaseSlot: () => {
				if (--running === 0) slot?.release();
			},
		}));
	}

	private errorContext(order: GenerationRequest) {
		const account = order.body.email as string | undefined;
		return { verbPhrase: order.verbPhrase, account, isPaid: true, names: order.displayNames };
	}

	/** Sends nothing again: the job may exist. */
	private throwLostResponse(order: GenerationRequest, search: LostJobRecovery): never {
		const { itemIndex } = order;
		this.memory.addCandidates(itemIndex, search.candidates);
		const unconfirmedCreate = this.memory.unconfirmedCreates.find(
			(one) => one.itemIndex === itemIndex,
		);
		throw createLostResponseError(this.context.getNode(), order, unconfirmedCreate ?? search);
	}

	/** A last look for what is on its way when the execution is canceled. Takes a moment, and never fails. */
	async searchOnCancel(): Promise<void> {
		const { unconfirmedCreates: unconfirmedCreates } = this.memory;
		if (unconfirmedCreates.length === 0) return;
		const rows = await this.readings.getRunningOnCancel();
		for (const { itemIndex, reference } of unconfirmedCreates) {
			const ids = rows.filter(({ replyRef }) => replyRef === reference).map(getScheduledJobId);
			if (ids.length > 0) this.memory.addCandidates(itemIndex, ids);
		}
	}
}

function toSlotRequest(order: GenerationRequest): SlotRequest {
	const maxJobs = order.body.maxJobs;
	return {
		account: requiredAccount(order),
		maxJobs: typeof maxJobs === 'number' ? maxJobs : undefined,
	};
}
