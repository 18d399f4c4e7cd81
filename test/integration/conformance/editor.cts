import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { loadNode } from '../harness/sources.cts';

const { description } = loadNode('pixVerse');
const { properties } = description;

/** The parameters with the defaults that n8n adds. */
export function withDefaults(parameters: INodeParameters): INodeParameters {
	const node = { typeVersion: 1 };
	return (
		NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description) ??
		parameters
	);
}

/** The fields that the editor shows for these parameters, except Resource and Operation. */
export function getShownFields(parameters: INodeParameters): INodeProperties[] {
	const values = withDefaults(parameters);
	return properties.filter(
		(property) =>
			!['resource', 'operation'].includes(property.name) &&
			NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, description),
	);
}

/** Finds a shown field by its dotted name, also in a collection. Throws if the editor shows it more than once. */
export function findField(parameters: INodeParameters, name: string): INodeProperties | undefined {
	const [first, second] = name.split('.');
	const shown = getShownFields(parameters).filter((property) => property.name === first);
	if (shown.length > 1) throw new Error(`The editor shows "${name}" more than once`);
	const [field] = shown;
	if (second === undefined || field === undefined) return field;
	const inner = (field.options ?? []).flatMap((option) =>
		'values' in option ? option.values : [option as INodeProperties],
	);
	return inner.find((candidate) => candidate.name === second);
}

/** The values of a field with options. */
export const getOptionValues = (field: INodeProperties | undefined): unknown[] =>
	(field?.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));

/** The operations of a resource that the editor offers. */
export function getOperations(resource: string): unknown[] {
	const selector = properties.find(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	return getOptionValues(selector);
}

export const getResources = (): unknown[] =>
	getOptionValues(properties.find(({ name }) => name === 'resource'));
