import type { IDataObject } from 'n8n-workflow';
import type { PixVerseClient } from './client';
import { type HttpResponse, isSuccess } from './requestResult';
import { isRecord, toNumber } from './responseSchemas';

/** The price of a request by the API. */
export interface Quote {
	/** Undefined if the API doesn't report it. */
	credits?: number;
	/** Why there is no price. */
	reason?: string;
	response?: HttpResponse;
}

/** Fields that are about the job, not about its price. */
const JOB_FIELDS = new Set(['maxJobs', 'replyRef', 'replyUrl']);

/** Requests a quote, once. A quote is free, and creates nothing. Never throws, except on cancel. */
export async function readQuote(
	api: PixVerseClient,
	endpoint: string,
	body: IDataObject,
): Promise<Quote> {
	const fields = Object.entries(body).filter(([name]) => !JOB_FIELDS.has(name));
	const response = await api.send({
		method: 'POST',
		path: endpoint,
		body: { ...Object.fromEntries(fields), quote: true },
	});
	if (!isSuccess(response))
		return { reason: api.toError(response, { verbPhrase: 'quote the price' }).message };
	const credits = parseQuotedCredits(response.body);
	return { credits, response, reason: "PixVerse's quote has no price" };
}

/** The only place that depends on the field with the price of a quote, which is undocumented. */
export function parseQuotedCredits(body: unknown): number | undefined {
	const { cost_credits, credits, price } = isRecord(body) ? body : {};
	return [cost_credits, credits, price]
		.map(toNumber)
		.find((value) => value !== undefined && value >= 0);
}
