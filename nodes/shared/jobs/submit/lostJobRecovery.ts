import type { GenerationObject } from '../../api/responseSchemas';
import type { Clock } from '../../api/clock';
import { within } from '../../api/clock';
import type { Family } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { parseId } from '../../api/generationId';
import { idOf } from '../../api/scheduler';
import type { Readings } from './jobListCache';

const SECOND = 1000;
/** Milliseconds before each look after the answer was lost; half a minute in all. */
const LOOKS = [500, 1500, 3000, 5000, 8000, 12_000];
/** So often it is looked again, every `LATER`, when none of these looks showed everything. */
const MORE_LOOKS = 20;
/** Ages of an unanswered create at which the scheduler is asked: first often, since short jobs end soon. */
const EARLY_LOOKS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND];
const LATER = 15 * SECOND;
/** So long an answer is awaited although its jobs are known: it tells the credits. */
const PATIENCE = 30 * SECOND;
/** How far the clocks of PixVerse and this n8n may be apart where times are compared. */
const SKEW = 60 * SECOND;
/** Candidates that are told. */
const MOST = 5;

/** What to look for. */
export interface Lost {
	/** The create's own reference. */
	reference: string;
	family: Family;
	account?: string;
	/** How many jobs the create was to make. */
	count: number;
	/** What was sent. */
	request: Readonly<Record<string, unknown>>;
	/** Clock time at which it was sent; undefined when that was before this run. */
	since?: number;
}

/**
 * Looks for the jobs of one create by its reference: in the scheduler, which shows every job that is running, then in
 * the lists. Only the reference is proof. Another execution may have asked for the very same video at the same time,
 * so a job that is merely alike is told and not taken.
 */
export class Search {
	private readonly found = new Map<string, GenerationId>();
	private readonly alike = new Set<string>();

	constructor(
		private readonly clock: Clock,
		private readonly readings: Readings,
		private readonly lost: Lost,
	) {}

	get reference(): string {
		return this.lost.reference;
	}

	/** IDs of jobs that may be those of the create: made after it was sent, of the same prompt and model. */
	get candidates(): string[] {
		return [...this.alike].slice(0, MOST);
	}

	/**
	 * Looks while the answer is awaited: when it never comes, the job may have ended before anybody looks.
	 * @returns the jobs when all are known and the answer is still out after half a minute; undefined once it is there
	 * @throws as the answer does
	 */
	async whileUnanswered(answer: Promise<unknown>): Promise<GenerationId[] | undefined> {
		const start = this.clock.now();
		for (let look = 0; ; look++) {
			const age = EARLY_LOOKS[look] ?? (look - EARLY_LOOKS.length + 3) * LATER;
			const left = start + age - this.clock.now();
			if ((await within(this.clock, left, answer)) !== 'late') return undefined;
			if (!this.complete) await this.inScheduler();
			if (this.complete && age >= PATIENCE) return this.inOrder();
		}
	}

	/**
	 * @returns those found within half a minute, in the order they were made; others may exist all the same. It takes
	 * longer when PixVerse does not show its jobs at that time.
	 */
	async afterwards(): Promise<GenerationId[]> {
		let whole = false;
		for (let look = 0; look < LOOKS.length || (!whole && look < MORE_LOOKS); look++) {
			if (this.complete) break;
			await this.clock.sleep(LOOKS[look] ?? LATER);
			const scheduler = await this.inScheduler();
			if (this.complete) break;
			const lists = await this.inLists();
			whole ||= scheduler && lists;
		}
		return this.inOrder();
	}

	private get complete(): boolean {
		return this.found.size >= this.lost.count;
	}

	private inOrder(): GenerationId[] {
		return [...this.found.values()].sort((a, b) => Number(a.number) - Number(b.number));
	}

	private take(id: string): void {
		const parsed = parseId(id);
		if (parsed) this.found.set(parsed.raw, parsed);
	}

	/** @returns whether all running jobs were shown */
	private async inScheduler(): Promise<boolean> {
		const rows = await this.readings.running();
		for (const row of rows ?? []) if (row.replyRef === this.lost.reference) this.take(idOf(row));
		return rows !== undefined;
	}

	/** @returns whether the lists of all accounts were shown */
	private async inLists(): Promise<boolean> {
		const { family, account } = this.lost;
		const { rows, whole } = await this.readings.newest(family, account);
		for (const row of rows) this.examine(row);
		return whole;
	}

	private examine(row: GenerationObject): void {
		const id = String(row[this.lost.family.idField]);
		if (row.replyRef === this.lost.reference) this.take(id);
		else if (isAlike(row, this.lost, this.clock)) this.alike.add(id);
	}
}

/** Whether a job without a reference may be the one: not before the create was sent, and nothing known differs. */
function isAlike(row: GenerationObject, { request, since }: Lost, clock: Clock): boolean {
	if (row.replyRef || since === undefined) return false;
	const made = Date.parse(row.created_at ?? '');
	const sent = Date.now() - (clock.now() - since);
	if (!(made >= sent - SKEW)) return false;
	return (['prompt', 'model', 'quality', 'duration'] as const).every((name) => {
		const wanted = request[name];
		const shown = row[name];
		return wanted === undefined || shown === undefined || shown === null || shown === wanted;
	});
}
