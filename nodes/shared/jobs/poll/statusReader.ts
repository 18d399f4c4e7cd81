import type { GenerationObject } from '../../api/responseSchemas';
import { generationObject } from '../../api/responseSchemas';
import type { PixVerseApi } from '../../api/client';
import type { Family } from '../../api/generationTypes';
import type { GenerationId } from '../../api/generationId';
import { listAll } from '../../api/paging';
import { readAs } from '../../api/parseResponse';
import type { Reply } from '../../api/requestResult';
import { passes, succeeded } from '../../api/requestResult';
import type { Job } from '../types';
import { LIST_FROM } from './pollPolicy';

/** What one look at a job brought. */
export type Glance =
	| { kind: 'seen'; seen: GenerationObject }
	/** Nothing to be seen yet, or the read failed in a way that passes. */
	| { kind: 'nothing'; status?: number }
	/** The API refuses to show it, and will not change its mind. */
	| { kind: 'refused'; reply: Reply };

/** Looks at jobs, with as few calls as possible: one list an account where several are open, else one GET each. */
export class Looking {
	/** Groups whose list could not be read the last time: the next look reads them one by one. */
	private readonly unlisted = new Set<string>();

	constructor(private readonly api: PixVerseApi) {}

	/** Looks once; a read that fails is not repeated before the next look. */
	async at(jobs: Job[]): Promise<Map<Job, Glance>> {
		const glances = new Map<Job, Glance>();
		await Promise.all(
			groupsOf(jobs, (job) => job).map(async (group) => {
				const left = this.listed(group) ? await this.inList(group, glances) : group;
				await Promise.all(
					left.map(async (job) => glances.set(job, await lookAtOne(this.api, job))),
				);
			}),
		);
		return glances;
	}

	private listed(group: Job[]): boolean {
		return group.length >= LIST_FROM && !this.unlisted.delete(groupOf(group[0] as Job));
	}

	/** @returns the jobs that the list did not show */
	private async inList(group: Job[], glances: Map<Job, Glance>): Promise<Job[]> {
		const [first] = group as [Job, ...Job[]];
		const { family, id } = first;
		const missing = new Map(group.map((job) => [job.id.raw, job]));
		const pageful = 40;
		try {
			await listAll(
				this.api,
				family,
				{
					account: id.account,
					once: true,
					// Newer jobs of others may stand in front; one page more than ours fill is enough.
					limit: (Math.ceil(group.length / pageful) + 1) * pageful,
					enough: (rows) => {
						for (const row of rows) {
							const job = missing.get(String(row[family.idField]));
							if (!job) continue;
							glances.set(job, { kind: 'seen', seen: row });
							missing.delete(job.id.raw);
						}
						return missing.size === 0;
					},
				},
				{ task: 'read the list' },
			);
		} catch (thrown) {
			// To somebody who asks to be asked less, single reads would be no answer.
			if ((thrown as { httpCode?: unknown }).httpCode !== '429') this.unlisted.add(groupOf(first));
			return [];
		}
		return [...missing.values()];
	}
}

/** Puts together what one list shows: the same kind on the same account. */
export function groupsOf<T>(all: T[], jobOf: (one: T) => Job): T[][] {
	const groups = new Map<string, T[]>();
	for (const one of all) {
		const key = groupOf(jobOf(one));
		const group = groups.get(key);
		if (group) group.push(one);
		else groups.set(key, [one]);
	}
	return [...groups.values()];
}

/** What one list shows, in a word. */
export function groupOf({ family, id }: Job): string {
	return `${family.kind} ${id.account}`;
}

/**
 * Reads one generation, finished or not.
 * @throws NodeApiError when there is none, or the API refuses
 */
export async function getGeneration(
	api: PixVerseApi,
	family: Family,
	id: GenerationId,
): Promise<GenerationObject> {
	const occasion = {
		task: `read the ${family.kind}`,
		subject: `The ${family.kind} ${id.raw}`,
		account: id.account,
	};
	const reply = await api.read({ path: `${family.path}/${id.raw}` });
	if (reply.kind === 'answer' && reply.status === 404 && family.hiddenWhileRunning) {
		const running = await findRunning(api, { family, id });
		if (typeof running === 'object') return running;
	}
	if (!succeeded(reply)) throw api.refusal(reply, occasion);
	return readAs(api, generationObject, reply.body, occasion);
}

/** One GET. 404 says nothing about a video that is being made. */
export async function lookAtOne(api: PixVerseApi, job: Job): Promise<Glance> {
	const reply = await api.send({ method: 'GET', path: `${job.family.path}/${job.id.raw}` });
	if (succeeded(reply)) {
		const read = generationObject.safeParse(reply.body);
		return read.success ? { kind: 'seen', seen: read.data } : { kind: 'nothing' };
	}
	if (reply.kind === 'answer' && reply.status === 404 && (job.own || job.family.hiddenWhileRunning))
		return { kind: 'nothing', status: 404 };
	if (passes(reply)) return { kind: 'nothing' };
	return { kind: 'refused', reply };
}

/**
 * Tells a video that is being made from one that does not exist: GET answers 404 to both, the lists show only the
 * first.
 * @returns the row of the running job; 'none' when there is none, 'unknown' when the list cannot be read now
 */
export async function findRunning(
	api: PixVerseApi,
	job: Pick<Job, 'family' | 'id'>,
): Promise<GenerationObject | 'none' | 'unknown'> {
	const { family, id } = job;
	let found: GenerationObject | undefined;
	try {
		await listAll(
			api,
			family,
			{
				account: id.account,
				limit: 200,
				enough: (rows) => {
					found ??= rows.find((row) => row[family.idField] === id.raw);
					return found !== undefined;
				},
			},
			{ task: `look for the ${family.kind}` },
		);
	} catch {
		return 'unknown';
	}
	return found ?? 'none';
}
