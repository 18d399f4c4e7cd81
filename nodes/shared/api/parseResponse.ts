import type { PixVerseApi } from './client';
import type { Occasion } from './errors';
import { apiError } from './errors';

/** The part of a zod schema used here, the same in zod 3 and 4. */
interface Schema<T> {
	safeParse(value: unknown): { success: true; data: T } | { success: false; error: unknown };
}

/**
 * Reads an answer by its schema.
 * @throws NodeApiError when the body is something else altogether (a web page, half a JSON text)
 */
export function readAs<T>(
	api: PixVerseApi,
	schema: Schema<T>,
	body: unknown,
	occasion: Occasion,
): T {
	const read = schema.safeParse(body);
	if (read.success) return read.data;
	throw apiError(
		api.node,
		{ itemIndex: api.itemOf(occasion) },
		{
			message: `The answer of the PixVerse API cannot be read, so n8n cannot ${occasion.task}`,
			description:
				'It is not what the API sends. Check Base URL in the PixVerse credential (a proxy or login page may answer in its place), or try again.',
		},
	);
}
