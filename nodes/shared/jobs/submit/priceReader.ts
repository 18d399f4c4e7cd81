import type { PixVerseClient } from '../../api/client';
import { parseGeneration, readGeneration } from '../../api/generations';
import { generationTypes } from '../../api/generationTypes';
import { parseGenerationId } from '../../api/generationId';
import { type Quote, readQuote } from '../../api/quotes';
import { isSuccess } from '../../api/requestResult';
import {
	type CostEstimate,
	estimateCost,
	isPricedBySource,
	QUOTING_ENDPOINTS,
	type SourceVideo,
} from '../../catalog/prices';
import { createUnwantedJobError } from '../jobErrors';
import type { RetryState } from '../retryState';
import { Semaphore } from '../semaphore';
import type { GenerationRequest } from '../types';
import { parseCreateResponse } from './createResponse';
import { MediaInput } from './mediaInput';
import type { Uploader } from './uploader';

const MAX_PARALLEL_READS = 4;

/** Reads what requests cost: the API's own quote where there is one, otherwise the catalog. Creates nothing. */
export class PriceReader {
	private readonly semaphore = new Semaphore(MAX_PARALLEL_READS);
	private readonly sources = new Map<string, Promise<SourceVideo>>();

	constructor(
		private readonly api: PixVerseClient,
		private readonly uploader: Uploader,
		private readonly retryState: RetryState,
	) {}

	/** @throws NodeApiError, NodeOperationError if a file can't be uploaded, or if the API created a job */
	async read(request: GenerationRequest): Promise<CostEstimate> {
		return await this.semaphore.run(async () => {
			const { endpoint, body } = request;
			const quote = QUOTING_ENDPOINTS.has(endpoint) ? await this.quote(request) : undefined;
			if (quote?.credits !== undefined)
				return { credits: quote.credits, basis: "PixVerse's quote", source: 'quote' };
			const estimate = estimateCost(endpoint, body, await this.readSource(request));
			return quote ? { ...estimate, basis: `${quote.reason}. ${estimate.basis}` } : estimate;
		});
	}

	private async quote(request: GenerationRequest): Promise<Quote> {
		const { endpoint, body, jobOptions, itemIndex } = request;
		const needsUpload = (value: unknown) => value instanceof MediaInput && value.source !== 'path';
		if (jobOptions.dryRun && Object.values(body).some(needsUpload))
			return {
				reason:
					'PixVerse quotes the price of uploaded files only, and a dry run uploads nothing: use a path of File: Upload',
			};
		const quote = await readQuote(this.api, endpoint, await this.uploader.buildBody(request));
		const { ids = [], credits } = (quote.response && parseCreateResponse(quote.response)) ?? {};
		const created = ids.filter(({ raw }) => raw !== body.video_id && raw !== body.image_id);
		if (created[0] === undefined) return quote;
		// The API ignored `quote`. The job is paid for, so another try must reuse it.
		const rawIds = created.map(({ raw }) => raw);
		this.retryState.markConfirmed(itemIndex, rawIds, credits);
		throw createUnwantedJobError(this.api, request, created[0]);
	}

	/** The video that a request starts from, as far as it matters for the price. A read is free. */
	private async readSource({ endpoint, body }: GenerationRequest): Promise<SourceVideo> {
		const { video_id: id } = body;
		if (typeof id !== 'string' || !isPricedBySource(endpoint)) return {};
		const source = this.sources.get(id) ?? this.readVideo(id);
		this.sources.set(id, source);
		return await source;
	}

	private async readVideo(text: string): Promise<SourceVideo> {
		const id = parseGenerationId(text);
		const result = id && (await readGeneration(this.api, generationTypes.video, id));
		const body = result && isSuccess(result) && result.body;
		const { duration, quality } = parseGeneration(generationTypes.video, body) ?? {};
		return { duration: duration ?? undefined, quality: quality ?? undefined };
	}
}
