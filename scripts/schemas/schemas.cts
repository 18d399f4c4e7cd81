import type { IDataObject } from 'n8n-workflow';

import { operations } from '../../nodes/PixVerse/actions/index';
import { type OptionList, restyleList } from '../../nodes/shared/api/optionLists';
import { endpoints } from '../../test/integration/conformance/spec/design.cts';
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
 * Simplified generations have the same ten fields, so all operations that return generations share their types. A draft
 * has two more.
 *
 * @param simulator Must have SIMULATOR_OPTIONS.
 */
export async function collectSchemas(simulator: Simulator): Promise<OutputSchema[]> {
	const results: Array<OperationName & { outputs: IDataObject[] }> = [];
	for (const operation of allOperations)
		results.push({ ...operation, outputs: await collectOutputs(simulator, operation) });
	const generations = results.filter(returnsGenerations);
	const generationSchema = inferSchema(generations.flatMap(({ outputs }) => outputs));

	const triggerOutputs = await collectTriggerOutputs(simulator);
	return [
		...results.flatMap((each) => {
			const { resource, operation, outputs } = each;
			const path = `${resource}/${operation}.json`;
			const list = UNDOCUMENTED[`${resource}.${operation}`];
			if (list)
				return toFiles('pixVerse', path, {
					schema: createIdSchema(list),
					complete: false,
					outputs,
				});
			const guessed = GUESSED_FIELDS[`${resource}.${operation}`];
			const own = inferSchema(guessed ? outputs.map((json) => omit(json, guessed)) : outputs);
			const schema = generations.includes(each) ? withGenerationFields(own, generationSchema) : own;
			return toFiles('pixVerse', path, { schema, complete: !guessed, outputs });
		}),
		...toFiles('pixVerseTrigger', 'output.json', {
			schema: withGenerationFields(inferSchema(triggerOutputs), generationSchema),
			complete: true,
			outputs: triggerOutputs,
		}),
	];
}

/** Returns a file for each version of the node: n8n's path contains it with three numbers. */
function toFiles(
	node: 'pixVerse' | 'pixVerseTrigger',
	path: string,
	schema: Omit<OutputSchema, 'file'>,
): OutputSchema[] {
	const folder = `nodes/${node[0]?.toUpperCase()}${node.slice(1)}/__schema__`;
	return [loadNode(node).description.version].flat().map((version) => {
		const number = [...String(version).split('.'), '0', '0'].slice(0, 3).join('.');
		return { file: `${folder}/v${number}/${path}`, ...schema };
	});
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
