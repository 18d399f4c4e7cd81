import type { IHttpRequestOptions } from 'n8n-workflow';

import type { GenerationType } from '../../../nodes/shared/api/generationTypes';

/** A generation at a PixVerse of the tests' own, as small as the trigger lets it be. */
export interface FakeGeneration {
	readonly kind: GenerationType;
	readonly account: string;
	readonly number: number;
	/** Epoch ms of the true clock. */
	readonly created: number;
	/** Shown by lists from then on: they may be late. */
	readonly listedFrom: number;
	readonly model: string;
	readonly prompt: string;
	status: 'running' | 'completed' | 'failed';
	/** Epoch ms of the true clock. */
	finished?: number;
	deleted?: number;
}

type Answer = { statusCode: number; headers: object; body: unknown };

const LISTS: Record<string, GenerationType> = {
	videos: 'video',
	images: 'image',
	music: 'music',
	speech: 'speech',
};
const PREFIX: Record<GenerationType, string> = {
	video: 'video',
	musicVideo: 'video',
	image: 'image',
	music: 'audio',
	speech: 'audio',
};
const CODES = { running: 10, completed: 1, failed: 8 };

/** Answers the requests of a trigger within the process, so that thousands of histories can be lived through. */
export class FakeApi {
	now = Date.UTC(2026, 10, 1);
	/** How far its clock is ahead of the true one, in ms. */
	ahead = 0;
	/** What its times are rounded down to, in ms. */
	resolution = 1;
	readonly accounts = new Set<string>();
	/** Accounts PixVerse has signed out. */
	readonly signedOut = new Set<string>();
	readonly made: FakeGeneration[] = [];
	/** Called before a request is answered; what it returns is the answer. */
	before: (path: string) => Answer | 'cut' | undefined = () => undefined;
	/** "path?email" of every request. */
	readonly calls: string[] = [];
	#lastNumber = 351_000_000_000_000;

	constructor(
		/** Maximum rows per page, no matter what the client requests. */
		readonly pageSize = 1000,
	) {}

	make(
		account: string,
		kind: GenerationType,
		values: Partial<FakeGeneration> = {},
	): FakeGeneration {
		const one: FakeGeneration = {
			kind,
			account,
			// Numbers grow, but say nothing exact about the order.
			number: (this.#lastNumber += 1 + (this.made.length % 3) * 1000),
			created: this.now,
			listedFrom: this.now,
			model: 'v6',
			prompt: 'a lighthouse',
			status: 'running',
			...values,
		};
		this.made.push(one);
		return one;
	}

	finish(one: FakeGeneration, status: 'completed' | 'failed' = 'completed', at = this.now): void {
		if (one.status !== 'running' || one.deleted !== undefined) return;
		one.status = status;
		one.finished = at;
	}

	delete(one: FakeGeneration): void {
		one.deleted ??= this.now;
	}

	answer({ url, qs }: IHttpRequestOptions): Answer | 'cut' {
		const path = url.replace(/^.*\/v2\/pixverse\//, '');
		const { email, limit, offset } = (qs ?? {}) as Record<string, never>;
		this.calls.push(email === undefined ? path : `${path}?${String(email)}`);
		const instead = this.before(path);
		if (instead !== undefined) return instead;
		if (path === 'accounts') {
			const all = Object.fromEntries([...this.accounts].map((name) => [name, { email: name }]));
			return this.accounts.size > 0 ? ok(all) : refusal(404);
		}
		const kind = LISTS[path];
		if (kind === undefined) return this.#byId(path);
		const account = email ?? [...this.accounts][0] ?? '';
		if (!this.accounts.has(account)) return refusal(404);
		if (this.signedOut.has(account)) return refusal(596);
		return ok(
			this.#list(account, kind, Math.min(Number(limit ?? 40), this.pageSize), Number(offset ?? 0)),
		);
	}

	getId({ account, kind, number }: FakeGeneration): string {
		return `user:1234-pixverse:${account}-${kind}:${number}`;
	}

	#list(account: string, kind: GenerationType, limit: number, offset: number) {
		const kinds = kind === 'music' ? ['music', 'speech'] : [kind];
		const all = this.made
			.filter((one) => one.account === account && kinds.includes(one.kind))
			.filter((one) => one.deleted === undefined && one.listedFrom <= this.now)
			.sort((a, b) => this.#shownTime(b) - this.#shownTime(a) || b.number - a.number);
		const data = all.slice(offset, offset + limit).map((one) => this.#shown(one));
		if (kind === 'video') return { data };
		const next = { data, next_offset: offset + limit };
		return kind === 'image'
			? { ...next, total: all.length }
			: { ...next, has_more: offset + limit < all.length };
	}

	#byId(path: string): Answer {
		const one = this.made.find((each) => path.endsWith(`/${this.getId(each)}`));
		const hidden = one?.kind === 'video' && one.status === 'running';
		return one && one.deleted === undefined && !hidden ? ok(this.#shown(one)) : refusal(404);
	}

	#shownTime({ created }: FakeGeneration): number {
		return Math.floor((created + this.ahead) / this.resolution) * this.resolution;
	}

	#shown(one: FakeGeneration): Record<string, unknown> {
		const prefix = PREFIX[one.kind];
		const done = one.status === 'completed';
		return {
			[`${prefix}_id`]: this.getId(one),
			[`${prefix}_status`]: CODES[one.status],
			[`${prefix}_status_final`]: one.status !== 'running',
			[one.kind === 'image' ? 'image_url' : 'url']: done ? `https://media/${one.number}` : '',
			...(one.kind === 'video' ? { output_width: done ? 1280 : 0 } : {}),
			...(prefix === 'audio' ? { create_mode: one.kind === 'music' ? 'music' : 'voice' } : {}),
			created_at: new Date(this.#shownTime(one)).toISOString(),
			model: one.model,
			prompt: one.prompt,
		};
	}
}

export const ok = (body: unknown): Answer => ({ statusCode: 200, headers: {}, body });
export const refusal = (statusCode: number): Answer => ({
	statusCode,
	headers: {},
	body: { error: 'refused', code: statusCode },
});
