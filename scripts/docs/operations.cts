import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Operation } from '../../nodes/PixVerse/actions/types';
import { operations } from '../../nodes/PixVerse/actions/index';
import { code, codes, table, yes } from './markdown.cts';

/** The API's page that an operation stands for. */
const pageOf = (operation: Operation): string =>
	operation.type === 'generation' ? `POST ${operation.endpoint}` : operation.apiEndpoint;

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A parameter as the table shows it. */
interface Row {
	readonly parameter: string;
	readonly shown: string;
	readonly type: string;
	readonly required: boolean;
	readonly description: string;
}

/** The fields of an operation, those of collections and lists included; one row for what has a list for each model. */
function rowsOf(fields: readonly INodeProperties[], prefix = '', under = ''): Row[] {
	const seen = new Set<string>();
	return fields.flatMap((field) => {
		if (seen.has(field.name) || field.type === 'notice') return [];
		seen.add(field.name);
		const followsModel = fields.filter(({ name }) => name === field.name).length > 1;
		const own: Row = {
			parameter: `${prefix}${field.name}`,
			shown: `${under}${field.displayName}`,
			type: followsModel ? 'follows the model' : typeOf(field),
			required: field.required === true,
			description: field.description ?? field.hint ?? '',
		};
		return field.type === 'collection' ? innerRows(field) : [own, ...innerRows(field)];
	});
}

function innerRows({ name, displayName, type, options = [] }: INodeProperties): Row[] {
	if (type !== 'collection' && type !== 'fixedCollection') return [];
	const inner = options.flatMap((option) =>
		'values' in option ? option.values : [option as INodeProperties],
	);
	return rowsOf(inner, `${name}.`, `${displayName} › `);
}

function typeOf({ type, typeOptions, options = [], modes = [] }: INodeProperties): string {
	if (type === 'options')
		return codes((options as INodePropertyOptions[]).map(({ value }) => String(value)));
	if (type === 'resourceLocator') return modes.map(({ displayName }) => displayName).join(' / ');
	if (type === 'fixedCollection') return 'list';
	const { minValue, maxValue } = typeOptions ?? {};
	if (minValue === undefined) return type;
	return maxValue === undefined
		? `${type}, from ${minValue}`
		: `${type}, ${minValue} to ${maxValue}`;
}

const inTable = (rows: readonly Row[]): string =>
	table(
		['Parameter', 'Name in the workflow', 'Type', 'Required', 'Description'],
		rows.map(({ parameter, shown, type, required, description }) => [
			shown,
			code(parameter),
			type,
			yes(required),
			description,
		]),
	);

const all = Object.entries(operations).flatMap(([resource, entries]) =>
	entries.map((operation) => ({ resource, operation })),
);
const generations = all.filter(({ operation }) => operation.type === 'generation');

/** Rows that every generation has, in the same words. */
const common = new Set(
	rowsOf(generations[0]?.operation.fields ?? [])
		.map((row) => JSON.stringify(row))
		.filter((row) =>
			generations.every(({ operation }) =>
				operation.fields.length === 0 ? false : texts(operation).has(row),
			),
		),
);

function texts({ fields }: Operation): Set<string> {
	return new Set(rowsOf(fields).map((row) => JSON.stringify(row)));
}

/** What can be done, and which call of the API does it. */
export const overview = (): string =>
	table(
		['Resource', 'Operation', 'Value', 'API', 'What it does'],
		all.map(({ resource, operation }) => [
			title(resource),
			operation.option.name,
			code(`${resource}.${operation.option.value}`),
			code(pageOf(operation)),
			operation.option.description ?? '',
		]),
	);

/** The parameters that every generation has. */
export const commonParameters = (): string =>
	inTable([...common].map((row) => JSON.parse(row) as Row));

/** A section for each operation. */
export const parameters = (): string =>
	all
		.map(({ resource, operation }) => {
			const rows = rowsOf(operation.fields);
			const own = rows.filter((row) => !common.has(JSON.stringify(row)));
			const shared =
				own.length < rows.length ? '\n\nand those of [every generation](#every-generation).' : '';
			return [
				`### ${title(resource)}: ${operation.option.name}`,
				`${code(pageOf(operation))} · ${operation.option.description ?? ''}`,
				own.length > 0 ? inTable(own) + shared : shared.trim() || 'No parameters.',
			].join('\n\n');
		})
		.join('\n\n');
