import type { IDataObject } from 'n8n-workflow';
import type { GenerationObject } from '../../api/responseSchemas';
import type { Family } from '../../api/generationTypes';
import { parseId } from '../../api/generationId';
import { stateOf } from '../jobStatus';

/** What is known of a generation beside what the API shows now. */
export interface Known {
	id?: string;
	status?: string;
	credits?: number;
	/** What was sent: stands in until the API shows the generation. */
	request?: IDataObject;
}

/** The ten most useful fields of a generation, the same for every operation that hands one out. */
export function simplified(
	family: Family,
	seen: GenerationObject | undefined,
	known: Known = {},
): IDataObject {
	const id = known.id ?? text(seen?.[family.idField]);
	const request = known.request ?? {};
	const state = seen && stateOf(family, seen);
	return {
		id: id ?? null,
		status: state?.name ?? known.status ?? 'UNKNOWN',
		// Filled too early by the API, the address is shown once it can be used.
		url: state?.phase === 'completed' ? (text(seen?.[family.urlField]) ?? null) : null,
		credits: known.credits ?? seen?.credits ?? null,
		account: (id && parseId(id)?.account) ?? null,
		model: text(seen?.model) ?? text(request.model) ?? null,
		quality: text(seen?.quality) ?? text(request.quality) ?? null,
		duration: seen?.duration ?? request.duration ?? null,
		// What speech is made from is called its text.
		prompt: text(seen?.prompt) ?? text(request.prompt) ?? text(request.text) ?? null,
		createdAt: text(seen?.created_at) ?? null,
	};
}

/**
 * Fields of the API as an item may hold them. One called `error` is renamed: n8n's Retry On Fail takes a first item
 * with such a field for a failure, and would run, and bill, the node again.
 */
export function asItemJson(fields: IDataObject): IDataObject {
	if (!('error' in fields)) return fields;
	const { error, ...others } = fields;
	return { ...others, api_error: error };
}

/** Everything the API shows of a generation, with its ID and credits in front. */
export function whole(
	family: Family,
	seen: GenerationObject | undefined,
	known: Known = {},
): IDataObject {
	const id = known.id ?? text(seen?.[family.idField]);
	return asItemJson({
		id: id ?? null,
		...(known.credits === undefined ? {} : { cost_credits: known.credits }),
		...(seen ? {} : { status: known.status ?? 'UNKNOWN', ...known.request }),
		...(seen as IDataObject | undefined),
	});
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
