import type { IDataObject } from 'n8n-workflow';
import { availableSlotsSchema, scheduledJobsSchema } from './responseSchemas';
import type { ApiRequest, PixVerseClient } from './client';
import type { GenerationId } from './generationId';
import { read } from './parseResponse';

/** Running jobs of all accounts, except those started on the PixVerse website. */
export async function listScheduledJobs(
	api: PixVerseClient,
	options: Pick<ApiRequest, 'noRetry' | 'detached'> = {},
): Promise<IDataObject[]> {
	const request = { path: 'scheduler/', ...options };
	const errorContext = { verbPhrase: 'list the running jobs' };
	const jobs = await read(api, request, scheduledJobsSchema, errorContext);
	return jobs.map((job) => ({ ...job, id: job.id ?? job.video_id ?? '' }));
}

/** Free slots by account. `available` is the API's own number, which may differ from `maxJobs` minus `executing`. */
export async function listFreeSlots(api: PixVerseClient): Promise<IDataObject[]> {
	const errorContext = { verbPhrase: 'read the free slots' };
	const request = { path: 'scheduler/available' };
	return (await read(api, request, availableSlotsSchema, errorContext)).available as IDataObject[];
}

/** Removes a job from the scheduler: its slot is free and no callback follows. PixVerse continues to generate it. */
export async function untrackJob(api: PixVerseClient, id: GenerationId): Promise<void> {
	await api.request(
		{ method: 'DELETE', path: `scheduler/${id.raw}` },
		{ verbPhrase: 'cancel the job', subject: `The running job ${id.raw}`, account: id.account },
	);
}

/** Like `untrackJob`, but best effort while the execution is being canceled. */
export async function untrackJobOnCancel(api: PixVerseClient, id: GenerationId): Promise<void> {
	await api.send({ method: 'DELETE', path: `scheduler/${id.raw}`, detached: true });
}
