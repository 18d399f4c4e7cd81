import type { IDataObject } from 'n8n-workflow';
import { availableSlotsSchema, scheduledJobsSchema } from './responseSchemas';
import type { ScheduledJob } from './responseSchemas';
import type { PixVerseClient } from './client';
import type { GenerationId } from './generationId';
import { parseResponse } from './parseResponse';
import { isSuccess } from './requestResult';

/** The ID of a scheduled job, under its name of today or the one before 2026. */
export function getScheduledJobId(job: ScheduledJob): string {
	return job.id ?? job.video_id ?? '';
}

/** Jobs the API is tracking now, on all accounts. Jobs started on the PixVerse website are not among them. */
export async function listScheduledJobs(api: PixVerseClient): Promise<IDataObject[]> {
	const errorContext = { verbPhrase: 'list the running jobs' };
	const body = await api.request({ method: 'GET', path: 'scheduler/' }, errorContext);
	return parseResponse(api, scheduledJobsSchema, body, errorContext).map((job) => ({
		...job,
		id: getScheduledJobId(job),
	}));
}

/** Free slots by account. `available` is the API's own figure, not maxJobs less executing. */
export async function listFreeSlots(api: PixVerseClient): Promise<IDataObject[]> {
	const errorContext = { verbPhrase: 'read the free slots' };
	const body = await api.request({ method: 'GET', path: 'scheduler/available' }, errorContext);
	return parseResponse(api, availableSlotsSchema, body, errorContext).available as IDataObject[];
}

/** The same as a last wish, when the execution is canceled. @returns whether the API has done it */
export async function untrackJobOnCancel(api: PixVerseClient, id: GenerationId): Promise<boolean> {
	const path = `scheduler/${id.raw}`;
	return isSuccess(await api.send({ method: 'DELETE', path, detached: true }));
}

/** Takes a job out of the scheduler: its slot is free and no callback follows. PixVerse goes on making it. */
export async function untrackJob(api: PixVerseClient, id: GenerationId): Promise<void> {
	await api.request(
		{ method: 'DELETE', path: `scheduler/${id.raw}` },
		{ verbPhrase: 'cancel the job', subject: `The running job ${id.raw}`, account: id.account },
	);
}
