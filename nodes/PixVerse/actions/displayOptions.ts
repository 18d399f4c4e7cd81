import type { INodeProperties } from 'n8n-workflow';

/** The fields of one operation, in the order in which they are shown. */
export interface Shown {
	resource: string;
	operation: string;
	fields: INodeProperties[];
}

/** A field, and the operations that show it by resource. */
interface Entry {
	key: string;
	field: INodeProperties;
	places: Map<string, string[]>;
}

/**
 * One list of fields for all operations: what several show alike is in it once, which makes the description half as
 * large. Each operation's fields keep their order.
 */
export function shownTogether(all: Shown[]): INodeProperties[] {
	const entries: Entry[] = [];
	for (const { resource, operation, fields } of all) {
		let position = 0;
		for (const field of fields) {
			const key = JSON.stringify(field);
			let found = entries.findIndex((entry, index) => index >= position && entry.key === key);
			if (found < 0) {
				entries.splice(position, 0, { key, field, places: new Map() });
				found = position;
			}
			const places = entries[found]?.places;
			places?.set(resource, [...(places.get(resource) ?? []), operation]);
			position = found + 1;
		}
	}
	return entries.flatMap(({ field, places }) =>
		rectangles(places).map((place) => shownAt(field, place)),
	);
}

/** Conditions of n8n hold for every combination, so only resources with the same operations go together. */
function rectangles(
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

function shownAt(
	field: INodeProperties,
	place: { resource: string[]; operation: string[] },
): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, show: { ...place, ...show } } };
}
