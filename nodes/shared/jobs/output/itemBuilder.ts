import type { INodeExecutionData } from 'n8n-workflow';
import type { JobResult } from '../types';
import type { FileDownloader } from './fileDownloader';
import { simplifyGeneration, toRawJson } from './generationJson';

/**
 * Builds the n8n item of a job, with its file if requested.
 * @throws NodeApiError with the ID of the job if the file can't be downloaded
 */
export async function buildItem(
	{ job, response, outcome }: JobResult,
	downloader: FileDownloader,
): Promise<INodeExecutionData> {
	const { generationType, jobOptions } = job;
	const { simplify, binaryPropertyName } = jobOptions;
	const json = (simplify ? simplifyGeneration : toRawJson)(generationType, response, {
		id: job.id.raw,
		status: outcome === 'submitted' ? 'SUBMITTED' : 'PENDING',
		credits: job.credits,
		isMatched: job.isMatched,
		request: job.request,
	});
	const item: INodeExecutionData = { json, pairedItem: { item: job.itemIndex } };
	if (outcome === 'completed' && binaryPropertyName !== undefined) {
		const url = String(response?.[generationType.urlField]);
		item.binary = { [binaryPropertyName]: await downloader.download(job, url) };
	}
	return item;
}
