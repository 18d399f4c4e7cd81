import type { INodeProperties } from 'n8n-workflow';

interface OperationFields {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

/**
 * Merges the fields of all operations. Equal fields are included once, which halves the size of the description. The
 * fields of each operation keep their order.
 */
export function mergeFields(all: OperationFields[]): INodeProperties[] {
	const merged: INodeProperties[] = [];
	/** The operations of each merged field, by resource. */
	const uses: Array<Map<string, string[]>> = [];
	const unify = createUnifier();
	for (const { resource, operation, fields } of all) {
		let position = 0;
		for (const given of fields) {
			const field = unify(given);
			let found = merged.indexOf(field, position);
			if (found < 0) {
				merged.splice(position, 0, field);
				uses.splice(position, 0, new Map());
				found = position;
			}
			const resources = uses[found];
			resources?.set(resource, [...(resources.get(resource) ?? []), operation]);
			position = found + 1;
		}
	}
	return merged.flatMap((field, index) =>
		groupByOperations(uses[index] ?? new Map()).map((group) => withDisplayOptions(field, group)),
	);
}

/** Replaces equal fields by the first of them. Every n8n process does this at start, so little is compared in depth. */
function createUnifier(): (field: INodeProperties) => INodeProperties {
	const known = new Map<string, Set<INodeProperties>>();
	return (field) => {
		const key = field.name + JSON.stringify(field.displayOptions);
		const similar = known.get(key) ?? new Set();
		known.set(key, similar);
		if (similar.has(field)) return field;
		for (const other of similar) if (isEqual(other, field)) return other;
		similar.add(field);
		return field;
	};
}

function isEqual(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
	const names = Object.keys(one) as Array<keyof typeof one>;
	return (
		names.length === Object.keys(other).length &&
		names.every((name) => isEqual(one[name], (other as typeof one)[name]))
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
