import type { PixVerseApi } from './client';
import type { Family } from './generationTypes';
import type { GenerationId } from './generationId';

/** Deletes a generation for good. What the API answers is not known beyond a 2xx status; the body may be empty. */
export async function deleteGeneration(
	api: PixVerseApi,
	family: Family,
	id: GenerationId,
): Promise<void> {
	await api.call(
		{ method: 'DELETE', path: `${family.path}/${id.raw}` },
		{
			task: `delete the ${family.kind}`,
			subject: `The ${family.kind} ${id.raw}`,
			account: id.account,
		},
	);
}
