import type { PixVerseClient } from '../../api/client';
import {
	findInList,
	listGenerations,
	parseGeneration,
	readGeneration,
} from '../../api/generations';
import type { ApiGeneration } from '../../api/responseSchemas';
import { is404, isRetryable, isSuccess } from '../../api/requestResult';
import { createJobFailedError, createStatusReadError } from '../jobErrors';
import { type NodeError } from '../../api/errors';
import { parseStatus } from '../jobStatus';
import type { Job } from '../types';
import { MIN_JOBS_FOR_LIST } from './pollPolicy';

/** What a status read says about a job. */
export type StatusRead =
	| { phase: 'completed'; response: ApiGeneration }
	/** `isTerminal`: the job itself failed, so nothing of it can be used. */
	| { phase: 'failed'; error: NodeError; isTerminal: boolean }
	/** `isHidden`: GET answers 404 while a video is running. With neither, a temporary error. */
	| { phase: 'running'; response?: ApiGeneration; statusName?: string; isHidden?: boolean };

/**
 * Reads the status of jobs with as few requests as possible: one list per account when several jobs are running, one GET
 * each otherwise.
 */
export class StatusReader {
	/** Groups whose list couldn't be read: their next read uses single GETs. */
	private readonly failedLists = new Set<string>();
	/** By list: the row of the oldest job in the last read, from 1. Finished jobs after it needn't be read. */
	private readonly depths = new Map<string, number>();

	constructor(private readonly api: PixVerseClient) {}

	/** Reads once. A failed read isn't repeated before the next poll. */
	async read(jobs: Job[]): Promise<Map<Job, StatusRead>> {
		const reads = new Map<Job, StatusRead>();
		await Promise.all(
			[...groupByList(jobs, (job) => job)].map(async ([key, group]) => {
				const useList = group.length >= MIN_JOBS_FOR_LIST && !this.failedLists.delete(key);
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
		const key = getListKey(first);
		const rowsPerPage = 40;
		// Since the last read, all jobs may have been followed by others.
		const pageSize = (this.depths.get(key) ?? rowsPerPage) + group.length;
		let depth = 0;
		let rowCount = 0;
		try {
			await listGenerations(this.api, generationType, {
				verbPhrase: 'read the list',
				account: id.account,
				noRetry: true,
				// One page more than the jobs fill, since newer jobs of others may come first.
				limit: (Math.ceil(group.length / rowsPerPage) + 1) * rowsPerPage,
				pageSize,
				shouldStop: (rows) => {
					for (const row of rows) {
						rowCount++;
						const job = missing.get(String(row[generationType.idField]));
						if (!job) continue;
						depth = rowCount;
						reads.set(job, this.evaluate(job, row));
						missing.delete(job.id.raw);
					}
					return missing.size === 0;
				},
			});
			this.depths.set(key, missing.size > 0 ? rowsPerPage : depth);
		} catch (error) {
			// After a 429, single reads would only add requests.
			if ((error as { httpCode?: unknown }).httpCode !== '429') this.failedLists.add(key);
			return [];
		}
		return [...missing.values()];
	}

	/** One GET. For a running video it answers 404. */
	private async readOne(job: Job): Promise<StatusRead> {
		const { generationType } = job;
		const result = await readGeneration(this.api, generationType, job.id);
		if (isSuccess(result)) {
			const response = parseGeneration(generationType, result.body);
			return response ? this.evaluate(job, response) : { phase: 'running' };
		}
		if (is404(result) && (job.createdByThisRun || generationType.returns404WhileRunning))
			return { phase: 'running', isHidden: true };
		if (isRetryable(result)) return { phase: 'running' };
		const error = createStatusReadError(this.api.forItem(job.itemIndex), job, result);
		return { phase: 'failed', error, isTerminal: false };
	}

	/**
	 * Tells a running video from one that doesn't exist: GET answers 404 for both, and only the first is in the lists.
	 * A job counts as running if the list can't be read now.
	 * @returns undefined if it doesn't exist
	 */
	async findRunning(job: Job): Promise<StatusRead | undefined> {
		try {
			const row = await findInList(this.api, job.generationType, job.id);
			return row && this.evaluate(job, row);
		} catch {
			return { phase: 'running', isHidden: true };
		}
	}

	private evaluate(job: Job, response: ApiGeneration): StatusRead {
		const status = parseStatus(job.generationType, response);
		if (status.phase === 'completed') return { phase: 'completed', response };
		if (status.phase === 'running') return { phase: 'running', response, statusName: status.name };
		const error = createJobFailedError(this.api.forItem(job.itemIndex), job, status);
		return { phase: 'failed', error, isTerminal: true };
	}
}

/** Groups jobs by the list that contains them: same generation type, same account. Each job that no list has is a group. */
export function groupByList<T>(all: T[], getJob: (element: T) => Job): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const element of all) {
		const key = getListKey(getJob(element));
		const group = groups.get(key) ?? [];
		group.push(element);
		groups.set(key, group);
	}
	return groups;
}

export const getListKey = ({ generationType, id }: Job) =>
	generationType.hasPartialRows ? id.raw : `${generationType.kind} ${id.account}`;
