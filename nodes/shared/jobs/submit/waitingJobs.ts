import type { IDataObject } from 'n8n-workflow';
import type { GenerationId } from '../../api/generationId';
import { generationTypes } from '../../api/generationTypes';
import type { GenerationRequest, WaitingJob } from '../types';
import type { Slot } from './slotQueue';

interface CreatedJobs extends Pick<WaitingJob, 'acceptedAt' | 'deadline' | 'isMatched'> {
	/** The body of the create. */
	body: IDataObject;
	/** Credits that the API reported for the whole request. */
	credits?: number;
	/** Released when the last of the jobs has ended. */
	slot?: Slot;
}

/** Builds the jobs of a request to wait for. */
export function buildWaitingJobs(
	{ itemIndex, generationType, jobOptions }: GenerationRequest,
	ids: GenerationId[],
	{ body, credits, isMatched, acceptedAt, deadline, slot }: CreatedJobs,
): WaitingJob[] {
	let runningCount = ids.length;
	return ids.map((id) => ({
		itemIndex,
		// Some effects of the video endpoint create an image.
		generationType: id.kind === generationType.idKind ? generationType : generationTypes[id.kind],
		id,
		jobOptions,
		request: body,
		credits: credits === undefined ? undefined : credits / ids.length,
		createdByThisRun: true,
		isMatched,
		acceptedAt,
		deadline,
		releaseSlot: () => {
			if (--runningCount === 0) slot?.release();
		},
	}));
}
