import type { ApiGeneration } from '../../api/responseSchemas';
import { generationSchema } from '../../api/responseSchemas';
import type { PixVerseClient } from '../../api/client';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { listGenerations } from '../../api/paging';
import { parseResponse } from '../../api/parseResponse';
import type { RequestResult } from '../../api/requestResult';
import { isRetryable, isSuccess } from '../../api/requestResult';
import type { Job } from '../types';
import { MIN_JOBS_FOR_LIST } from './pollPolicy';

/** What one look at a job brought. */
export type StatusRead =
	| { kind: 'found'; response: ApiGeneration }
	/** Nothing to be seen yet, or the read failed in a way that passes. */
	| { kind: 'unavailable'; status?: number }
	/** The API refuses to show it, and will not change its mind. */
	| { kind: 'rejected'; reply: RequestResult };

/** Looks at jobs, with as few calls as possible: one list an account where several are open, else one GET each. */
export class StatusReader {
	/** Groups whose list could not be read the last time: the next look reads them one by one. */
	private readonly listFailed = new Set<string>();

	constructor(private readonly api: PixVerseClient) {}

	/** Looks once; a read that fails is not repeated before the next look. */
	async read(jobs: Job[]): Promise<Map<Job, StatusRead>> {
		const statusReads = new Map<Job, StatusRead>();
		await Promise.all(
			groupByList(jobs, (job) => job).map(async (group) => {
				const left = this.shouldUseList(group)
					? await this.readFromList(group, statusReads)
					: group;
				await Promise.all(
					left.map(async (job) => statusReads.set(job, await readOne(this.api, job))),
				);
			}),
		);
		return statusReads;
	}

	private shouldUseList(group: Job[]): boolean {
		return group.length >= MIN_JOBS_FOR_LIST && !this.listFailed.delete(listKey(group[0] as Job));
	}

	/** @returns the jobs that the list did not show */
	private async readFromList(group: Job[], statusReads: Map<Job, StatusRead>): Promise<Job[]> {
		const [first] = group as [Job, ...Job[]];
		const { generationType, id } = first;
		const missing = new Map(group.map((job) => [job.id.raw, job]));
		const pageful = 40;
		try {
			await listGenerations(
				this.api,
				generationType,
				{
					account: id.account,
					noRetry: true,
					// Newer jobs of others may stand in front; one page more than ours fill is enough.
					limit: (Math.ceil(group.length / pageful) + 1) * pageful,
					shouldStop: (rows) => {
						for (const row of rows) {
							const job = missing.get(String(row[generationType.idField]));
							if (!job) continue;
							statusReads.set(job, { kind: 'found', response: row });
							missing.delete(job.id.raw);
						}
						return missing.size === 0;
					},
				},
				{ verbPhrase: 'read the list' },
			);
		} catch (thrown) {
			// To somebody who asks to be asked less, single reads would be no answer.
			if ((thrown as { httpCode?: unknown }).httpCode !== '429')
				this.listFailed.add(listKey(first));
			return [];
		}
		return [...missing.values()];
	}
}

/** Puts together what one list shows: the same kind on the same account. */
export function groupByList<T>(all: T[], jobOf: (one: T) => Job): T[][] {
	const groups = new Map<string, T[]>();
	for (const one of all) {
		const key = listKey(jobOf(one));
		const group = groups.get(key);
		if (group) group.push(one);
		else groups.set(key, [one]);
	}
	return [...groups.values()];
}

/** What one list shows, in a word. */
export function listKey({ generationType, id }: Job): string {
	return `${generationType.kind} ${id.account}`;
}

/**
 * Reads one generation, finished or not.
 * @throws NodeApiError when there is none, or the API refuses
 */
export async function getGeneration(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	id: GenerationId,
): Promise<ApiGeneration> {
	const errorContext = {
		verbPhrase: `read the ${generationType.kind}`,
		subject: `The ${generationType.kind} ${id.raw}`,
		account: id.account,
	};
	const reply = await api.getWithRetry({ path: `${generationType.path}/${id.raw}` });
	if (reply.kind === 'response' && reply.status === 404 && generationType.returns404WhileRunning) {
		const running = await findInList(api, { generationType, id });
		if (typeof running === 'object') return running;
	}
	if (!isSuccess(reply)) throw api.toError(reply, errorContext);
	return parseResponse(api, generationSchema, reply.body, errorContext);
}

/** One GET. 404 says nothing about a video that is being made. */
export async function readOne(api: PixVerseClient, job: Job): Promise<StatusRead> {
	const reply = await api.send({ method: 'GET', path: `${job.generationType.path}/${job.id.raw}` });
	if (isSuccess(reply)) {
		const read = generationSchema.safeParse(reply.body);
		return read.success ? { kind: 'found', response: read.data } : { kind: 'unavailable' };
	}
	if (
		reply.kind === 'response' &&
		reply.status === 404 &&
		(job.createdByThisRun || job.generationType.returns404WhileRunning)
	)
		return { kind: 'unavailable', status: 404 };
	if (isRetryable(reply)) return { kind: 'unavailable' };
	return { kind: 'rejected', reply };
}

/**
 * Tells a video that is being made from one that does not exist: GET answers 404 to both, the lists show only the
 * first.
 * @returns the row of the running job; 'none' when there is none, 'unknown' when the list cannot be read now
 */
export async function findInList(
	api: PixVerseClient,
	job: Pick<Job, 'generationType' | 'id'>,
): Promise<ApiGeneration | 'none' | 'unknown'> {
	const { generationType, id } = job;
	let found: ApiGeneration | undefined;
	try {
		await listGenerations(
			api,
			generationType,
			{
				account: id.account,
				limit: 200,
				shouldStop: (rows) => {
					found ??= rows.find((row) => row[generationType.idField] === id.raw);
					return found !== undefined;
				},
			},
			{ verbPhrase: `look for the ${generationType.kind}` },
		);
	} catch {
		return 'unknown';
	}
	return found ?? 'none';
}
