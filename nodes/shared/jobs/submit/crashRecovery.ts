import type { IExecuteFunctions } from 'n8n-workflow';
import { listAccounts } from '../../api/accounts';
import type { PixVerseClient } from '../../api/client';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { parseGenerationId } from '../../api/generationId';
import { listGenerations } from '../../api/paging';
import { listScheduledJobs } from '../../api/scheduler';
import type { GenerationRequest } from '../types';
import { requiredAccount } from '../types';
import { getFingerprint } from './requestFingerprint';
import { hashOrigin, buildReferencePattern, getResumeToken } from './jobReference';
import { parseStatus } from '../jobStatus';

/** How many of an account's newest generations are looked through. */
const MAX_ROWS = 200;

/** A generation that exists, and the reference of the create that made it. */
interface ReferencedJob {
	id: GenerationId;
	reference: string;
}

/**
 * What an execution has made before n8n or its worker died. Nothing of it is in n8n then: when somebody retries the
 * execution, the jobs are found by the references of their creates. The API tells those of running jobs; whether it
 * tells those of finished ones is not known, so they are found where it does.
 */
export class CrashRecovery {
	/** Unknown where n8n is too old to tell. */
	private readonly token;
	private running?: Promise<ReferencedJob[]>;
	private accounts?: Promise<string[]>;
	private readonly lists = new Map<string, Promise<ReferencedJob[]>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: PixVerseClient,
	) {
		this.token = getResumeToken(context);
	}

	/** What the references of an order's creates end with; unknown where n8n is too old to tell. */
	getOrigin(order: GenerationRequest): string | undefined {
		return this.token && hashOrigin(this.token, getFingerprint(order));
	}

	/**
	 * The jobs of an order that are running or completed, oldest first; none when this is no retry, or asks for
	 * something else than what it retries.
	 * @throws NodeApiError when the API does not say what there is
	 */
	async findJobs(order: GenerationRequest): Promise<GenerationId[]> {
		const origin = this.getOrigin(order);
		if (origin === undefined || this.context.getMode() !== 'retry') return [];
		const own = buildReferencePattern(this.context, order.itemIndex, origin);
		const found = new Map<string, GenerationId>();
		const keep = (made: ReferencedJob[]) => {
			for (const { id, reference } of made) if (own.test(reference)) found.set(id.raw, id);
		};
		keep(await (this.running ??= this.searchScheduler()));
		const count = (order.body.create_count as number | undefined) ?? 1;
		if (found.size < count) for (const list of await this.searchLists(order)) keep(list);
		return [...found.values()].sort((a, b) => Number(a.number) - Number(b.number));
	}

	private async searchScheduler(): Promise<ReferencedJob[]> {
		return (await listScheduledJobs(this.api)).flatMap(({ id, replyRef }) =>
			toReferencedJob(id, replyRef),
		);
	}

	private async searchLists(order: GenerationRequest): Promise<ReferencedJob[][]> {
		const account = requiredAccount(order);
		const accounts = account ? [account] : await (this.accounts ??= this.getWorkingAccounts());
		return await Promise.all(
			accounts.map(async (email) => {
				const key = `${order.generationType.kind} ${email}`;
				const list = this.lists.get(key) ?? this.searchList(order.generationType, email);
				this.lists.set(key, list);
				return await list;
			}),
		);
	}

	/** One that is signed out shows nothing until it is added again. */
	private async getWorkingAccounts(): Promise<string[]> {
		const accounts = await listAccounts(this.api);
		return accounts.filter(({ error }) => !error).map(({ email }) => email);
	}

	/** Those that came to nothing are left out: they may be made anew. */
	private async searchList(
		generationType: GenerationTypeConfig,
		account: string,
	): Promise<ReferencedJob[]> {
		const rows = await listGenerations(
			this.api,
			generationType,
			// A page without any reference comes from an API that does not show them.
			{ account, limit: MAX_ROWS, shouldStop: (page) => page.every(({ replyRef }) => !replyRef) },
			{ verbPhrase: 'look for what was made before', account },
		);
		return rows
			.filter((row) => ['running', 'completed'].includes(parseStatus(generationType, row).phase))
			.flatMap((row) => toReferencedJob(row[generationType.idField], row.replyRef));
	}
}

function toReferencedJob(id: unknown, reference: unknown): ReferencedJob[] {
	const parsed = typeof id === 'string' ? parseGenerationId(id) : undefined;
	return parsed && typeof reference === 'string' ? [{ id: parsed, reference }] : [];
}
