import type { IDataObject } from 'n8n-workflow';
import type { ApiGeneration } from '../../api/responseSchemas';
import type { GenerationTypeConfig } from '../../api/generationTypes';
import { parseGenerationId } from '../../api/generationId';
import { getNonEmptyString } from '../../text';
import { parseStatus } from '../jobStatus';

/** Values that fill gaps in the response. */
export interface FallbackFields {
	id?: string;
	status?: string;
	credits?: number;
	/** Found without the response to its create. */
	isMatched?: boolean;
	/** The request body: used until the API shows the generation. */
	request?: IDataObject;
}

const RECOVERED =
	"PixVerse's response was lost. This is the only generation from that time with the same settings.";

/** The ten standard fields of a generation, the same for every operation, and more of a draft or a recovered one. */
export function simplifyGeneration(
	generationType: GenerationTypeConfig,
	response: ApiGeneration | undefined,
	fallback: FallbackFields = {},
): IDataObject {
	const id = fallback.id ?? getNonEmptyString(response?.[generationType.idField]);
	const request = fallback.request ?? {};
	const status = response && parseStatus(generationType, response);
	const url = getNonEmptyString(response?.[generationType.urlField]);
	const draft = response?.seedance_draft;
	const getText = (name: string) =>
		getNonEmptyString(response?.[name]) ?? getNonEmptyString(request[name]);
	return {
		id: id ?? null,
		status: status?.name ?? fallback.status ?? 'UNKNOWN',
		// The API fills in the URL before it can be used.
		url: (status?.phase === 'completed' && url) || null,
		credits: fallback.credits ?? response?.credits ?? response?.cost_credits ?? null,
		account: (id && parseGenerationId(id)?.account) ?? null,
		model: getText('model') ?? null,
		quality: getText('quality') ?? null,
		duration: response?.duration ?? request.duration ?? null,
		// The request of speech calls it `text`.
		prompt: getText('prompt') ?? getNonEmptyString(request.text) ?? null,
		createdAt: getNonEmptyString(response?.created_at) ?? null,
		...(draft && {
			canCreateFinal: draft.can_create_final ?? null,
			draftExpiresAt: draft.expires_at ?? null,
		}),
		...(fallback.isMatched && { recovered: RECOVERED }),
	};
}

/**
 * Renames a top-level `error` key: n8n's Retry On Fail takes a first item with such a key for a failure, and would run,
 * and bill, the node again.
 */
export function renameErrorKey(fields: IDataObject): IDataObject {
	if (!('error' in fields)) return fields;
	const { error, ...others } = fields;
	return { ...others, api_error: error };
}

/** The full response, with ID and credits in front. */
export function toRawJson(
	generationType: GenerationTypeConfig,
	response: ApiGeneration | undefined,
	fallback: FallbackFields = {},
): IDataObject {
	const id = fallback.id ?? getNonEmptyString(response?.[generationType.idField]);
	return renameErrorKey({
		id: id ?? null,
		...(fallback.credits === undefined ? {} : { cost_credits: fallback.credits }),
		...(fallback.isMatched && { recovered: RECOVERED }),
		...(response ? {} : { status: fallback.status ?? 'UNKNOWN', ...fallback.request }),
		...(response as IDataObject | undefined),
	});
}
