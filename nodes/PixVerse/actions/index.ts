import type { INodeProperties } from 'n8n-workflow';
import * as account from './account';
import type { Operation } from './types';
import * as file from './file';
import * as image from './image';
import * as music from './music';
import * as musicVideo from './musicVideo';
import * as scheduler from './scheduler';
import { mergeFields } from './displayOptions';
import { getOwn } from '../../shared/catalog/lookup';
import { sortBy } from '../../shared/text';
import * as speech from './speech';
import { buildSubtitle } from './subtitle';
import * as video from './video';

const resources = { account, file, image, music, musicVideo, scheduler, speech, video };

/** The operations of the node, by resource. */
export const operations: Readonly<Record<string, Operation[]>> = Object.fromEntries(
	Object.entries(resources).map(([name, exported]) => [name, Object.values<Operation>(exported)]),
);

/** The default operations of resources. The default of other resources is Create. */
const DEFAULT_OPERATION: Record<string, string> = {
	account: 'getAll',
	file: 'upload',
	scheduler: 'getAll',
};

export function findOperation(resource: string, operation: string): Operation | undefined {
	return getOwn(operations, resource)?.find(({ option }) => option.value === operation);
}

/** Every operation with its resource. */
const all = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map((operation) => ({ resource, operation })),
);

/** The Operation fields of all resources, and the fields of all operations. */
export function buildOperationProperties(): INodeProperties[] {
	return [...Object.entries(operations).map(buildOperationField), ...mergeFields(all)];
}

const actionNames = all.map(
	({ resource, operation: { option } }) => [`${resource} ${option.value}`, option.action] as const,
);

export const subtitle = buildSubtitle(Object.fromEntries(actionNames));

function buildOperationField([resource, entries]: [string, Operation[]]): INodeProperties {
	const first = DEFAULT_OPERATION[resource] ?? 'create';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: sortBy(
			entries.map(({ option }) => option),
			({ name }) => name,
		),
		default: first,
	};
}
