import type { IDataObject } from 'n8n-workflow';
import type { ApiGeneration } from '../../api/responseSchemas';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import { parseGenerationId } from '../../api/generationId';
import { parseStatus } from '../jobStatus';

/** What is known of a generation beside what the API shows now. */
export interface FallbackFields {
	id?: string;
	status?: string;
	credits?: number;
	/** What was sent: stands in until the API shows the generation. */
	request?: IDataObject;
}

/** The ten most useful fields of a generation, the same for every operation that hands one out. */
export function simplifyGeneration(
	generationType: GenerationTypeConfig,
	seen: ApiGeneration | undefined,
	known: FallbackFields = {},
): IDataObject {
	const id = known.id ?? nonEmptyString(seen?.[generationType.idField]);
	const request = known.request ?? {};
	const state = seen && parseStatus(generationType, seen);
	return {
		id: id ?? null,
		status: state?.name ?? known.status ?? 'UNKNOWN',
		// Filled too early by the API, the address is shown once it can be used.
		url: state?.phase === 'completed' ? (nonEmptyString(seen?.[generationType.urlField]) ?? null) : null,
		credits: known.credits ?? seen?.credits ?? null,
		account: (id && parseGenerationId(id)?.account) ?? null,
		model: nonEmptyString(seen?.model) ?? nonEmptyString(request.model) ?? null,
		quality: nonEmptyString(seen?.quality) ?? nonEmptyString(request.quality) ?? null,
		duration: seen?.duration ?? request.duration ?? null,
		// What speech is made from is called its text.
		prompt: nonEmptyString(seen?.prompt) ?? nonEmptyString(request.prompt) ?? nonEmptyString(request.text) ?? null,
		createdAt: nonEmptyString(seen?.created_at) ?? null,
	};
}

/**
 * Fields of the API as an item may hold them. One called `error` is renamed: n8n's Retry On Fail takes a first item
 * with such a field for a failure, and would run, and bill, the node again.
 */
export function renameErrorKey(fields: IDataObject): IDataObject {
	if (!('error' in fields)) return fields;
	const { error, ...others } = fields;
	return { ...others, api_error: error };
}

/** Everything the API shows of a generation, with its ID and credits in front. */
export function toRawJson(
	generationType: GenerationTypeConfig,
	seen: ApiGeneration | undefined,
	known: FallbackFields = {},
): IDataObject {
	const id = known.id ?? nonEmptyString(seen?.[generationType.idField]);
	return renameErrorKey({
		id: id ?? null,
		...(known.credits === undefined ? {} : { cost_credits: known.credits }),
		...(seen ? {} : { status: known.status ?? 'UNKNOWN', ...known.request }),
		...(seen as IDataObject | undefined),
	});
}

function nonEmptyString(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
