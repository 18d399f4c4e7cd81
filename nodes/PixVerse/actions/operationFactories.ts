import type { INodeProperties } from 'n8n-workflow';
import type { ApiGeneration } from '../../shared/api/responseSchemas';
import {
	type GenerationType,
	type GenerationTypeConfig,
	generationTypes,
} from '../../shared/api/generationTypes';
import { parseGenerationId } from '../../shared/api/generationId';
import { deleteGeneration, getGeneration, listGenerations } from '../../shared/api/generations';
import { accountForReading } from '../descriptions/account';
import { binaryPropertyOutput, outputFields, simplifyFields } from '../descriptions/waitAndOutput';
import { generationIdField } from '../descriptions/ids';
import { returnAllOrLimit } from '../descriptions/lists';
import { waitOptionsField } from '../descriptions/options';
import {
	defineExistingJob,
	defineRequest,
	type ExistingJobOperation,
	type RequestOperation,
} from './types';
import { getJobOptions, getBinaryPropertyName, toItemJson } from './jobOptions';

/** What is the same for everything that was made before, whatever its kind. */
const NOUNS: Record<GenerationType, { one: string; many: string; file: string }> = {
	video: { one: 'video', many: 'videos', file: 'MP4' },
	image: { one: 'image', many: 'images', file: 'WebP' },
	music: { one: 'music', many: 'music', file: 'MP3' },
	speech: { one: 'speech', many: 'speech', file: 'MP3' },
};

/** The ID field of a kind, and how to read it. */
function getIdConfig(kind: GenerationType): {
	field: INodeProperties;
	parameter: string;
	generationType: GenerationTypeConfig;
	path: string;
} {
	const generationType = generationTypes[kind];
	return {
		field: generationIdField(kind),
		parameter: `${kind}Id`,
		generationType,
		path: `${generationType.path}/{${generationType.idField}}`,
	};
}

/** Reads one; one that is still being made as well. */
export function createGetOperation(kind: GenerationType): RequestOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one } = NOUNS[kind];
	return defineRequest({
		apiEndpoint: `GET ${path}`,
		option: {
			name: 'Get',
			value: 'get',
			action: `Get ${one}`,
			description: `Read the status, URL and details of ${withArticle(one)}`,
		},
		fields: [field, ...simplifyFields],
		run: async (api, item) =>
			toItemJson(
				item,
				generationType,
				await getGeneration(api, generationType, item.id(parameter, kind)),
			),
	});
}

/** Lists an account's, newest first, running ones and ones made on the website included. */
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
				account: item.account(),
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

/** Deletes one from the PixVerse account. */
export function createDeleteOperation(kind: GenerationType): RequestOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one } = NOUNS[kind];
	return defineRequest({
		apiEndpoint: `DELETE ${path}`,
		option: {
			name: 'Delete',
			value: 'delete',
			action: `Delete ${one}`,
			description: `Delete ${withArticle(one)} from the PixVerse account for good`,
		},
		fields: [field],
		run: async (api, item) => {
			await deleteGeneration(api, generationType, item.id(parameter, kind));
			return { deleted: true };
		},
	});
}

/** Fetches the file of a finished one. */
export function createDownloadOperation(kind: GenerationType): ExistingJobOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one, file } = NOUNS[kind];
	return defineExistingJob({
		apiEndpoint: `GET ${path}`,
		generationType,
		option: {
			name: 'Download',
			value: 'download',
			action: `Download ${one}`,
			description: `Fetch the ${file} file of ${withArticle(one, 'finished')}`,
		},
		fields: [field, binaryPropertyOutput, ...simplifyFields],
		id: (item) => item.id(parameter, kind),
		jobOptions: (item) => ({
			...getJobOptions(item),
			timeoutMs: 0,
			onTimeout: 'fail',
			binaryPropertyName: getBinaryPropertyName(item),
		}),
	});
}

/** Waits for one that was started before, by this workflow or anybody else. */
export function createWaitOperation(kind: GenerationType): ExistingJobOperation {
	const { field, parameter, generationType, path } = getIdConfig(kind);
	const { one } = NOUNS[kind];
	return defineExistingJob({
		apiEndpoint: `GET ${path}`,
		generationType,
		option: {
			name: 'Wait for Completion',
			value: 'wait',
			action: `Wait for completion of ${one}`,
			description: `Wait until ${withArticle(one)} that was started before is finished`,
		},
		fields: [field, ...outputFields, waitOptionsField],
		id: (item) => item.id(parameter, kind),
		jobOptions: getJobOptions,
	});
}

/** The API's list of music has speech in it as well; which is which, it says in `create_mode` and in the ID. */
function isMusic({ create_mode: mode, audio_id: id }: ApiGeneration): boolean {
	if (typeof mode === 'string' && mode !== '') return mode === 'music';
	return parseGenerationId(id ?? '')?.kind !== 'speech';
}

/** "an image", "a finished image", "music". */
function withArticle(noun: string, quality?: string): string {
	const words = quality ? `${quality} ${noun}` : noun;
	if (noun === 'music' || noun === 'speech') return words;
	return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
