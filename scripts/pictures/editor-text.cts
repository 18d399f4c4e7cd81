import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	type INode,
	type INodeParameters,
	type INodeParameterResourceLocator,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { PixVerse } from '../../nodes/PixVerse/PixVerse.node.ts';
import { generationTypes } from '../../nodes/shared/api/generationTypes.ts';
import { simplifyGeneration } from '../../nodes/shared/jobs/output/generationJson.ts';
import { readExample } from '../../test/e2e/examples.cts';
import { PROJECT } from '../../test/e2e/n8n/installation.cts';

/** A line of text that a picture must show. */
export interface EditorLine {
	label?: string;
	value?: string;
	/** A hint or a notice. */
	text?: string;
}

const NODE = { typeVersion: 1 } as INode;
export const { description } = new PixVerse();

/** Adds default values to the parameters of a node, like the editor. */
export function completeParameters(
	parameters: INodeParameters,
	form: INodeTypeDescription = description,
): INodeParameters {
	return NodeHelpers.getNodeParameters(form.properties, parameters, true, false, NODE, form) ?? {};
}

/** Returns the texts of a node's panel with these parameters, from the top or from one of its fields. */
export function describePanel(
	parameters: INodeParameters,
	{ form = description, from }: { form?: INodeTypeDescription; from?: string } = {},
): EditorLine[] {
	const values = completeParameters(parameters, form);
	const shown = form.properties.filter((field) =>
		NodeHelpers.displayParameter(values, field, NODE, form),
	);
	const first = from ? shown.findIndex(({ name }) => name === from) : 0;
	return shown.slice(first).flatMap((field) => describeField(field, values[field.name]));
}

function describeField(field: INodeProperties, value: unknown): EditorLine[] {
	const { type, displayName: label, hint } = field;
	if (type === 'notice') return [{ text: removeTags(label) }];
	if (type === 'hidden') return [];
	const lines: EditorLine[] = [{ label, ...describeValue(field, value) }];
	if (type === 'collection')
		for (const option of (field.options ?? []) as INodeProperties[])
			if (Object.hasOwn(value as object, option.name))
				lines.push(...describeField(option, (value as Record<string, unknown>)[option.name]));
	const mode = (value as INodeParameterResourceLocator | undefined)?.mode;
	const text = field.modes?.find(({ name }) => name === mode)?.hint ?? hint;
	return text ? [...lines, { text }] : lines;
}

const removeTags = (text: string) => text.replace(/<[^>]+>/g, '');

function describeValue(field: INodeProperties, value: unknown): { value?: string } {
	if (field.type === 'options') {
		const options = field.options as INodePropertyOptions[];
		return { value: options.find((option) => option.value === value)?.name };
	}
	const { cachedResultName, value: located } = (value ?? {}) as INodeParameterResourceLocator;
	if (field.type === 'resourceLocator') value = cachedResultName ?? located;
	return typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : {};
}

/** The fields that every output has. Others depend on the generation. */
const STANDARD_FIELDS = [
	'kind',
	...Object.keys(simplifyGeneration(generationTypes.video, undefined)),
	'finishedAt',
];

/** Returns the standard fields of an output, from its schema. */
export function describeOutput(node: string, schema: string): EditorLine[] {
	const folder = join(PROJECT, 'nodes', node, '__schema__');
	const file = join(folder, String(readdirSync(folder).sort().at(-1)), schema);
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as {
		properties: Record<string, unknown>;
	};
	const names = Object.keys(properties).filter((name) => STANDARD_FIELDS.includes(name));
	return names.map((text) => ({ text }));
}

/** The workflow needs no parameter descriptions, because all parameters have values. */
const nodeTypes = {
	getByName: () => ({ description }),
	getByNameAndVersion: () => undefined as never,
	getKnownTypes: () => ({}),
};

/** Evaluates the subtitle of a node without data, like the canvas. */
export function getSubtitle(parameters: INodeParameters): unknown {
	const type = 'n8n-nodes-pixverse.pixVerse';
	const node: INode = { ...NODE, id: 'node', name: 'PixVerse', type, position: [0, 0], parameters };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(node, description.subtitle, 'internal', {});
}

/** Returns the texts of an example on the canvas (nodes with subtitles, sticky notes), and a hash of its layout. */
export function describeCanvas(file: string): EditorLine[] {
	const { nodes, connections } = readExample(file);
	const layout = nodes.map(({ name, type, position, parameters: { width, height, color } }) => [
		...[name, type, position, width, height, color],
	]);
	return [
		...nodes.map(({ name, type, parameters }) =>
			type.endsWith('.stickyNote')
				? { text: String(parameters.content) }
				: {
						label: name,
						...(type.startsWith('n8n-nodes-pixverse.pixVerse') &&
							!type.endsWith('Trigger') && {
								value: String(getSubtitle(completeParameters(parameters as INodeParameters))),
							}),
					},
		),
		{ text: `layout ${hash(JSON.stringify([layout, connections]))}` },
	];
}

export const hash = (content: string | Buffer) =>
	createHash('sha256').update(content).digest('hex');
