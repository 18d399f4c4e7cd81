import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createdAnswer } from '../api/answers';
import type { PixVerseApi } from '../api/client';
import { apiError } from '../api/errors';
import { families } from '../api/families';
import type { GenerationId } from '../api/ids';
import { parseId } from '../api/ids';
import type { Answer, Reply } from '../api/reply';
import { retryAfter, succeeded } from '../api/reply';
import { findByReference } from './adoption';
import type { Clock } from '../api/clock';
import { MediaInput } from './inputs';
import type { Memory } from './memory';
import type { Job, Order } from './order';
import { accountFor } from './order';
import { referenceFor } from './reference';
import { Rerun } from './rerun';
import type { Wish } from './rooms';
import type { Slot, Slots } from './slots';
import type { Uploads } from './uploads';

/** Milliseconds the API may take to accept a job. */
const ACCEPTING = 2 * 60_000;
/** How often a create is sent that certainly did not reach the API. */
const UNREACHED_TRIES = 3;
const UNREACHED_PAUSE = 2000;
/** After these the job may exist: the API may have failed behind the point where it was made. */
const AMBIGUOUS = new Set([408, 500, 502, 503, 504]);

/** Turns orders into jobs. Each create is sent once; one whose answer is lost is looked for, never sent again. */
export class Submission {
	private stopped = false;
	private readonly rerun;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
		private readonly slots: Slots,
		private readonly uploads: Uploads,
		private readonly memory: Memory,
	) {
		this.rerun = new Rerun(context, api);
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
	async submit(order: Order, deadline: number): Promise<Job[]> {
		const known = await this.fromEarlierTry(order);
		if (known) return this.jobs(this.waitedFor(order), known, {}, deadline);
		const body = await this.requestOf(order);
		const api = this.api.forItem(order.itemIndex);
		for (let unreached = 1; ; ) {
			const slot = await this.slots.take(deadline, wishOf(order));
			if (this.stopped) return [];
			if (!slot) throw this.noSlot(order);
			const reply = await this.create(api, order, body);
			if (reply.kind === 'answer' && reply.status === 429) {
				this.memory.answered(order.itemIndex, []);
				slot.refused(retryAfter(reply, Date.now()));
				continue;
			}
			const ids = await this.idsFrom(api, order, reply, body, slot);
			if (ids) return this.jobs(order, ids, body, deadline, slot);
			slot.release();
			if (reply.kind !== 'silence' || reply.delivered !== 'no' || unreached++ >= UNREACHED_TRIES)
				throw api.refusal(reply, this.occasion(order));
			await this.clock.sleep(UNREACHED_PAUSE);
		}
	}

	private async fromEarlierTry(order: Order): Promise<GenerationId[] | undefined> {
		const { ids, unanswered, sent } = this.memory.of(order.itemIndex);
		if (sent === 0 && ids.length === 0) return await this.fromDeadExecution(order);
		if (ids.length) return ids.map(parseId).filter((id) => id !== undefined);
		if (!unanswered) return undefined;
		const api = this.api.forItem(order.itemIndex);
		const found = await this.adopt(api, order, unanswered);
		if (found.length === 0) throw this.lost(order, unanswered);
		return found;
	}

	private async fromDeadExecution(order: Order): Promise<GenerationId[] | undefined> {
		const { itemIndex } = order;
		const found = await this.rerun.jobsOf(order);
		if (found.length === 0) return undefined;
		this.memory.answered(
			itemIndex,
			found.map(({ raw }) => raw),
		);
		return found;
	}

	/** PixVerse calls the execution that made a job, so its retry, which is another one, has to ask. */
	private waitedFor(order: Order): Order {
		const { delivery } = order;
		if (delivery.waitMode !== 'callback' || this.context.getMode() !== 'retry') return order;
		return { ...order, delivery: { ...delivery, waitMode: 'poll' } };
	}

	/** The body as it is sent: uploads done, undefined left out. */
	private async requestOf(order: Order): Promise<IDataObject> {
		const account = order.body.email as string | undefined;
		const entries = await Promise.all(
			Object.entries(order.body).map(async ([parameter, value]) => [
				parameter,
				value instanceof MediaInput
					? await this.uploads.pathOf(value, order.itemIndex, account)
					: value,
			]),
		);
		return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as IDataObject;
	}

	private async create(api: PixVerseApi, order: Order, body: IDataObject): Promise<Reply> {
		const { sent } = this.memory.of(order.itemIndex);
		const wish = order.body.replyRef as string | undefined;
		const { origin } = this.rerun;
		const reference = referenceFor(this.context, order.itemIndex, sent + 1, wish, origin);
		body.replyRef = reference;
		this.memory.sending(order.itemIndex, reference);
		return await api.send({ method: 'POST', path: order.endpoint, body, timeout: ACCEPTING });
	}

	/**
	 * The jobs a create has made.
	 * @returns undefined when it certainly made none
	 */
	private async idsFrom(
		api: PixVerseApi,
		order: Order,
		reply: Reply,
		body: IDataObject,
		slot: Slot,
	): Promise<GenerationId[] | undefined> {
		const read = succeeded(reply) ? idsIn(reply) : undefined;
		if (read?.ids.length) {
			slot.accepted(read.ids[0]?.account);
			this.memory.answered(
				order.itemIndex,
				read.ids.map(({ raw }) => raw),
				read.credits,
			);
			return read.ids;
		}
		if (!mayHaveBeenMade(reply)) {
			this.memory.answered(order.itemIndex, []);
			return undefined;
		}
		slot.accepted();
		const found = await this.adopt(api, order, String(body.replyRef));
		if (found.length > 0) return found;
		slot.release();
		throw this.lost(order, String(body.replyRef));
	}

	private async adopt(api: PixVerseApi, order: Order, reference: string): Promise<GenerationId[]> {
		const { family, body } = order;
		const account = body.email as string | undefined;
		const count = (body.create_count as number | undefined) ?? 1;
		const lost = { reference, family, account, count };
		const found = await findByReference(api, this.clock, lost);
		if (found.length > 0)
			this.memory.answered(
				order.itemIndex,
				found.map(({ raw }) => raw),
			);
		return found;
	}

	private jobs(
		order: Order,
		ids: GenerationId[],
		request: IDataObject,
		deadline: number,
		slot?: Slot,
	): Job[] {
		const { credits } = this.memory.of(order.itemIndex);
		let running = ids.length;
		return ids.map((id) => ({
			itemIndex: order.itemIndex,
			// Some effect templates asked of the video endpoint make an image.
			family: families[id.kind],
			id,
			delivery: order.delivery,
			request,
			// One figure for the whole request: shown once, not once an image.
			credits: credits === undefined ? undefined : credits / ids.length,
			own: true,
			since: slot && this.clock.now(),
			deadline,
			release: () => {
				if (--running === 0) slot?.release();
			},
		}));
	}

	private occasion(order: Order) {
		const account = order.body.email as string | undefined;
		return { task: order.task, account, paid: true, names: order.names };
	}

	private noSlot(order: Order) {
		const minutes = Math.round(order.delivery.timeout / 60_000);
		return apiError(
			this.context.getNode(),
			order,
			{
				message: `No PixVerse account had a free slot within ${minutes} min`,
				description:
					'Nothing was generated for this item. Wait until running generations have finished (Scheduler: Get Many shows them), or raise Wait At Most.',
			},
			'429',
		);
	}

	private lost(order: Order, reference: string) {
		const error = apiError(this.context.getNode(), order, {
			message: `It is not known whether PixVerse took the request to ${order.task}: its answer was lost`,
			description: `The job was looked for and not found, and the request is not sent again, so that you do not pay twice. A job may exist all the same: look for the prompt in ${order.family.kind === 'video' ? 'Video' : order.family.kind}: Get Many, or for the reference ${reference} in Scheduler: Get Many.`,
		});
		// A workflow that runs failed items again can tell this one from those that were not made.
		error.context.generationStatus = 'UNKNOWN';
		return error;
	}
}

function wishOf(order: Order): Wish {
	const maxJobs = order.body.maxJobs;
	return {
		account: accountFor(order),
		maxJobs: typeof maxJobs === 'number' ? maxJobs : undefined,
	};
}

function mayHaveBeenMade(reply: Reply): boolean {
	if (reply.kind === 'silence') return reply.delivered === 'unknown';
	// A success without a readable ID has made a job as well.
	return reply.ok || AMBIGUOUS.has(reply.status);
}

/** @returns undefined when the answer of a create is none; no IDs when none of it can be read */
export function idsIn(answer: Answer): { ids: GenerationId[]; credits?: number } | undefined {
	const read = createdAnswer.safeParse(answer.body);
	if (!read.success) return undefined;
	const { video_id, image_id, audio_id, success_ids, cost_credits } = read.data;
	const texts = success_ids?.length ? success_ids : [video_id ?? image_id ?? audio_id ?? ''];
	const ids = texts.map(parseId).filter((id) => id !== undefined);
	return { ids, credits: cost_credits ?? undefined };
}
