import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** Filters by the text that the user enters. */
export function filterResults(
	entries: INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const wanted = (filter ?? '').trim().toLowerCase();
	const results = entries.filter(({ name, value, description = '' }) =>
		`${name} ${value} ${description}`.toLowerCase().includes(wanted),
	);
	return { results };
}
