import type { IExecuteFunctions } from 'n8n-workflow';
import type { PixVerseClient } from '../../api/client';
import { getClock } from '../../api/clock';
import type { GenerationId } from '../../api/generationId';
import { parseStatus } from '../jobStatus';
import { type GenerationRequest, requiredAccount } from '../types';
import { JobLookup } from './jobLookup';
import { buildReferencePattern, getFingerprint, getResumeToken, hashOrigin } from './jobReference';

/** All items are searched in the same responses. */
const LOOKUP = { maxRows: 200, cacheTtlMs: Infinity, noRetry: false };

/**
 * Finds the jobs that an execution created before n8n or its worker crashed. n8n stores nothing of them, so when the
 * execution is retried, they are found by the references of their creates.
 */
export class CrashRecovery {
	/** Undefined in n8n versions without one. */
	private readonly resumeToken;
	private readonly lookup;

	constructor(
		private readonly context: IExecuteFunctions,
		api: PixVerseClient,
	) {
		this.resumeToken = getResumeToken(context);
		this.lookup = new JobLookup(api, getClock(context), LOOKUP);
	}

	/** The last part of the references of a request's creates; undefined in n8n versions without a resume token. */
	getOrigin(request: GenerationRequest): string | undefined {
		return this.resumeToken && hashOrigin(this.resumeToken, getFingerprint(request));
	}

	/**
	 * @returns the running and completed jobs of a request, in the order in which they were created; none if this is no
	 * retry, or if the retried execution sent a different request
	 * @throws NodeApiError if the API can't be read
	 */
	async findJobs(request: GenerationRequest): Promise<GenerationId[]> {
		const origin = this.getOrigin(request);
		if (origin === undefined || this.context.getMode() !== 'retry') return [];
		const { generationType, itemIndex, body } = request;
		const pattern = buildReferencePattern(this.context, itemIndex, origin);
		const { ids, error } = await this.lookup.findByReference(
			// Failed jobs are left out: the retry may create them again.
			(reference, row) =>
				pattern.test(reference) &&
				(!row || ['running', 'completed'].includes(parseStatus(generationType, row).phase)),
			{
				count: (body.create_count as number | undefined) ?? 1,
				lists: { generationType, account: requiredAccount(request) },
			},
		);
		if (error) throw error;
		return ids;
	}
}
