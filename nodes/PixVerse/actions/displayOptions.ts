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
	/** Each field with its operations by resource. */
	const merged: Array<{ field: INodeProperties; uses: Map<string, string[]> }> = [];
	/** Fields with the same JSON have the same number. Finding a number is much faster than finding a text. */
	const numbers = new Map<string, number>();
	/** The number of each merged field. */
	const order: number[] = [];
	for (const { resource, operation } of all) {
		let position = 0;
		for (const field of operation.fields.flatMap(fillByAgent)) {
			const text = JSON.stringify(field);
			const number = numbers.get(text) ?? numbers.size;
			numbers.set(text, number);
			let found = order.indexOf(number, position);
			if (found < 0) {
				merged.splice(position, 0, { field, uses: new Map() });
				order.splice(position, 0, number);
				found = position;
			}
			const uses = merged[found]?.uses;
			uses?.set(resource, [...(uses.get(resource) ?? []), operation.option.value]);
			position = found + 1;
		}
	}
	return merged.flatMap(({ field, uses }) => {
		const { show, ...others } = field.displayOptions ?? {};
		return groupByOperations(uses).map((group) => ({
			...field,
			displayOptions: { ...others, show: { ...group, ...show } },
		}));
	});
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
