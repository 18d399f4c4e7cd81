import type { INodeProperties } from 'n8n-workflow';
import { PixVerseApi } from '../../../credentials/PixVerseApi.credentials';
import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { operations } from '../../../nodes/PixVerse/actions/index';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';

/** Everything that the editor shows of the package: what stands in each place, by the place's own name. */
const within = new Map<string, Set<string>>();
const put = (place: string, name: string) => {
	within.set(place, (within.get(place) ?? new Set()).add(name));
	if (!within.has(name)) within.set(name, new Set());
};

/** `musicVideo` → `Music Video`. */
const toTitle = (name: string) =>
	name.charAt(0).toUpperCase() + name.slice(1).replace(/[A-Z]/g, ' $&');

function collect(place: string, fields: readonly INodeProperties[]): void {
	for (const { displayName, options = [], modes = [] } of fields) {
		put(place, displayName);
		for (const mode of modes) put(displayName, mode.displayName);
		for (const option of options) {
			if ('values' in option) collect(displayName, option.values);
			else if ('displayName' in option) collect(displayName, [option]);
			else put(displayName, option.name);
		}
	}
}

for (const { description } of [new PixVerse(), new PixVerseTrigger()])
	collect(description.displayName, description.properties);
const credentials = new PixVerseApi();
collect(credentials.displayName, credentials.properties);
for (const [resource, entries] of Object.entries(operations))
	for (const { option } of entries) {
		put(toTitle(resource), option.name);
		put('PixVerse', option.action ?? '');
	}

/** Whether the editor shows this: the last of `names` within the one before it, and so on. */
export const isShown = (names: readonly string[]): boolean =>
	names.every((name, index) => {
		const place = names[index - 1];
		return within.has(name) && (place === undefined || within.get(place)?.has(name) === true);
	});

/** The resources of the node, as the editor shows them. */
export const resources: readonly string[] = Object.keys(operations).map((resource) =>
	toTitle(resource),
);
