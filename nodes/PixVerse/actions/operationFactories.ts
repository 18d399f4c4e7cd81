import type { INodeProperties } from 'n8n-workflow';
import {
	type GenerationType,
	type GenerationTypeConfig,
	generationTypes,
} from '../../shared/api/generationTypes';
import { fetchOptionList, type OptionList } from '../../shared/api/optionLists';
import {
	deleteGeneration,
	getGeneration,
	isMusic,
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
import { waitOptionsField } from '../descriptions/options';
import {
	defineExistingJob,
	defineRequest,
	type ExistingJobOperation,
	type OperationOption,
	type RequestOperation,
} from './types';
import type { ItemParameters } from './itemParameters';
import { getJobOptions, getBinaryPropertyName, toItemJson } from './jobOptions';

const NOUNS: Record<GenerationType, { one: string; many: string; file: string }> = {
	video: { one: 'video', many: 'videos', file: 'MP4' },
	musicVideo: { one: 'music video', many: 'music videos', file: 'MP4' },
	image: { one: 'image', many: 'images', file: 'WebP' },
	music: { one: 'music track', many: 'music tracks', file: 'MP3' },
	speech: { one: 'speech clip', many: 'speech clips', file: 'MP3' },
};

/** ID field and path of a generation type. */
function getIdConfig(kind: GenerationType): {
	field: INodeProperties;
	parameter: string;
	generationType: GenerationTypeConfig;
	path: string;
} {
	const generationType = generationTypes[kind];
	return {
		field: generationIdField(kind),
		parameter: getIdParameter(kind),
		generationType,
		path: `${generationType.path}/{${generationType.idField}}`,
	};
}

/** Finished or running. */
export function createGetOperation(kind: GenerationType): RequestOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one } = NOUNS[kind];
	return defineRequest({
		apiEndpoint: `GET ${path}`,
		option: {
			name: 'Get',
			value: 'get',
			action: `Get ${withArticle(one)}`,
			description: `Get the status, URL, and details of ${withArticle(one)}`,
		},
		fields: [field, ...simplifyFields],
		run: async (api, item) =>
			toItemJson(
				item,
				generationType,
				await getGeneration(api, generationType, item.getId(parameter, kind)),
			),
	});
}

/** Includes running generations and those created on the website. */
export function createGetManyOperation(kind: GenerationType): RequestOperation {
	const { generationType } = getIdConfig(kind);
	const { many } = NOUNS[kind];
	return defineRequest({
		apiEndpoint: `GET ${generationType.path}`,
		option: {
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${many}`,
			description: `List the ${many} of an account, newest first`,
		},
		fields: [accountForReading, ...returnAllOrLimit, ...simplifyFields],
		run: async (api, item) => {
			const request = {
				account: item.getAccount(),
				limit: item.getLimit(),
				filter: kind === 'music' ? isMusic : undefined,
			};
			const rows = await listGenerations(api, generationType, request, {
				verbPhrase: `list the ${many}`,
			});
			return rows.map((row) => toItemJson(item, generationType, row));
		},
	});
}

export function createDeleteOperation(kind: GenerationType): RequestOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one } = NOUNS[kind];
	return defineRequest({
		apiEndpoint: `DELETE ${path.replace(generationType.path, generationType.deletePath ?? generationType.path)}`,
		option: {
			name: 'Delete',
			value: 'delete',
			action: `Delete ${withArticle(one)}`,
			description: `Permanently delete ${withArticle(one)} from the PixVerse account`,
		},
		fields: [field],
		run: async (api, item) => {
			await deleteGeneration(api, generationType, item.getId(parameter, kind));
			return { deleted: true };
		},
	});
}

/** @param fields fields of this generation type */
export function createDownloadOperation(
	kind: GenerationType,
	...fields: INodeProperties[]
): ExistingJobOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one, file } = NOUNS[kind];
	return defineExistingJob({
		apiEndpoint: `GET ${path}`,
		generationType,
		option: {
			name: 'Download',
			value: 'download',
			action: `Download ${withArticle(one)}`,
			description: `Download the ${file} file of a finished ${one}`,
		},
		fields: [field, ...fields, binaryPropertyOutput, ...simplifyFields],
		id: (item) => item.getId(parameter, kind),
		jobOptions: (item) => ({
			...getJobOptions(item, generationType),
			timeoutMs: 0,
			onTimeout: 'fail',
			binaryPropertyName: getBinaryPropertyName(item),
			version: item.getString('version') as JobOptions['version'],
		}),
	});
}

/** Waits for any generation of the account, whoever started it. */
export function createWaitOperation(kind: GenerationType): ExistingJobOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one } = NOUNS[kind];
	return defineExistingJob({
		apiEndpoint: `GET ${path}`,
		generationType,
		option: {
			name: 'Wait for Completion',
			value: 'wait',
			action: `Wait for ${withArticle(one)}`,
			description: `Wait until ${withArticle(one)} that was started earlier is finished`,
		},
		fields: [field, ...outputFields(true), waitOptionsField],
		id: (item) => item.getId(parameter, kind),
		jobOptions: (item) => getJobOptions(item, generationType),
	});
}

/** Lists the options of an endpoint, such as effects or voices. */
export function createListOperation(definition: {
	option: OperationOption;
	list: OptionList;
	fields: INodeProperties[];
	query: (item: ItemParameters) => Record<string, string | undefined>;
}): RequestOperation {
	const { option, list, fields, query } = definition;
	return defineRequest({
		apiEndpoint: `GET ${list.path}`,
		option,
		fields: [...fields, ...returnAllOrLimit],
		run: async (api, item) =>
			(await fetchOptionList(api, list, query(item))).slice(0, item.getLimit()),
	});
}
