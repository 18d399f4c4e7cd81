import type { ApiRequest, PixVerseClient } from './client';
import type { Schema } from '../lazySchema';
import type { ErrorContext } from './errors';

/**
 * Validates a response by its schema.
 * @throws NodeApiError if the body is something else, such as a web page or truncated JSON
 */
export function parseResponse<T>(
	api: PixVerseClient,
	schema: Schema<T>,
	body: unknown,
	{ verbPhrase }: ErrorContext,
): T {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	throw api.createError({
		message: `The response of the PixVerse API can't be read, so n8n can't ${verbPhrase}`,
		description:
			"It isn't a response of the API. Check Base URL in the PixVerse credential (a proxy or login page may answer instead), or try again.",
	});
}

/** Reads an endpoint. @throws NodeApiError if it can't be read, or answers with something else */
export async function read<T>(
	api: PixVerseClient,
	request: Omit<ApiRequest, 'method'>,
	schema: Schema<T>,
	errorContext: ErrorContext,
): Promise<T> {
	const body = await api.request({ method: 'GET', ...request }, errorContext);
	return parseResponse(api, schema, body, errorContext);
}
