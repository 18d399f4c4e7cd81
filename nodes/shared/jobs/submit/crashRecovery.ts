import type { IExecuteFunctions } from 'n8n-workflow';
import { listAccounts } from '../../api/accounts';
import type { PixVerseApi } from '../../api/client';
import type { Family } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { parseId } from '../../api/generationId';
import { listAll } from '../../api/paging';
import { runningJobs } from '../../api/scheduler';
import type { Order } from '../types';
import { accountFor } from '../types';
import { fingerprintOf } from './requestFingerprint';
import { originOf, referencesOf, resumeTokenOf } from './jobReference';
import { stateOf } from '../jobStatus';

/** How many of an account's newest generations are looked through. */
const NEWEST = 200;

/** A generation that exists, and the reference of the create that made it. */
interface Made {
	id: GenerationId;
	reference: string;
}

/**
 * What an execution has made before n8n or its worker died. Nothing of it is in n8n then: when somebody retries the
 * execution, the jobs are found by the references of their creates. The API tells those of running jobs; whether it
 * tells those of finished ones is not known, so they are found where it does.
 */
export class Rerun {
	/** Unknown where n8n is too old to tell. */
	private readonly token;
	private running?: Promise<Made[]>;
	private accounts?: Promise<string[]>;
	private readonly lists = new Map<string, Promise<Made[]>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseApi,
	) {
		this.token = resumeTokenOf(context);
	}

	/** What the references of an order's creates end with; unknown where n8n is too old to tell. */
	originOf(order: Order): string | undefined {
		return this.token && originOf(this.token, fingerprintOf(order));
	}

	/**
	 * The jobs of an order that are running or completed, oldest first; none when this is no retry, or asks for
	 * something else than what it retries.
	 * @throws NodeApiError when the API does not say what there is
	 */
	async jobsOf(order: Order): Promise<GenerationId[]> {
		const origin = this.originOf(order);
		if (origin === undefined || this.context.getMode() !== 'retry') return [];
		const own = referencesOf(this.context, order.itemIndex, origin);
		const found = new Map<string, GenerationId>();
		const keep = (made: Made[]) => {
			for (const { id, reference } of made) if (own.test(reference)) found.set(id.raw, id);
		};
		keep(await (this.running ??= this.inScheduler()));
		const count = (order.body.create_count as number | undefined) ?? 1;
		if (found.size < count) for (const list of await this.listsFor(order)) keep(list);
		return [...found.values()].sort((a, b) => Number(a.number) - Number(b.number));
	}

	private async inScheduler(): Promise<Made[]> {
		return (await runningJobs(this.api)).flatMap(({ id, replyRef }) => madeOf(id, replyRef));
	}

	private async listsFor(order: Order): Promise<Made[][]> {
		const account = accountFor(order);
		const accounts = account ? [account] : await (this.accounts ??= this.openAccounts());
		return await Promise.all(
			accounts.map(async (email) => {
				const key = `${order.family.kind} ${email}`;
				const list = this.lists.get(key) ?? this.inList(order.family, email);
				this.lists.set(key, list);
				return await list;
			}),
		);
	}

	/** One that is signed out shows nothing until it is added again. */
	private async openAccounts(): Promise<string[]> {
		const accounts = await listAccounts(this.api);
		return accounts.filter(({ error }) => !error).map(({ email }) => email);
	}

	/** Those that came to nothing are left out: they may be made anew. */
	private async inList(family: Family, account: string): Promise<Made[]> {
		const rows = await listAll(
			this.api,
			family,
			// A page without any reference comes from an API that does not show them.
			{ account, limit: NEWEST, enough: (page) => page.every(({ replyRef }) => !replyRef) },
			{ task: 'look for what was made before', account },
		);
		return rows
			.filter((row) => ['running', 'completed'].includes(stateOf(family, row).phase))
			.flatMap((row) => madeOf(row[family.idField], row.replyRef));
	}
}

function madeOf(id: unknown, reference: unknown): Made[] {
	const parsed = typeof id === 'string' ? parseId(id) : undefined;
	return parsed && typeof reference === 'string' ? [{ id: parsed, reference }] : [];
}
