import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { loadNode } from '../harness/sources.cts';

const { description } = loadNode('pixVerse');
const { properties } = description;

/** All parameters as n8n fills them in. */
export function withDefaults(parameters: INodeParameters): INodeParameters {
	const node = { typeVersion: 1 };
	return (
		NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description) ??
		parameters
	);
}

/** The fields the editor shows for these parameters, without those of resource and operation. */
export function shownFor(parameters: INodeParameters): INodeProperties[] {
	const values = withDefaults(parameters);
	return properties.filter(
		(property) =>
			!['resource', 'operation'].includes(property.name) &&
			NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, description),
	);
}

/** The field of a dotted name that the editor shows, inside a collection as well; several are a mistake. */
export function fieldFor(parameters: INodeParameters, name: string): INodeProperties | undefined {
	const [first, second] = name.split('.');
	const shown = shownFor(parameters).filter((property) => property.name === first);
	if (shown.length > 1) throw new Error(`The editor shows "${name}" more than once`);
	const [field] = shown;
	if (second === undefined || field === undefined) return field;
	const inner = (field.options ?? []).flatMap((option) =>
		'values' in option ? option.values : [option as INodeProperties],
	);
	return inner.find((candidate) => candidate.name === second);
}

/** The values of a list of choices. */
export const valuesOf = (field: INodeProperties | undefined): unknown[] =>
	(field?.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));

/** Operations of a resource, as the editor offers them. */
export function operationsOf(resource: string): unknown[] {
	const selector = properties.find(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	return valuesOf(selector);
}

export const resources = (): unknown[] =>
	valuesOf(properties.find(({ name }) => name === 'resource'));
