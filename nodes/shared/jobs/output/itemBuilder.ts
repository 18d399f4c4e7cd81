import type { IBinaryKeyData, INodeExecutionData } from 'n8n-workflow';
import { getUrlWithoutSubtitles } from '../../api/musicVideos';
import type { ApiGeneration } from '../../api/responseSchemas';
import type { Job, JobResult } from '../types';
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
	if (outcome === 'completed' && response && binaryPropertyName !== undefined)
		item.binary = await downloadFiles(job, response, binaryPropertyName, downloader);
	return item;
}

async function downloadFiles(
	job: Job,
	response: ApiGeneration,
	binaryPropertyName: string,
	downloader: FileDownloader,
): Promise<IBinaryKeyData> {
	const { version = 'finished' } = job.jobOptions;
	const finished = async () =>
		await downloader.download(job, String(response[job.generationType.urlField]));
	const url = getUrlWithoutSubtitles(response);
	// Made without subtitles, the finished video is the one without.
	if (version === 'finished' || (url === undefined && response.subtitles !== true))
		return { [binaryPropertyName]: await finished() };
	if (url === undefined) throw downloader.toError(job, 'PixVerse has no version without subtitles');
	const plain = await downloader.download({ ...job, fileNameSuffix: '-without-subtitles' }, url);
	return version === 'both'
		? { [binaryPropertyName]: await finished(), [`${binaryPropertyName}WithoutSubtitles`]: plain }
		: { [binaryPropertyName]: plain };
}
