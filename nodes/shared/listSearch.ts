import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { listAccounts } from './api/accounts';
import { PixVerseClient } from './api/client';
import { getLocatorValue } from './descriptions/fields';

/** Lists what a field offers. */
export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
) => Promise<INodeListSearchResult>;

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

/** Lists the PixVerse accounts configured at useapi.net. */
export const searchAccounts: ListSearch = async function (filter) {
	const accounts = await listAccounts(await PixVerseClient.fromContext(this));
	const entries = accounts.map(({ email }) => ({ name: email, value: email }));
	return filterResults(entries, filter);
};

/** For optional fields: the first entry stands for an empty value. */
export const createAccountSearch = (emptyLabel: string): ListSearch =>
	async function (filter) {
		const found = await searchAccounts.call(this, filter);
		if (!filter) found.results.unshift({ name: emptyLabel, value: '' });
		return found;
	};

/** What is selected in another field. Undefined for nothing, and for an expression. */
export function getSelectedValue(
	context: ILoadOptionsFunctions,
	parameter: string,
): string | undefined {
	const value = getLocatorValue(context.getCurrentNodeParameter(parameter));
	return typeof value === 'string' && value !== '' && !value.startsWith('=') ? value : undefined;
}
