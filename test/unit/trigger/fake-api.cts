import type { IHttpRequestOptions } from 'n8n-workflow';

import type { GenerationType } from '../../../nodes/shared/api/generationTypes';

/** A generation with the fields that the trigger uses. */
export interface FakeGeneration {
	readonly kind: GenerationType;
	readonly account: string;
	readonly number: number;
	/** Milliseconds since the epoch, by the fake API's `now`. */
	readonly created: number;
	/** The time from which lists contain it. Lists may be delayed. */
	readonly listedFrom: number;
	readonly model: string;
	readonly prompt: string;
	status: 'running' | 'completed' | 'failed';
	/** Milliseconds since the epoch, by the fake API's `now`. */
	finished?: number;
	deleted?: number;
}

type FakeResponse = { statusCode: number; headers: object; body: unknown };

const LISTS: Record<string, GenerationType> = {
	videos: 'video',
	images: 'image',
	music: 'music',
	speech: 'speech',
};
const FIELD_PREFIXES: Record<GenerationType, string> = {
	video: 'video',
	musicVideo: 'video',
	image: 'image',
	music: 'audio',
	speech: 'audio',
};
const STATUS_CODES = { running: 10, completed: 1, failed: 8 };

/** An API in the test process, fast enough for thousands of random histories. */
export class FakeApi {
	now = Date.UTC(2026, 10, 1);
	/** How far the API's clock is ahead. */
	clockOffsetMs = 0;
	/** The API rounds times down to a multiple of this. */
	timeResolutionMs = 1;
	readonly accounts = new Set<string>();
	/** Accounts that PixVerse has signed out. */
	readonly signedOut = new Set<string>();
	readonly generations: FakeGeneration[] = [];
	/** Called for each request. A returned response replaces the usual one. */
	intercept: (path: string) => FakeResponse | 'cut' | undefined = () => undefined;
	/** The requests as "path?email". */
	readonly requests: string[] = [];
	#lastNumber = 351_000_000_000_000;

	constructor(
		/** Maximum rows per page, no matter what the client requests. */
		readonly pageSize = 1000,
	) {}

	create(
		account: string,
		kind: GenerationType,
		values: Partial<FakeGeneration> = {},
	): FakeGeneration {
		const generation: FakeGeneration = {
			kind,
			account,
			// Numbers increase by different amounts.
			number: (this.#lastNumber += 1 + (this.generations.length % 3) * 1000),
			created: this.now,
			listedFrom: this.now,
			model: 'v6',
			prompt: 'a lighthouse',
			status: 'running',
			...values,
		};
		this.generations.push(generation);
		return generation;
	}

	finish(
		generation: FakeGeneration,
		status: 'completed' | 'failed' = 'completed',
		at = this.now,
	): void {
		if (generation.status !== 'running' || generation.deleted !== undefined) return;
		generation.status = status;
		generation.finished = at;
	}

	delete(generation: FakeGeneration): void {
		generation.deleted ??= this.now;
	}

	respond({ url, qs }: IHttpRequestOptions): FakeResponse | 'cut' {
		const path = url.replace(/^.*\/v2\/pixverse\//, '');
		const { email, limit, offset } = (qs ?? {}) as Record<string, never>;
		this.requests.push(email === undefined ? path : `${path}?${String(email)}`);
		const override = this.intercept(path);
		if (override !== undefined) return override;
		if (path === 'accounts') {
			const all = Object.fromEntries([...this.accounts].map((name) => [name, { email: name }]));
			return this.accounts.size > 0 ? createOkResponse(all) : createErrorResponse(404);
		}
		const kind = LISTS[path];
		if (kind === undefined) return this.#getById(path);
		const account = email ?? [...this.accounts][0] ?? '';
		if (!this.accounts.has(account)) return createErrorResponse(404);
		if (this.signedOut.has(account)) return createErrorResponse(596);
		return createOkResponse(
			this.#list(account, kind, Math.min(Number(limit ?? 40), this.pageSize), Number(offset ?? 0)),
		);
	}

	getId({ account, kind, number }: FakeGeneration): string {
		return `user:1234-pixverse:${account}-${kind}:${number}`;
	}

	#list(account: string, kind: GenerationType, limit: number, offset: number) {
		const kinds = kind === 'music' ? ['music', 'speech'] : [kind];
		const all = this.generations
			.filter((generation) => generation.account === account && kinds.includes(generation.kind))
			.filter((generation) => generation.deleted === undefined && generation.listedFrom <= this.now)
			.sort((a, b) => this.#getListedTime(b) - this.#getListedTime(a) || b.number - a.number);
		const data = all.slice(offset, offset + limit).map((generation) => this.#serialize(generation));
		if (kind === 'video') return { data };
		const next = { data, next_offset: offset + limit };
		return kind === 'image'
			? { ...next, total: all.length }
			: { ...next, has_more: offset + limit < all.length };
	}

	#getById(path: string): FakeResponse {
		const generation = this.generations.find((each) => path.endsWith(`/${this.getId(each)}`));
		const isHidden = generation?.kind === 'video' && generation.status === 'running';
		return generation && generation.deleted === undefined && !isHidden
			? createOkResponse(this.#serialize(generation))
			: createErrorResponse(404);
	}

	#getListedTime({ created }: FakeGeneration): number {
		return (
			Math.floor((created + this.clockOffsetMs) / this.timeResolutionMs) * this.timeResolutionMs
		);
	}

	#serialize(generation: FakeGeneration): Record<string, unknown> {
		const prefix = FIELD_PREFIXES[generation.kind];
		const isCompleted = generation.status === 'completed';
		return {
			[`${prefix}_id`]: this.getId(generation),
			[`${prefix}_status`]: STATUS_CODES[generation.status],
			[`${prefix}_status_final`]: generation.status !== 'running',
			[generation.kind === 'image' ? 'image_url' : 'url']: isCompleted
				? `https://media/${generation.number}`
				: '',
			...(generation.kind === 'video' ? { output_width: isCompleted ? 1280 : 0 } : {}),
			...(prefix === 'audio'
				? { create_mode: generation.kind === 'music' ? 'music' : 'voice' }
				: {}),
			created_at: new Date(this.#getListedTime(generation)).toISOString(),
			model: generation.model,
			prompt: generation.prompt,
		};
	}
}

export const createOkResponse = (body: unknown): FakeResponse => ({
	statusCode: 200,
	headers: {},
	body,
});
export const createErrorResponse = (statusCode: number): FakeResponse => ({
	statusCode,
	headers: {},
	body: { error: 'refused', code: statusCode },
});
