import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Operation } from '../../nodes/PixVerse/actions/types';
import { operations } from '../../nodes/PixVerse/actions/index';
import { formatCode, formatCodes, formatTable, formatFlag } from './markdown.cts';

/** Returns the API endpoint that the documentation names for the operation. */
const getEndpoint = (operation: Operation): string =>
	operation.type === 'generation' ? `POST ${operation.endpoint}` : operation.apiEndpoint;

/** `musicVideo` → `Music Video`. */
const toTitle = (name: string): string =>
	name.charAt(0).toUpperCase() + name.slice(1).replace(/[A-Z]/g, ' $&');

/** A row of a parameter table. */
interface Row {
	readonly parameter: string;
	readonly label: string;
	readonly type: string;
	readonly required: boolean;
	readonly description: string;
}

/** Creates the rows of fields, including nested ones. A field with different options per model has one row. */
function createRows(fields: readonly INodeProperties[], prefix = '', labelPrefix = ''): Row[] {
	const seen = new Set<string>();
	return fields.flatMap((field) => {
		if (seen.has(field.name) || ['notice', 'hidden'].includes(field.type)) return [];
		seen.add(field.name);
		const followsModel = fields.some(
			({ name, options }) =>
				name === field.name && JSON.stringify(options) !== JSON.stringify(field.options),
		);
		const row: Row = {
			parameter: `${prefix}${field.name}`,
			label: `${labelPrefix}${field.displayName}`,
			type: followsModel ? 'depends on the model' : formatType(field),
			required: field.required === true,
			description: field.description ?? field.hint ?? '',
		};
		return field.type === 'collection'
			? createNestedRows(field)
			: [row, ...createNestedRows(field)];
	});
}

function createNestedRows({ name, displayName, type, options = [] }: INodeProperties): Row[] {
	if (type !== 'collection' && type !== 'fixedCollection') return [];
	const inner = options.flatMap((option) =>
		'values' in option ? option.values : [option as INodeProperties],
	);
	return createRows(inner, `${name}.`, `${displayName} › `);
}

function formatType({ type, typeOptions, options = [], modes = [] }: INodeProperties): string {
	if (type === 'options')
		return formatCodes((options as INodePropertyOptions[]).map(({ value }) => String(value)));
	if (type === 'resourceLocator') return modes.map(({ displayName }) => displayName).join(' / ');
	if (type === 'fixedCollection') return 'list';
	const { minValue, maxValue } = typeOptions ?? {};
	if (minValue === undefined) return type;
	return maxValue === undefined
		? `${type}, from ${minValue}`
		: `${type}, ${minValue} to ${maxValue}`;
}

const formatRows = (rows: readonly Row[]): string =>
	formatTable(
		['Parameter', 'Name in workflows', 'Type', 'Required', 'Description'],
		rows.map(({ parameter, label, type, required, description }) => [
			label,
			formatCode(parameter),
			type,
			formatFlag(required),
			description,
		]),
	);

const allOperations = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map((operation) => ({ resource, operation })),
);
const generations = allOperations.filter(({ operation }) => operation.type === 'generation');

/** The identical rows of all generations. */
const commonRows = new Set(
	createRows(generations[0]?.operation.fields ?? [])
		.map((row) => JSON.stringify(row))
		.filter((row) =>
			generations.every(({ operation }) =>
				operation.fields.length === 0 ? false : serializeRows(operation).has(row),
			),
		),
);

function serializeRows({ fields }: Operation): Set<string> {
	return new Set(createRows(fields).map((row) => JSON.stringify(row)));
}

/** Formats a table of all operations. */
export const formatOverview = (): string =>
	formatTable(
		['Resource', 'Operation', 'Value', 'API', 'Description'],
		allOperations.map(({ resource, operation }) => [
			toTitle(resource),
			operation.option.name,
			formatCode(`${resource}.${operation.option.value}`),
			formatCode(getEndpoint(operation)),
			operation.option.description ?? '',
		]),
	);

/** Formats the parameters of all generations. */
export const formatCommonParameters = (): string =>
	formatRows([...commonRows].map((row) => JSON.parse(row) as Row));

/** Formats a section per operation. */
export const formatParameters = (): string =>
	allOperations
		.map(({ resource, operation }) => {
			const rows = createRows(operation.fields);
			const own = rows.filter((row) => !commonRows.has(JSON.stringify(row)));
			const shared =
				own.length < rows.length
					? '\n\nPlus the parameters of [all generations](#all-generations).'
					: '';
			return [
				`### ${toTitle(resource)}: ${operation.option.name}`,
				`${formatCode(getEndpoint(operation))} · ${operation.option.description ?? ''}`,
				own.length > 0 ? formatRows(own) + shared : shared.trim() || 'No parameters.',
			].join('\n\n');
		})
		.join('\n\n');
