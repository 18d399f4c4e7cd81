import type { PixVerseClient } from '../../api/client';
import {
	findInList,
	listGenerations,
	parseGeneration,
	readGeneration,
} from '../../api/generations';
import type { ApiGeneration } from '../../api/responseSchemas';
import { is404, isRetryable, isSuccess, type RequestResult } from '../../api/requestResult';
import { createJobFailedError, createStatusReadError } from '../jobErrors';
import { type NodeError } from '../../api/errors';
import { parseStatus } from '../jobStatus';
import type { Job } from '../types';
import { MIN_JOBS_FOR_LIST } from './pollPolicy';

/** Result of one status read. */
export type StatusRead =
	| { kind: 'found'; response: ApiGeneration }
	/** Not visible yet, or a temporary error. */
	| { kind: 'unavailable'; status?: number }
	/** A permanent error. */
	| { kind: 'rejected'; result: RequestResult };

/** What a status read says about a job. */
type JobEvaluation =
	| { phase: 'running'; statusName?: string }
	| { phase: 'completed'; response: ApiGeneration }
	/** `isTerminal`: the job itself failed, so nothing of it can be used. */
	| { phase: 'failed'; error: NodeError; isTerminal: boolean };

/**
 * Reads the status of jobs with as few requests as possible: one list per account when several jobs are running, one GET
 * each otherwise.
 */
export class StatusReader {
	/** Groups whose list couldn't be read: their next read uses single GETs. */
	private readonly failedLists = new Set<string>();

	constructor(private readonly api: PixVerseClient) {}

	/** Reads once. A failed read isn't repeated before the next poll. */
	async read(jobs: Job[]): Promise<Map<Job, StatusRead>> {
		const reads = new Map<Job, StatusRead>();
		await Promise.all(
			groupByList(jobs, (job) => job).map(async (group) => {
				const useList =
					group.length >= MIN_JOBS_FOR_LIST &&
					!this.failedLists.delete(getListKey(group[0] as Job));
				const remaining = useList ? await this.readFromList(group, reads) : group;
				await Promise.all(remaining.map(async (job) => reads.set(job, await this.readOne(job))));
			}),
		);
		return reads;
	}

	/** @returns the jobs that the list doesn't contain */
	private async readFromList(group: Job[], reads: Map<Job, StatusRead>): Promise<Job[]> {
		const [first] = group as [Job, ...Job[]];
		const { generationType, id } = first;
		const missing = new Map(group.map((job) => [job.id.raw, job]));
		const rowsPerPage = 40;
		try {
			await listGenerations(this.api, generationType, {
				verbPhrase: 'read the list',
				account: id.account,
				noRetry: true,
				// One page more than the jobs fill, since newer jobs of others may come first.
				limit: (Math.ceil(group.length / rowsPerPage) + 1) * rowsPerPage,
				shouldStop: (rows) => {
					for (const row of rows) {
						const job = missing.get(String(row[generationType.idField]));
						if (!job) continue;
						reads.set(job, { kind: 'found', response: row });
						missing.delete(job.id.raw);
					}
					return missing.size === 0;
				},
			});
		} catch (error) {
			// After a 429, single reads would only add requests.
			if ((error as { httpCode?: unknown }).httpCode !== '429')
				this.failedLists.add(getListKey(first));
			return [];
		}
		return [...missing.values()];
	}

	/** One GET. For a running video it answers 404. */
	private async readOne(job: Job): Promise<StatusRead> {
		const result = await readGeneration(this.api, job.generationType, job.id);
		if (isSuccess(result)) {
			const response = parseGeneration(job.generationType, result.body);
			return response ? { kind: 'found', response } : { kind: 'unavailable' };
		}
		if (is404(result) && (job.createdByThisRun || job.generationType.returns404WhileRunning))
			return { kind: 'unavailable', status: 404 };
		return isRetryable(result) ? { kind: 'unavailable' } : { kind: 'rejected', result };
	}

	/**
	 * Tells a running video from one that doesn't exist: GET answers 404 for both, and only the first is in the lists.
	 * A job counts as existing if the list can't be read now.
	 */
	async findRunning(job: Job): Promise<{ exists: boolean; row?: ApiGeneration }> {
		try {
			const row = await findInList(this.api, job.generationType, job.id);
			return { exists: row !== undefined, row };
		} catch {
			return { exists: true };
		}
	}

	/** @param response the last response, of this read or an earlier one */
	evaluate(
		job: Job,
		read: StatusRead,
		response = read.kind === 'found' ? read.response : undefined,
	): JobEvaluation {
		const api = this.api.forItem(job.itemIndex);
		if (read.kind === 'rejected') {
			const error = createStatusReadError(api, job, read.result);
			return { phase: 'failed', error, isTerminal: false };
		}
		if (!response) return { phase: 'running' };
		const status = parseStatus(job.generationType, response);
		if (status.phase === 'completed') return { phase: 'completed', response };
		if (status.phase === 'running') return { phase: 'running', statusName: status.name };
		return { phase: 'failed', error: createJobFailedError(api, job, status), isTerminal: true };
	}
}

/** Groups jobs by the list that contains them: same generation type, same account. Each job that no list has is a group. */
export function groupByList<T>(all: T[], getJob: (one: T) => Job): T[][] {
	const groups = new Map<string, T[]>();
	for (const one of all) {
		const key = getListKey(getJob(one));
		const group = groups.get(key) ?? [];
		group.push(one);
		groups.set(key, group);
	}
	return [...groups.values()];
}

export const getListKey = ({ generationType, id }: Job) =>
	generationType.hasPartialRows ? id.raw : `${generationType.kind} ${id.account}`;
