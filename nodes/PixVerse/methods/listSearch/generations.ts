import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';
import { listWorkingAccounts } from '../../../shared/api/accounts';
import { PixVerseClient } from '../../../shared/api/client';
import { getWallTime } from '../../../shared/api/clock';
import { getRowFilter, listGenerations } from '../../../shared/api/generations';
import { type GenerationType, generationTypes } from '../../../shared/api/generationTypes';
import { parseStatus } from '../../../shared/jobs/jobStatus';
import { simplifyGeneration } from '../../../shared/jobs/output/generationJson';
import { filterResults, getSelectedValue, type ListSearch } from '../../../shared/listSearch';
import { formatAge } from '../../../shared/time';

/** Newest generations of each account that are listed and searched. */
const MAX_LISTED = 100;
/** Characters. */
const MAX_PROMPT_LENGTH = 60;

/**
 * Lists the newest generations with prompt, model, duration, and age: finished ones first, failed ones last. For Finalize
 * Draft, drafts that can be finalized come first.
 */
function createGenerationSearch(kind: GenerationType): ListSearch {
	const generationType = generationTypes[kind];
	const verbPhrase = `list the newest generations (${kind})`;
	const options = { verbPhrase, limit: MAX_LISTED, filter: getRowFilter(generationType) };
	return async function (searched) {
		const api = await PixVerseClient.fromContext(this);
		const selected = getSelectedValue(this, 'account');
		const accounts = selected ? [selected] : await listWorkingAccounts(api);
		const lists = await Promise.all(
			accounts.map(
				async (account) => await listGenerations(api, generationType, { ...options, account }),
			),
		);
		// To wait for a generation, users choose a running one.
		const order = ['completed', 'running', 'moderated', 'failed'];
		const operation = this.getCurrentNodeParameter('operation');
		if (operation === 'wait') order.unshift('running');
		// A music video has no ID until PixVerse has started it.
		const listed = lists.flat().filter((row) => row[generationType.idField]);
		const rows = listed.map((row) => {
			const { phase } = parseStatus(generationType, row);
			const json = simplifyGeneration(generationType, row);
			const time = Date.parse(String(json.createdAt)) || 0;
			const isWanted = operation === 'createFinal' && row.seedance_draft?.can_create_final;
			return { rank: isWanted ? -1 : order.indexOf(phase), time, phase, json };
		});
		rows.sort((a, b) => a.rank - b.rank || b.time - a.time);
		const entries = rows.map(({ json, phase }) => toEntry(json, phase, accounts.length > 1));
		return filterResults(entries, searched);
	};
}

export const searchImages = createGenerationSearch('image');
export const searchMusic = createGenerationSearch('music');
export const searchMusicVideos = createGenerationSearch('musicVideo');
export const searchSpeech = createGenerationSearch('speech');
export const searchVideos = createGenerationSearch('video');

function toEntry(json: IDataObject, phase: string, withAccount: boolean): INodeListSearchItems {
	const { id, url, prompt, model, duration, quality, createdAt, account } = json;
	const text = String(prompt ?? id);
	const isShort = text.length <= MAX_PROMPT_LENGTH;
	const age = createdAt && formatAge(getWallTime() - Date.parse(String(createdAt)));
	const facts = [
		phase === 'completed' ? '' : phase,
		model,
		duration && `${Number(duration)} s`,
		quality,
		age,
		withAccount && account,
	];
	return {
		name: `${isShort ? text : `${text.slice(0, MAX_PROMPT_LENGTH).trimEnd()}…`} · ${facts.filter(Boolean).join(', ')}`,
		value: String(id),
		...(!isShort && { description: text }),
		...(url && { url: String(url) }),
	};
}
