import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { getAll as getAllAccounts } from './account/getAll';
import { getFeatures } from './account/getFeatures';
import type { Operation } from './definition';
import { upload } from './file/upload';
import { cancel } from './scheduler/cancel';
import { getAll as getAllJobs } from './scheduler/getAll';
import { getAvailable } from './scheduler/getAvailable';
import { create as createVideo } from './video/create';
import { deleteVideo } from './video/delete';
import { download as downloadVideo } from './video/download';
import { get as getVideo } from './video/get';
import { getAll as getAllVideos } from './video/getAll';
import { wait as waitForVideo } from './video/wait';

/** Everything the node can do, by resource, in the order the editor shows it. */
const operations: Record<string, Operation[]> = {
	account: [getAllAccounts, getFeatures],
	file: [upload],
	scheduler: [cancel, getAvailable, getAllJobs],
	video: [createVideo, deleteVideo, downloadVideo, getVideo, getAllVideos, waitForVideo],
};

/** Operation shown first for each resource. */
const FIRST: Record<string, string> = {
	account: 'getAll',
	file: 'upload',
	scheduler: 'getAll',
	video: 'create',
};

export function findOperation(resource: string, operation: string): Operation | undefined {
	return operations[resource]?.find(({ option }) => option.value === operation);
}

/** The operation selectors and all fields, each shown for its operation only. */
export const operationProperties: INodeProperties[] = Object.entries(operations).flatMap(
	([resource, entries]) => [
		selector(resource, entries),
		...entries.flatMap(({ option, fields }) =>
			fields.map((field) => shownFor(field, resource, option.value)),
		),
	],
);

function selector(resource: string, entries: Operation[]): INodeProperties {
	const first = FIRST[resource] ?? '';
	const options: INodePropertyOptions[] = entries.map(({ option }) => option);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: [...options].sort((a, b) => a.name.localeCompare(b.name)),
		default: first,
	};
}

function shownFor(field: INodeProperties, resource: string, operation: string): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return {
		...field,
		displayOptions: {
			...others,
			show: { resource: [resource], operation: [operation], ...show },
		},
	};
}
