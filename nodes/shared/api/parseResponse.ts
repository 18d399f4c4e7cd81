import type { PixVerseClient } from './client';
import type { ErrorContext } from './errors';
import { createApiError } from './errors';

/** The part of a zod schema used here, the same in zod 3 and 4. */
interface Schema<T> {
	safeParse(value: unknown): { success: true; data: T } | { success: false; error: unknown };
}

/**
 * Reads an answer by its schema.
 * @throws NodeApiError when the body is something else altogether (a web page, half a JSON text)
 */
export function parseResponse<T>(
	api: PixVerseClient,
	schema: Schema<T>,
	body: unknown,
	errorContext: ErrorContext,
): T {
	const read = schema.safeParse(body);
	if (read.success) return read.data;
	throw createApiError(
		api.node,
		{ itemIndex: api.getItemIndex(errorContext) },
		{
			message: `The answer of the PixVerse API cannot be read, so n8n cannot ${errorContext.verbPhrase}`,
			description:
				'It is not what the API sends. Check Base URL in the PixVerse credential (a proxy or login page may answer in its place), or try again.',
		},
	);
}
