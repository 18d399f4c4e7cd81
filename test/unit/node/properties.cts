import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { PixVerseApi } from '../../../credentials/PixVerseApi.credentials';
import { PixVerse } from '../../../nodes/PixVerse/PixVerse.node';
import { findOperation } from '../../../nodes/PixVerse/actions/index';
import { PixVerseTrigger } from '../../../nodes/PixVerseTrigger/PixVerseTrigger.node';
import { musicModels, speechModels } from '../../../nodes/shared/catalog/audioModels';
import { imageModels } from '../../../nodes/shared/catalog/imageModels';
import { videoModels } from '../../../nodes/shared/catalog/videoModels';

export const { description } = new PixVerse();

export const resources = optionsOf(property('resource')).map(({ value }) => String(value));

/** Every operation the editor offers, with the selector's entry and the operation itself. */
export const operations = resources.flatMap((resource) =>
	optionsOf(selectorOf(resource)).map((option) => {
		const operation = findOperation(resource, String(option.value));
		if (!operation) throw new Error(`${resource}: ${String(option.value)} cannot be run`);
		return { resource, value: String(option.value), option, operation };
	}),
);

/** For it.each: every operation under its name. */
export const eachOperation = operations.map((one): [string, (typeof operations)[number]] => [
	`${one.resource}: ${one.value}`,
	one,
]);

export function property(name: string): INodeProperties {
	const found = description.properties.find((one) => one.name === name);
	if (!found) throw new Error(`no property ${name}`);
	return found;
}

export function selectorOf(resource: string): INodeProperties {
	const found = description.properties.filter(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	if (found.length !== 1) throw new Error(`${resource} has ${found.length} operation selectors`);
	return found[0] as INodeProperties;
}

export function optionsOf({ options }: INodeProperties): INodePropertyOptions[] {
	return (options ?? []) as INodePropertyOptions[];
}

/** A property or something in it, the way to it, and where it is shown. */
export interface Field {
	readonly field: INodeProperties;
	readonly path: string;
	readonly place: string;
}

/** Every one of these properties and everything in it, once for each operation that shows it. */
export function fieldsOf(properties: INodeProperties[], place = ''): Field[] {
	const walk = (fields: INodeProperties[], path: string, shown: string): Field[] =>
		fields.flatMap((field) => {
			const here = `${path}${field.name}`;
			return [{ field, path: here, place: shown }, ...walk(childrenOf(field), `${here}.`, shown)];
		});
	return properties.flatMap((field) => {
		const { resource = [], operation = [] } = field.displayOptions?.show ?? {};
		return walk([field], '', [place, ...resource, ...operation].filter(Boolean).join(' '));
	});
}

/** What a user can fill in: in the node, in the trigger, in the credential. */
export const forms: ReadonlyArray<[string, Field[]]> = [
	['the node', fieldsOf(description.properties)],
	['the trigger', fieldsOf(new PixVerseTrigger().description.properties, 'trigger')],
	['the credential', fieldsOf(new PixVerseApi().properties, 'credential')],
];

function childrenOf({ type, options }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type === 'fixedCollection')
		return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
	return [];
}

/** What n8n makes of the node for AI agents, as far as conditions can tell. */
export const toolDescription = { ...description, name: `${description.name}Tool` };

/** What the editor shows for these parameter values, in a workflow or as a tool, or in the trigger. */
export function visible(values: INodeParameters, form = description): INodeProperties[] {
	const node = { typeVersion: 1 } as INode;
	// n8n shows a field if all conditions apply. These two are cheap, and few fields meet them.
	const mayApply = ({ displayOptions: { show } = {} }: INodeProperties) =>
		(['resource', 'operation'] as const).every(
			(name) => show?.[name]?.includes(values[name] as string) ?? true,
		);
	return form.properties.filter(
		(one) => mayApply(one) && NodeHelpers.displayParameter(values, one, node, form),
	);
}

const EXPRESSION = '={{ $json.value }}';
const MODELS = [videoModels, imageModels, musicModels, speechModels].flatMap((one) =>
	Object.keys(one),
);

/** What a field may be set to, as far as other fields can depend on it. */
function valuesOf(field: INodeProperties): INodeParameters[string][] {
	if (field.type === 'boolean') return [true, false, EXPRESSION];
	if (field.type === 'options')
		return [...optionsOf(field).map(({ value }) => value as string), EXPRESSION];
	if (field.type === 'resourceLocator')
		return [...MODELS, 'tomorrow-1.0', '', EXPRESSION].map((value) => ({
			__rl: true,
			mode: value.startsWith('=') ? 'id' : 'list',
			value,
		}));
	return ['', 'something', EXPRESSION];
}

/** Every state of the node that can make a difference to what an operation shows. */
export function statesOf(resource: string, operation: string): INodeParameters[] {
	const fields = description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	const asked = new Set(
		fields.flatMap(({ displayOptions: { show = {}, hide = {} } = {} }) => [
			...Object.keys(show),
			...Object.keys(hide),
		]),
	);
	asked.delete('resource');
	asked.delete('operation');
	// Which form it is, no parameter says.
	asked.delete('@tool');
	// Nothing but the list of fields hangs on it.
	const hasOutput = asked.delete('output');
	let states: INodeParameters[] = [{ resource, operation }];
	for (const name of asked) {
		if (name.includes('.')) continue;
		const values = fields.filter((field) => field.name === name).flatMap(valuesOf);
		if (values.length === 0) throw new Error(`${operation} depends on ${name}, which it has not`);
		states = states.flatMap((state) => values.map((value) => ({ ...state, [name]: value })));
	}
	// What depends on an option hangs on little else: one state for each way to wait is enough.
	const waiting = new Map(states.map((state) => [JSON.stringify(state.waitMode), state]));
	const withOption = [...asked].flatMap((name) => {
		const [outer = '', inner] = name.split('.');
		if (inner === undefined) return [];
		return [...waiting.values()].map((state) => ({ ...state, [outer]: { [inner]: true } }));
	});
	const withOutput = hasOutput ? [{ resource, operation, output: 'selected' }] : [];
	return [...states, ...withOption, ...withOutput];
}
