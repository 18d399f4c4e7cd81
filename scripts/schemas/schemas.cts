import type { IDataObject } from 'n8n-workflow';

import { operations } from '../../nodes/PixVerse/actions/index';
import { type OptionList, restyleList } from '../../nodes/shared/api/optionLists';
import { endpoints } from '../../test/integration/conformance/spec/endpoints.cts';
import { loadNode } from '../../test/integration/harness/sources.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { inferSchema, type Schema, type TypeName } from './infer.cts';
import {
	collectOutputs,
	collectTriggerOutputs,
	type OperationName,
	returnsGenerations,
} from './outputs.cts';

/** Lists whose entries aren't documented except for the ID. The other fields of the simulator's entries are a guess. */
const UNDOCUMENTED: Readonly<Record<string, OptionList>> = { 'video.getRestyles': restyleList };

/** Fields whose names are the simulator's: what they contain is documented, the name isn't. */
const GUESSED_FIELDS: Readonly<Record<string, string>> = {
	'speech.getVoices': 'recommended_languages',
};

const ANY_OBJECT: Schema = { type: 'object' };

/** A schema and the items that it was inferred from. */
export interface OutputSchema {
	/** The path in which n8n expects the schema, relative to the project. */
	readonly file: string;
	readonly schema: Schema;
	/** Whether the items have no other fields. */
	readonly complete: boolean;
	readonly outputs: readonly IDataObject[];
}

const allOperations: readonly OperationName[] = Object.entries(operations).flatMap(
	([resource, entries]) => entries.map(({ option }) => ({ resource, operation: option.value })),
);

/**
 * Infers the output schemas of the nodes from their output. n8n's editor uses the schema of an operation to show its
 * fields in the next node before the first execution. n8n's AI assistant uses the schema of a trigger to test a workflow
 * (n8n-core: nodes-loader/output-schema-resolver).
 *
 * Simplified generations have the same ten fields, so all operations that return generations share their types. Drafts,
 * recovered generations, and dry runs have fields of their own.
 *
 * @param simulator Must have SIMULATOR_OPTIONS.
 */
export async function collectSchemas(simulator: Simulator): Promise<OutputSchema[]> {
	const results: Array<OperationName & { outputs: IDataObject[] }> = [];
	for (const operation of allOperations)
		results.push({ ...operation, outputs: await collectOutputs(simulator, operation) });
	const generations = results.filter(returnsGenerations);
	const { properties, ...rest } = inferSchema(generations.flatMap(({ outputs }) => outputs));
	// What a dry run would send differs from call to call.
	const generationSchema = { ...rest, properties: { ...properties, request: ANY_OBJECT } };

	const triggerOutputs = await collectTriggerOutputs(simulator);
	return [
		...results.map((each): OutputSchema => {
			const { resource, operation, outputs } = each;
			const file = `${getSchemaFolder('pixVerse')}/${resource}/${operation}.json`;
			const list = UNDOCUMENTED[`${resource}.${operation}`];
			if (list) return { file, schema: createIdSchema(list), complete: false, outputs };
			const guessed = GUESSED_FIELDS[`${resource}.${operation}`];
			const own = inferSchema(guessed ? outputs.map((json) => omit(json, guessed)) : outputs);
			const schema = generations.includes(each) ? withGenerationFields(own, generationSchema) : own;
			return { file, schema, complete: !guessed, outputs };
		}),
		{
			file: `${getSchemaFolder('pixVerseTrigger')}/output.json`,
			schema: withGenerationFields(inferSchema(triggerOutputs), generationSchema),
			complete: true,
			outputs: triggerOutputs,
		},
	];
}

/** n8n's path contains the version of the node with three numbers. */
function getSchemaFolder(node: 'pixVerse' | 'pixVerseTrigger'): string {
	const [latest = 1] = [loadNode(node).description.version].flat().reverse();
	const version = [...String(latest).split('.'), '0', '0'].slice(0, 3).join('.');
	return `nodes/${node[0]?.toUpperCase()}${node.slice(1)}/__schema__/v${version}`;
}

function omit(json: IDataObject, name: string): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([key]) => key !== name));
}

/** Creates a schema with only an ID, which has the type of the parameter that accepts it. */
function createIdSchema({ key }: OptionList): Schema {
	const parameters = endpoints.flatMap((endpoint) => endpoint.parameters);
	const [first, ...others] = (parameters.find(({ name }) => name === key)?.type ?? '').split(
		' or ',
	);
	if (!first) throw new Error(`The API specification has no parameter ${key}`);
	const types = [first, ...others] as TypeName[];
	const type = others.length > 0 ? types : types[0]!;
	return { type: 'object', properties: { [key]: { type } } };
}

/** Replaces the fields that items share with a generation by the fields of all generations. */
function withGenerationFields(own: Schema, generation: Schema): Schema {
	const fields = Object.entries(own.properties ?? {}).map(
		([name, schema]) => [name, generation.properties?.[name] ?? schema] as const,
	);
	return { ...own, properties: Object.fromEntries(fields) };
}
