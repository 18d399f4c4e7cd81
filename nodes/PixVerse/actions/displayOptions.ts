import type { INodeProperties } from 'n8n-workflow';

/** The fields of one operation, in the order in which they are shown. */
export interface OperationFields {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

/** A field, and the operations that show it by resource. */
interface MergedField {
	key: string;
	field: INodeProperties;
	operationsByResource: Map<string, string[]>;
}

/**
 * One list of fields for all operations: what several show alike is in it once, which makes the description half as
 * large. Each operation's fields keep their order.
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
			const places = entries[found]?.operationsByResource;
			places?.set(resource, [...(places.get(resource) ?? []), operation]);
			position = found + 1;
		}
	}
	return entries.flatMap(({ field, operationsByResource: places }) =>
		groupByOperations(places).map((place) => withDisplayOptions(field, place)),
	);
}

/** Conditions of n8n hold for every combination, so only resources with the same operations go together. */
function groupByOperations(
	places: Map<string, string[]>,
): Array<{ resource: string[]; operation: string[] }> {
	const byOperations = new Map<string, { resource: string[]; operation: string[] }>();
	for (const [resource, operations] of places) {
		const key = [...operations].sort().join();
		const place = byOperations.get(key) ?? { resource: [], operation: operations };
		place.resource.push(resource);
		byOperations.set(key, place);
	}
	return [...byOperations.values()];
}

function withDisplayOptions(
	field: INodeProperties,
	place: { resource: string[]; operation: string[] },
): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, show: { ...place, ...show } } };
}
