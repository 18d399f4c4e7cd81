import type { INodeProperties } from 'n8n-workflow';
import { type GenerationType, generationTypes } from '../../shared/api/generationTypes';
import { fetchOptionList, type OptionList } from '../../shared/api/optionLists';
import {
	deleteGeneration,
	getGeneration,
	getRowFilter,
	listGenerations,
} from '../../shared/api/generations';
import type { JobOptions } from '../../shared/jobs/types';
import { withArticle } from '../../shared/text';
import { accountForReading } from '../descriptions/account';
import {
	binaryPropertyOutput,
	outputFields,
	simplifyFields,
} from '../../shared/descriptions/output';
import { generationIdField, getIdParameter } from '../descriptions/inputs';
import { returnAllOrLimit } from '../descriptions/lists';
import { withDefaultTimeout } from '../descriptions/options';
import { waitOptionsField } from '../descriptions/waitAndOutput';
import { defineRequest, type OperationOption } from './types';
import type { ItemParameters } from './itemParameters';
import { getJobOptions, getBinaryPropertyName, toItemJson } from './jobOptions';

/**
 * The operations for existing generations of a type. Download can have additional fields.
 * The API can't delete music and speech.
 */
export function createJobOperations(kind: GenerationType, ...downloadFields: INodeProperties[]) {
	const generationType = generationTypes[kind];
	const { path, deletePath = path, idField, countNoun: noun } = generationType;
	const one = withArticle(noun);
	const field = generationIdField(kind);
	const id = (item: ItemParameters) => item.getId(getIdParameter(kind), kind);
	const apiEndpoint = `GET ${path}/{${idField}}`;
	const listOptions = { verbPhrase: `list the ${noun}s`, filter: getRowFilter(generationType) };
	const existingJob = { type: 'existingJob' as const, apiEndpoint, generationType, id };
	return {
		/** Finished or running. */
		get: defineRequest({
			apiEndpoint,
			option: {
				name: 'Get',
				value: 'get',
				action: `Get ${one}`,
				description: `Get the status, URL, and details of ${one}`,
			},
			fields: [field, ...simplifyFields],
			run: async (api, item) =>
				toItemJson(item, generationType, await getGeneration(api, generationType, id(item))),
		}),

		/** Includes running generations and those created on the website. */
		getAll: defineRequest({
			apiEndpoint: `GET ${path}`,
			option: {
				name: 'Get Many',
				value: 'getAll',
				action: `Get many ${noun}s`,
				description: `List the ${noun}s of an account, newest first`,
			},
			fields: [accountForReading, ...returnAllOrLimit, ...simplifyFields],
			run: async (api, item) => {
				const options = { ...listOptions, account: item.getAccount(), limit: item.getLimit() };
				const rows = await listGenerations(api, generationType, options);
				return rows.map((row) => toItemJson(item, generationType, row));
			},
		}),

		delete: defineRequest({
			apiEndpoint: `DELETE ${deletePath}/{${idField}}`,
			option: {
				name: 'Delete',
				value: 'delete',
				action: `Delete ${one}`,
				description: `Permanently delete ${one} from the PixVerse account`,
			},
			fields: [field],
			run: async (api, item) => {
				await deleteGeneration(api, generationType, id(item));
				return { deleted: true };
			},
		}),

		download: {
			...existingJob,
			option: {
				name: 'Download',
				value: 'download',
				action: `Download ${one}`,
				description: `Download the ${generationType.format} file of a finished ${noun}`,
			},
			fields: [field, ...downloadFields, binaryPropertyOutput, ...simplifyFields],
			jobOptions: (item: ItemParameters): JobOptions => ({
				...getJobOptions(item, generationType),
				timeoutMs: 0,
				onTimeout: 'fail',
				binaryPropertyName: getBinaryPropertyName(item),
				version: item.getString('version') as JobOptions['version'],
			}),
		},

		/** Waits for any generation of the account, no matter where it was started. */
		wait: {
			...existingJob,
			option: {
				name: 'Wait for Completion',
				value: 'wait',
				action: `Wait for ${one}`,
				description: `Wait until ${one} that was started earlier is finished`,
			},
			fields: [field, ...outputFields(true), withDefaultTimeout(waitOptionsField, kind)],
			jobOptions: (item: ItemParameters) => getJobOptions(item, generationType),
		},
	};
}

/** Lists the options of an endpoint, such as effects or voices. */
export const createListOperation = (
	list: OptionList,
	option: OperationOption,
	fields: INodeProperties[] = [],
	getQuery?: (item: ItemParameters) => Record<string, string | undefined>,
) =>
	defineRequest({
		apiEndpoint: `GET ${list.path}`,
		option,
		fields: [...fields, accountForReading, ...returnAllOrLimit],
		run: async (api, item) => {
			const query = { ...getQuery?.(item), email: item.getAccount() };
			return (await fetchOptionList(api, list, query)).slice(0, item.getLimit());
		},
	});
