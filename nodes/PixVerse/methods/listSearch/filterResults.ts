import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** The entries whose name or value contains what the user types. */
export function filterResults(
	entries: INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const wanted = (filter ?? '').trim().toLowerCase();
	const results = entries.filter(({ name, value }) =>
		`${name} ${value}`.toLowerCase().includes(wanted),
	);
	return { results };
}
