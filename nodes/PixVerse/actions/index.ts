import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import * as account from './account';
import { fillByAgent } from './agentFields';
import type { Operation } from './types';
import * as file from './file';
import * as image from './image';
import * as music from './music';
import * as musicVideo from './musicVideo';
import * as scheduler from './scheduler';
import { mergeFields } from './displayOptions';
import { sortBy } from '../../shared/text';
import * as speech from './speech';
import { buildSubtitle } from './subtitle';
import * as video from './video';

/** The operations of the node, by resource. */
export const operations: Readonly<Record<string, Operation[]>> = {
	account: Object.values(account),
	file: Object.values(file),
	image: Object.values(image),
	music: Object.values(music),
	musicVideo: Object.values(musicVideo),
	scheduler: Object.values(scheduler),
	speech: Object.values(speech),
	video: Object.values(video),
};

/** The default operations of resources. The default of other resources is Create. */
const DEFAULT_OPERATION: Record<string, string> = {
	account: 'getAll',
	file: 'upload',
	scheduler: 'getAll',
};

export function findOperation(resource: string, operation: string): Operation | undefined {
	if (!Object.hasOwn(operations, resource)) return undefined;
	return operations[resource]?.find(({ option }) => option.value === operation);
}

/** The Operation fields of all resources, and the fields of all operations. */
export function buildOperationProperties(): INodeProperties[] {
	const fields = Object.entries(operations).flatMap(([resource, entries]) =>
		entries.map(({ option, fields: all }) => ({
			resource,
			operation: option.value,
			fields: all.flatMap(fillByAgent),
		})),
	);
	return [...Object.entries(operations).map(buildOperationField), ...mergeFields(fields)];
}

const actionNames = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map(({ option }) => [`${resource} ${option.value}`, option.action] as const),
);

export const subtitle = buildSubtitle(Object.fromEntries(actionNames));

function buildOperationField([resource, entries]: [string, Operation[]]): INodeProperties {
	const options: INodePropertyOptions[] = entries.map(({ option }) => option);
	const first = DEFAULT_OPERATION[resource] ?? 'create';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: sortBy(options, ({ name }) => name),
		default: first,
	};
}
