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
import { generationIdField, getIdParameter } from '../descriptions/ids';
import { returnAllOrLimit } from '../descriptions/lists';
import { waitOptionsField, withDefaultTimeout } from '../descriptions/options';
import {
	defineExistingJob,
	defineRequest,
	type OperationOption,
	type RequestOperation,
} from './types';
import type { ItemParameters } from './itemParameters';
import { getJobOptions, getBinaryPropertyName, toItemJson } from './jobOptions';

/** ID field, path, and names of a generation type. */
function getConfig(kind: GenerationType) {
	const generationType = generationTypes[kind];
	const { path, deletePath = path, idField, countNoun: noun } = generationType;
	return {
		generationType,
		field: generationIdField(kind),
		id: (item: ItemParameters) => item.getId(getIdParameter(kind), kind),
		apiEndpoint: `GET ${path}/{${idField}}`,
		deleteEndpoint: `DELETE ${deletePath}/{${idField}}`,
		noun,
		one: withArticle(noun),
	};
}

type Config = ReturnType<typeof getConfig>;

/** The operations for existing generations of a type. Download can have additional fields. */
export function createJobOperations(kind: GenerationType, ...downloadFields: INodeProperties[]) {
	const config = getConfig(kind);
	return {
		download: createDownloadOperation(config, downloadFields),
		get: createGetOperation(config),
		getAll: createGetManyOperation(config),
		wait: createWaitOperation(config),
	};
}

/** Finished or running. */
function createGetOperation({ field, id, generationType, apiEndpoint, one }: Config) {
	return defineRequest({
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
	});
}

/** Includes running generations and those created on the website. */
function createGetManyOperation({ generationType, noun }: Config) {
	const shared = { verbPhrase: `list the ${noun}s`, filter: getRowFilter(generationType) };
	return defineRequest({
		apiEndpoint: `GET ${generationType.path}`,
		option: {
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${noun}s`,
			description: `List the ${noun}s of an account, newest first`,
		},
		fields: [accountForReading, ...returnAllOrLimit, ...simplifyFields],
		run: async (api, item) => {
			const options = { ...shared, account: item.getAccount(), limit: item.getLimit() };
			const rows = await listGenerations(api, generationType, options);
			return rows.map((row) => toItemJson(item, generationType, row));
		},
	});
}

export function createDeleteOperation(kind: GenerationType): RequestOperation {
	const { field, id, generationType, deleteEndpoint, one } = getConfig(kind);
	return defineRequest({
		apiEndpoint: deleteEndpoint,
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
	});
}

function createDownloadOperation(
	{ field, id, generationType, apiEndpoint, noun, one }: Config,
	fields: INodeProperties[],
) {
	return defineExistingJob({
		apiEndpoint,
		generationType,
		option: {
			name: 'Download',
			value: 'download',
			action: `Download ${one}`,
			description: `Download the ${generationType.format} file of a finished ${noun}`,
		},
		fields: [field, ...fields, binaryPropertyOutput, ...simplifyFields],
		id,
		jobOptions: (item) => ({
			...getJobOptions(item, generationType),
			timeoutMs: 0,
			onTimeout: 'fail',
			binaryPropertyName: getBinaryPropertyName(item),
			version: item.getString('version') as JobOptions['version'],
		}),
	});
}

/** Waits for any generation of the account, no matter where it was started. */
function createWaitOperation({ field, id, generationType, apiEndpoint, one }: Config) {
	return defineExistingJob({
		apiEndpoint,
		generationType,
		option: {
			name: 'Wait for Completion',
			value: 'wait',
			action: `Wait for ${one}`,
			description: `Wait until ${one} that was started earlier is finished`,
		},
		fields: [
			field,
			...outputFields(true),
			withDefaultTimeout(waitOptionsField, generationType.kind),
		],
		id,
		jobOptions: (item) => getJobOptions(item, generationType),
	});
}

/** Lists the options of an endpoint, such as effects or voices. */
export const createListOperation = ({
	option,
	list,
	fields = [],
	query,
}: {
	option: OperationOption;
	list: OptionList;
	fields?: INodeProperties[];
	query?: (item: ItemParameters) => Record<string, string | undefined>;
}): RequestOperation =>
	defineRequest({
		apiEndpoint: `GET ${list.path}`,
		option,
		fields: [...fields, accountForReading, ...returnAllOrLimit],
		run: async (api, item) => {
			const all = await fetchOptionList(api, list, { ...query?.(item), email: item.getAccount() });
			return all.slice(0, item.getLimit());
		},
	});
