import type { IDataObject } from 'n8n-workflow';

import { operations } from '../../nodes/PixVerse/actions/index';
import {
	type OptionList,
	lipSyncVoiceList,
	restyleList,
	speechVoiceList,
} from '../../nodes/shared/api/optionLists';
import { endpoints } from '../../test/integration/conformance/spec/design.cts';
import { loadNode } from '../../test/integration/harness/sources.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { type Schema, schemaOf, type TypeName } from './infer.cts';
import { handsOutGenerations, type OperationName, outputsOf, triggerOutputs } from './outputs.cts';

/** Lists of whose entries the reference of the API knows nothing but the ID: the simulator's are a guess. */
const UNDOCUMENTED: Readonly<Record<string, OptionList>> = {
	'video.getVoices': lipSyncVoiceList,
	'video.getRestyles': restyleList,
	'speech.getVoices': speechVoiceList,
};

/** A schema, where n8n looks for it, and the items it was made of. */
export interface OutputSchema {
	/** From the project's root. */
	readonly file: string;
	readonly schema: Schema;
	/** Whether its items have no other fields. */
	readonly complete: boolean;
	readonly outputs: readonly IDataObject[];
}

const allOperations: readonly OperationName[] = Object.entries(operations).flatMap(
	([resource, entries]) => entries.map(({ option }) => ({ resource, operation: option.value })),
);

/**
 * The schemas of what the nodes put out, from what they do put out. n8n serves the one of an operation to its editor,
 * which shows the fields in the next node before the first run, and reads those of triggers when its assistant
 * tries a workflow out (n8n-core: nodes-loader/output-schema-resolver).
 *
 * A generation is simplified to the same ten fields whatever it is, so all operations that hand one out share a schema.
 *
 * @param simulator one that is `ample`
 */
export async function outputSchemas(simulator: Simulator): Promise<OutputSchema[]> {
	const made: Array<OperationName & { outputs: IDataObject[] }> = [];
	for (const wanted of allOperations)
		made.push({ ...wanted, outputs: await outputsOf(simulator, wanted) });
	const generations = made.filter(handsOutGenerations);
	const generation = schemaOf(generations.flatMap(({ outputs }) => outputs));

	const triggered = await triggerOutputs(simulator);
	return [
		...made.map((each): OutputSchema => {
			const { resource, operation, outputs } = each;
			const file = `${folderOf('pixVerse')}/${resource}/${operation}.json`;
			const list = UNDOCUMENTED[`${resource}.${operation}`];
			if (list) return { file, schema: onlyId(list), complete: false, outputs };
			const schema = generations.includes(each) ? generation : schemaOf(outputs);
			return { file, schema, complete: true, outputs };
		}),
		{
			file: `${folderOf('pixVerseTrigger')}/output.json`,
			schema: withFieldsOf(generation, schemaOf(triggered)),
			complete: true,
			outputs: triggered,
		},
	];
}

/** n8n asks with the node's version, written with three numbers. */
function folderOf(node: 'pixVerse' | 'pixVerseTrigger'): string {
	const [latest = 1] = [loadNode(node).description.version].flat().reverse();
	const version = [...String(latest).split('.'), '0', '0'].slice(0, 3).join('.');
	return `nodes/${node[0]?.toUpperCase()}${node.slice(1)}/__schema__/v${version}`;
}

/** An entry of a list of which only the ID is known: it has the type of the parameter that takes it. */
function onlyId({ key }: OptionList): Schema {
	const parameters = endpoints.flatMap((endpoint) => endpoint.parameters);
	const [first, ...others] = (parameters.find(({ name }) => name === key)?.type ?? '').split(
		' or ',
	);
	if (!first) throw new Error(`The reference of the API has no parameter ${key}`);
	const types = [first, ...others] as TypeName[];
	const type = others.length > 0 ? types : types[0]!;
	return { type: 'object', properties: { [key]: { type } } };
}

/** The trigger's items have some fields of a generation: what is known of those holds here too. */
function withFieldsOf(generation: Schema, own: Schema): Schema {
	const fields = Object.entries(own.properties ?? {}).map(
		([name, schema]) => [name, generation.properties?.[name] ?? schema] as const,
	);
	return { ...own, properties: Object.fromEntries(fields) };
}
