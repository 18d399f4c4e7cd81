import type { INodeProperties } from 'n8n-workflow';
import { PixVerseApi } from '../../../credentials/PixVerseApi.credentials';
import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { operations } from '../../../nodes/PixVerse/actions/index';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';

/** All labels that the editor shows for the package, by the label of the field or node that contains them. */
const labelsByParent = new Map<string, Set<string>>();
const addLabel = (parent: string, name: string) => {
	labelsByParent.set(parent, (labelsByParent.get(parent) ?? new Set()).add(name));
	if (!labelsByParent.has(name)) labelsByParent.set(name, new Set());
};

/** `musicVideo` → `Music Video`. */
const toTitle = (name: string) =>
	name.charAt(0).toUpperCase() + name.slice(1).replace(/[A-Z]/g, ' $&');

function addLabels(parent: string, fields: readonly INodeProperties[]): void {
	for (const { displayName, options = [], modes = [] } of fields) {
		addLabel(parent, displayName);
		for (const mode of modes) addLabel(displayName, mode.displayName);
		for (const option of options) {
			if ('values' in option) addLabels(displayName, option.values);
			else if ('displayName' in option) addLabels(displayName, [option]);
			else addLabel(displayName, option.name);
		}
	}
}

for (const { description } of [new PixVerse(), new PixVerseTrigger()])
	addLabels(description.displayName, description.properties);
const credentials = new PixVerseApi();
addLabels(credentials.displayName, credentials.properties);
for (const [resource, entries] of Object.entries(operations))
	for (const { option } of entries) {
		addLabel(toTitle(resource), option.name);
		addLabel('PixVerse', option.action ?? '');
	}

/** Whether the editor shows these names, each within the one before it. */
export const isEditorLabel = (names: readonly string[]): boolean =>
	names.every((name, index) => {
		const parent = names[index - 1];
		return (
			labelsByParent.has(name) &&
			(parent === undefined || labelsByParent.get(parent)?.has(name) === true)
		);
	});

/** The resources of the node, as the editor shows them. */
export const resources: readonly string[] = Object.keys(operations).map((resource) =>
	toTitle(resource),
);
