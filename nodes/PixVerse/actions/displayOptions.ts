import type { INodeProperties } from 'n8n-workflow';
import { fillByAgent } from './agentFields';
import type { Operation } from './types';

/**
 * Merges the fields of all operations. Equal fields are included once, which halves the size of the description. The
 * fields of each operation keep their order.
 */
export function mergeFields(
	all: ReadonlyArray<{ resource: string; operation: Operation }>,
): INodeProperties[] {
	const merged: INodeProperties[] = [];
	/** The JSON of each merged field. Comparing it is faster than comparing the fields in depth. */
	const texts: string[] = [];
	/** The operations of each merged field, by resource. */
	const uses: Array<Map<string, string[]>> = [];
	for (const { resource, operation } of all) {
		let position = 0;
		for (const field of operation.fields.flatMap(fillByAgent)) {
			const text = JSON.stringify(field);
			let found = texts.indexOf(text, position);
			if (found < 0) {
				merged.splice(position, 0, field);
				texts.splice(position, 0, text);
				uses.splice(position, 0, new Map());
				found = position;
			}
			const resources = uses[found];
			resources?.set(resource, [...(resources.get(resource) ?? []), operation.option.value]);
			position = found + 1;
		}
	}
	return merged.flatMap((field, index) =>
		groupByOperations(uses[index] ?? new Map()).map((group) => withDisplayOptions(field, group)),
	);
}

/** Where a field is shown. */
type Group = { resource: string[]; operation: string[] };

/** n8n's conditions apply to every combination, so only resources with the same operations can share one. */
function groupByOperations(resources: Map<string, string[]>): Group[] {
	const byOperations = new Map<string, Group>();
	for (const [resource, operations] of resources) {
		const key = operations.join();
		const group = byOperations.get(key) ?? { resource: [], operation: operations };
		group.resource.push(resource);
		byOperations.set(key, group);
	}
	return [...byOperations.values()];
}

function withDisplayOptions(field: INodeProperties, group: Group): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, show: { ...group, ...show } } };
}
