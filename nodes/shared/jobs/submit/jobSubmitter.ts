import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseApi } from '../../api/client';
import { families } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { parseId } from '../../api/generationId';
import type { Reply, Silence } from '../../api/requestResult';
import { retryAfter, succeeded } from '../../api/requestResult';
import { idOf } from '../../api/scheduler';
import { Search } from './lostJobRecovery';
import type { Clock } from '../../api/clock';
import { idsIn, mayHaveBeenMade } from './createResponse';
import { stopIfCanceled } from '../../api/clock';
import { answerLost, noFreeSlot } from '../jobErrors';
import { MediaInput } from './mediaInput';
import type { Memory } from '../retryState';
import type { Job, Order } from '../types';
import { accountFor } from '../types';
import { Readings } from './jobListCache';
import { referenceFor } from './jobReference';
import { Rerun } from './crashRecovery';
import type { Wish } from './slotCapacity';
import type { Slot, Slots } from './slotQueue';
import type { Uploads } from './uploader';

/** Milliseconds the API may take to accept a job. */
const ACCEPTING = 2 * 60_000;
/** How often a create is sent that certainly did not reach the API, where nothing has reached it yet. */
const UNREACHED_TRIES = 3;
/** Milliseconds before the second try; doubles from there. */
const UNREACHED_PAUSE = 2000;
const LONGEST_UNREACHED_PAUSE = 30_000;

/** The jobs of a create that was not answered, known by its reference. */
interface Found {
	kind: 'found';
	ids: GenerationId[];
}

/** Turns orders into jobs. Each create is sent once; one whose answer is lost is looked for, never sent again. */
export class Submission {
	private stopped = false;
	private readonly rerun;
	private readonly readings;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
		private readonly clock: Clock,
		private readonly slots: Slots,
		private readonly uploads: Uploads,
		private readonly memory: Memory,
	) {
		this.rerun = new Rerun(context, api);
		this.readings = new Readings(api, clock);
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
			if (!slot) throw noFreeSlot(this.context.getNode(), order);
			const search = this.prepare(order, body);
			const reply = await this.create(api, order, body, search);
			if (reply.kind === 'answer' && reply.status === 429) {
				this.memory.answered(order.itemIndex, []);
				slot.refused(retryAfter(reply, Date.now()));
				continue;
			}
			const ids =
				reply.kind === 'found'
					? this.adopted(order, reply.ids, slot)
					: await this.idsFrom(order, reply, slot, search);
			if (ids) return this.jobs(order, ids, body, deadline, slot);
			slot.release();
			if (reply.kind !== 'silence' || !this.mayReachLater(reply, unreached, deadline))
				throw api.refusal(reply as Reply, this.occasion(order));
			const pause = UNREACHED_PAUSE * 2 ** (unreached++ - 1);
			await this.clock.sleep(Math.min(pause, LONGEST_UNREACHED_PAUSE));
		}
	}

	/** An API that has answered before comes back; one that has not may be misspelt, and nobody waits long for that. */
	private mayReachLater({ delivered }: Silence, tries: number, deadline: number): boolean {
		if (delivered !== 'no') return false;
		return this.api.reached ? this.clock.now() < deadline : tries <= UNREACHED_TRIES;
	}

	private async fromEarlierTry(order: Order): Promise<GenerationId[] | undefined> {
		const { ids, unanswered, since, sent } = this.memory.of(order.itemIndex);
		if (sent === 0 && ids.length === 0) return await this.fromDeadExecution(order);
		if (ids.length) return ids.map(parseId).filter((id) => id !== undefined);
		if (!unanswered) return undefined;
		const search = this.searchFor(order, unanswered, since);
		return this.adopted(order, await search.afterwards()) ?? this.giveUp(order, search);
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

	/** Gives the create a reference of its own and remembers it. */
	private prepare(order: Order, body: IDataObject): Search {
		// A create outlives a cancel, so it must not set out after one.
		stopIfCanceled(this.context);
		const { sent } = this.memory.of(order.itemIndex);
		const wish = order.body.replyRef as string | undefined;
		const origin = this.rerun.originOf(order);
		const reference = referenceFor(this.context, order.itemIndex, sent + 1, wish, origin);
		body.replyRef = reference;
		const since = this.clock.now();
		this.memory.sending(order.itemIndex, reference, since);
		return this.searchFor(order, reference, since);
	}

	private searchFor(order: Order, reference: string, since?: number): Search {
		const { family, body: request } = order;
		const count = (request.create_count as number | undefined) ?? 1;
		const lost = { reference, family, account: accountFor(order), count, request, since };
		return new Search(this.clock, this.readings, lost);
	}

	/** Sends a create, once. Its jobs may be found before it is answered. */
	private async create(
		api: PixVerseApi,
		order: Order,
		body: IDataObject,
		search: Search,
	): Promise<Reply | Found> {
		const { endpoint: path } = order;
		const sent = api.send({ method: 'POST', path, body, timeout: ACCEPTING, outlives: true });
		const found = search.whileUnanswered(sent).then(
			async (ids): Promise<Reply | Found> => (ids ? { kind: 'found', ids } : await sent),
			// Canceled. The create goes on for a moment, and tells what it has made.
			async () => await sent,
		);
		return await Promise.race([sent, found]);
	}

	/**
	 * The jobs a create has made.
	 * @returns undefined when it certainly made none
	 */
	private async idsFrom(
		order: Order,
		reply: Reply,
		slot: Slot,
		search: Search,
	): Promise<GenerationId[] | undefined> {
		const { itemIndex } = order;
		const read = succeeded(reply) ? idsIn(reply) : undefined;
		if (read?.ids.length) {
			slot.accepted(read.ids[0]?.account);
			this.memory.answered(
				itemIndex,
				read.ids.map(({ raw }) => raw),
				read.credits,
			);
			return read.ids;
		}
		if (!mayHaveBeenMade(reply)) {
			this.memory.answered(itemIndex, []);
			return undefined;
		}
		slot.accepted();
		const found = this.adopted(order, await search.afterwards());
		if (found) return found;
		slot.release();
		return this.giveUp(order, search);
	}

	private adopted(order: Order, found: GenerationId[], slot?: Slot): GenerationId[] | undefined {
		if (found.length === 0) return undefined;
		slot?.accepted(found[0]?.account);
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

	/** Sends nothing again: the job may exist. */
	private giveUp(order: Order, search: Search): never {
		const { itemIndex } = order;
		this.memory.suspect(itemIndex, search.candidates);
		const doubt = this.memory.doubts.find((one) => one.itemIndex === itemIndex);
		throw answerLost(this.context.getNode(), order, doubt ?? search);
	}

	/** A last look for what is on its way when the execution is canceled. Takes a moment, and never fails. */
	async lookAtLast(): Promise<void> {
		const { doubts } = this.memory;
		if (doubts.length === 0) return;
		const rows = await this.readings.runningAtLast();
		for (const { itemIndex, reference } of doubts) {
			const ids = rows.filter(({ replyRef }) => replyRef === reference).map(idOf);
			if (ids.length > 0) this.memory.suspect(itemIndex, ids);
		}
	}
}

function wishOf(order: Order): Wish {
	const maxJobs = order.body.maxJobs;
	return {
		account: accountFor(order),
		maxJobs: typeof maxJobs === 'number' ? maxJobs : undefined,
	};
}
