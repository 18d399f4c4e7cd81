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

export const resources = getOptions(getProperty('resource')).map(({ value }) => String(value));

/** Every operation in the editor, with its option of the Operation field. */
export const operations = resources.flatMap((resource) =>
	getOptions(getOperationField(resource)).map((option) => {
		const operation = findOperation(resource, String(option.value));
		if (!operation) throw new Error(`${resource}: ${String(option.value)} can't be run`);
		return { resource, value: String(option.value), option, operation };
	}),
);

/** Every operation with its name, for `it.each`. */
export const eachOperation = operations.map((one): [string, (typeof operations)[number]] => [
	`${one.resource}: ${one.value}`,
	one,
]);

export function getProperty(name: string): INodeProperties {
	const found = description.properties.find((one) => one.name === name);
	if (!found) throw new Error(`no property ${name}`);
	return found;
}

export function getOperationField(resource: string): INodeProperties {
	const found = description.properties.filter(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	if (found.length !== 1) throw new Error(`${resource} has ${found.length} operation selectors`);
	return found[0] as INodeProperties;
}

export function getOptions({ options }: INodeProperties): INodePropertyOptions[] {
	return (options ?? []) as INodePropertyOptions[];
}

/** A property or a nested field, its path, and the operation that shows it. */
export interface Field {
	readonly field: INodeProperties;
	readonly path: string;
	readonly location: string;
}

/** Lists properties and their nested fields, once for each combination of operations. */
export function listFields(properties: INodeProperties[], location = ''): Field[] {
	const walk = (fields: INodeProperties[], path: string, shown: string): Field[] =>
		fields.flatMap((field) => {
			const fieldPath = `${path}${field.name}`;
			return [
				{ field, path: fieldPath, location: shown },
				...walk(getNestedFields(field), `${fieldPath}.`, shown),
			];
		});
	return properties.flatMap((field) => {
		const { resource = [], operation = [] } = field.displayOptions?.show ?? {};
		return walk([field], '', [location, ...resource, ...operation].filter(Boolean).join(' '));
	});
}

/** The fields of the node, the trigger, and the credential. */
export const forms: ReadonlyArray<[string, Field[]]> = [
	['the node', listFields(description.properties)],
	['the trigger', listFields(new PixVerseTrigger().description.properties, 'trigger')],
	['the credential', listFields(new PixVerseApi().properties, 'credential')],
];

function getNestedFields({ type, options }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type === 'fixedCollection')
		return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
	return [];
}

/** The description of the tool that n8n creates from the node, as far as display conditions depend on it. */
export const toolDescription = { ...description, name: `${description.name}Tool` };

/** Returns the fields that the editor shows for these parameter values. */
export function getVisibleFields(values: INodeParameters, form = description): INodeProperties[] {
	const node = { typeVersion: 1 } as INode;
	// n8n shows a field if all conditions apply. These two are cheap to evaluate and exclude most fields.
	const mayApply = ({ displayOptions: { show } = {} }: INodeProperties) =>
		(['resource', 'operation'] as const).every(
			(name) => show?.[name]?.includes(values[name] as string) ?? true,
		);
	return form.properties.filter(
		(one) => mayApply(one) && NodeHelpers.displayParameter(values, one, node, form),
	);
}

const EXPRESSION = '={{ $json.value }}';
const MODEL_IDS = [videoModels, imageModels, musicModels, speechModels].flatMap((one) =>
	Object.keys(one),
);

/** Lists values of a field that other fields may depend on. */
function listValues(field: INodeProperties): INodeParameters[string][] {
	if (field.type === 'boolean') return [true, false, EXPRESSION];
	if (field.type === 'options')
		return [...getOptions(field).map(({ value }) => value as string), EXPRESSION];
	if (field.type === 'resourceLocator')
		return [...MODEL_IDS, 'tomorrow-1.0', '', EXPRESSION].map((value) => ({
			__rl: true,
			mode: value.startsWith('=') ? 'id' : 'list',
			value,
		}));
	return ['', 'something', EXPRESSION];
}

/** Lists all combinations of parameter values that affect which fields of an operation are shown. */
export function listStates(resource: string, operation: string): INodeParameters[] {
	const fields = description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	const conditionNames = new Set(
		fields.flatMap(({ displayOptions: { show = {}, hide = {} } = {} }) => [
			...Object.keys(show),
			...Object.keys(hide),
		]),
	);
	conditionNames.delete('resource');
	conditionNames.delete('operation');
	// Not a parameter: whether the node is a tool.
	conditionNames.delete('@tool');
	// Only the list of output fields depends on it.
	const hasOutput = conditionNames.delete('output');
	let states: INodeParameters[] = [{ resource, operation }];
	for (const name of conditionNames) {
		if (name.includes('.')) continue;
		const values = fields.filter((field) => field.name === name).flatMap(listValues);
		if (values.length === 0)
			throw new Error(`${operation} depends on ${name}, which it doesn't have`);
		states = states.flatMap((state) => values.map((value) => ({ ...state, [name]: value })));
	}
	// Fields that depend on an option depend on little else, so one state for each wait mode is enough.
	const statesByWaitMode = new Map(states.map((state) => [JSON.stringify(state.waitMode), state]));
	const withOption = [...conditionNames].flatMap((name) => {
		const [outer = '', inner] = name.split('.');
		if (inner === undefined) return [];
		return [...statesByWaitMode.values()].map((state) => ({
			...state,
			[outer]: { [inner]: true },
		}));
	});
	const withOutput = hasOutput ? [{ resource, operation, output: 'selected' }] : [];
	return [...states, ...withOption, ...withOutput];
}
