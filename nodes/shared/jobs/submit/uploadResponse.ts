import type { PixVerseClient } from '../../api/client';
import { createInputError, type ErrorContext } from '../../api/errors';
import { parseResponse } from '../../api/parseResponse';
import { uploadResponseSchema } from '../../api/responseSchemas';
import { sanitizeText } from '../../api/sanitizeText';

/** @throws NodeOperationError if PixVerse didn't accept the file, NodeApiError if the body is no upload response */
export function parseUploadResponse(
	api: PixVerseClient,
	body: unknown,
	{ parameter, ...errorContext }: ErrorContext & { parameter: string },
): { path: string; url: string | null } {
	const response = parseResponse(api, uploadResponseSchema, body, errorContext);
	// Images are in `result[0]`, video and audio at the top level.
	const file = response.result?.[0] ?? response;
	const path = response.result?.[0]?.path ?? response.path;
	const apiMessage = response.result?.[0]?.err_msg;
	if (path && !apiMessage) return { path, url: file.url ?? null };
	throw createInputError(api.node, api.itemIndex, {
		message: `PixVerse didn't accept the file of "${parameter}"`,
		description: `${apiMessage ? `PixVerse's reason: ${sanitizeText(apiMessage)}. ` : ''}Try another file. Images above 1920 × 1920 pixels or 5 MB may be rejected.`,
	});
}
