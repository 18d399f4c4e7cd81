import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import * as account from './account';
import type { Operation } from './definition';
import * as file from './file';
import * as image from './image';
import * as music from './music';
import * as scheduler from './scheduler';
import * as speech from './speech';
import * as video from './video';

/** Everything the node can do, by resource. */
export const operations: Readonly<Record<string, Operation[]>> = {
	account: Object.values(account),
	file: Object.values(file),
	image: Object.values(image),
	music: Object.values(music),
	scheduler: Object.values(scheduler),
	speech: Object.values(speech),
	video: Object.values(video),
};

/** The operation that is chosen when a resource is. */
const FIRST: Record<string, string> = {
	account: 'getAll',
	file: 'upload',
	image: 'create',
	music: 'create',
	scheduler: 'getAll',
	speech: 'create',
	video: 'create',
};

export function findOperation(resource: string, operation: string): Operation | undefined {
	if (!Object.hasOwn(operations, resource)) return undefined;
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
