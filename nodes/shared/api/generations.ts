import type { PixVerseClient } from './client';
import type { GenerationTypeConfig } from './generationTypes';
import type { GenerationId } from './generationId';

/** Deletes a generation for good. What the API answers is not known beyond a 2xx status; the body may be empty. */
export async function deleteGeneration(
	api: PixVerseClient,
	generationType: GenerationTypeConfig,
	id: GenerationId,
): Promise<void> {
	await api.request(
		{ method: 'DELETE', path: `${generationType.path}/${id.raw}` },
		{
			verbPhrase: `delete the ${generationType.kind}`,
			subject: `The ${generationType.kind} ${id.raw}`,
			account: id.account,
		},
	);
}
