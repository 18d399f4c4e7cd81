import type { IDataObject } from 'n8n-workflow';
import { availableAnswer, schedulerAnswer } from './responseSchemas';
import type { ScheduledJob } from './responseSchemas';
import type { PixVerseApi } from './client';
import type { GenerationId } from './generationId';
import { readAs } from './parseResponse';
import { succeeded } from './requestResult';

/** The ID of a scheduled job, under its name of today or the one before 2026. */
export function idOf(job: ScheduledJob): string {
	return job.id ?? job.video_id ?? '';
}

/** Jobs the API is tracking now, on all accounts. Jobs started on the PixVerse website are not among them. */
export async function runningJobs(api: PixVerseApi): Promise<IDataObject[]> {
	const occasion = { task: 'list the running jobs' };
	const body = await api.call({ method: 'GET', path: 'scheduler/' }, occasion);
	return readAs(api, schedulerAnswer, body, occasion).map((job) => ({ ...job, id: idOf(job) }));
}

/** Free slots by account. `available` is the API's own figure, not maxJobs less executing. */
export async function freeSlots(api: PixVerseApi): Promise<IDataObject[]> {
	const occasion = { task: 'read the free slots' };
	const body = await api.call({ method: 'GET', path: 'scheduler/available' }, occasion);
	return readAs(api, availableAnswer, body, occasion).available as IDataObject[];
}

/** The same as a last wish, when the execution is canceled. @returns whether the API has done it */
export async function stopTrackingAtLast(api: PixVerseApi, id: GenerationId): Promise<boolean> {
	const path = `scheduler/${id.raw}`;
	return succeeded(await api.send({ method: 'DELETE', path, outlives: true }));
}

/** Takes a job out of the scheduler: its slot is free and no callback follows. PixVerse goes on making it. */
export async function stopTracking(api: PixVerseApi, id: GenerationId): Promise<void> {
	await api.call(
		{ method: 'DELETE', path: `scheduler/${id.raw}` },
		{ task: 'cancel the job', subject: `The running job ${id.raw}`, account: id.account },
	);
}
