import type { INodeProperties } from 'n8n-workflow';

export interface OperationFields {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

interface MergedField {
	key: string;
	field: INodeProperties;
	operationsByResource: Map<string, string[]>;
}

/**
 * Merges the fields of all operations. Equal fields are included once, which halves the size of the description. The
 * fields of each operation keep their order.
 */
export function mergeFields(all: OperationFields[]): INodeProperties[] {
	const entries: MergedField[] = [];
	for (const { resource, operation, fields } of all) {
		let position = 0;
		for (const field of fields) {
			const key = JSON.stringify(field);
			let found = entries.findIndex((entry, index) => index >= position && entry.key === key);
			if (found < 0) {
				entries.splice(position, 0, { key, field, operationsByResource: new Map() });
				found = position;
			}
			const resources = entries[found]?.operationsByResource;
			resources?.set(resource, [...(resources.get(resource) ?? []), operation]);
			position = found + 1;
		}
	}
	return entries.flatMap(({ field, operationsByResource: resources }) =>
		groupByOperations(resources).map((group) => withDisplayOptions(field, group)),
	);
}

/** n8n's conditions apply to every combination, so only resources with the same operations can share one. */
function groupByOperations(
	resources: Map<string, string[]>,
): Array<{ resource: string[]; operation: string[] }> {
	const byOperations = new Map<string, { resource: string[]; operation: string[] }>();
	for (const [resource, operations] of resources) {
		const key = [...operations].sort().join();
		const group = byOperations.get(key) ?? { resource: [], operation: operations };
		group.resource.push(resource);
		byOperations.set(key, group);
	}
	return [...byOperations.values()];
}

function withDisplayOptions(
	field: INodeProperties,
	group: { resource: string[]; operation: string[] },
): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, show: { ...group, ...show } } };
}
