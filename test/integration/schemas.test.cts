import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Ajv, type ValidateFunction } from 'ajv';

import { operations } from '../../nodes/PixVerse/actions/index';
import type { Schema } from '../../scripts/schemas/infer.cts';
import { SIMULATOR_OPTIONS } from '../../scripts/schemas/outputs.cts';
import { type OutputSchema, collectSchemas } from '../../scripts/schemas/schemas.cts';
import { videoCreate } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed(SIMULATOR_OPTIONS);
const project = path.resolve(__dirname, '../..');
const actionNode = 'nodes/PixVerse/__schema__/v1.1.0';
const files = [
	...Object.entries(operations).flatMap(([resource, entries]) =>
		entries.map(({ option }) => `${actionNode}/${resource}/${option.value}.json`),
	),
	'nodes/PixVerseTrigger/__schema__/v1.0.0/output.json',
];

const readCommitted = (file: string): string => readFileSync(path.join(project, file), 'utf8');
const schemaIn = (file: string) => JSON.parse(readCommitted(file)) as Schema;

/** Adds additionalProperties: false at all depths. */
function rejectOtherFields({ properties, items, ...rest }: Schema): object {
	return {
		...rest,
		...(items && { items: rejectOtherFields(items) }),
		...(properties && {
			additionalProperties: false,
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, schema]) => [name, rejectOtherFields(schema)]),
			),
		}),
	};
}

const ajv = new Ajv({ allowUnionTypes: true });
const createValidator = (file: string, complete = true): ValidateFunction =>
	ajv.compile(complete ? rejectOtherFields(schemaIn(file)) : schemaIn(file));

let schemas: OutputSchema[];
beforeAll(async () => {
	schemas = await collectSchemas(testBed.simulator);
}, 180_000);

function findSchema(file: string): OutputSchema {
	const found = schemas.find((each) => each.file === file);
	if (found === undefined) throw new Error(`No schema for ${file}`);
	return found;
}

describe('Output schemas', () => {
	it('should exist for every operation and for the trigger', () => {
		const present = ['PixVerse', 'PixVerseTrigger'].flatMap((node) => {
			const folder = `nodes/${node}/__schema__`;
			const entries = readdirSync(path.join(project, folder), { recursive: true }).map(String);
			return entries
				.filter((entry) => entry.endsWith('.json'))
				.map((entry) => `${folder}/${entry.split(path.sep).join('/')}`);
		});
		expect(present.sort()).toEqual([...files].sort());
		expect(schemas.map(({ file }) => file).sort()).toEqual([...files].sort());
		expect(files).toHaveLength(55 + 1);
	});

	it.each(files)('%s should be up to date', (file) => {
		// As text, because the editor shows the fields in this order.
		expect(JSON.stringify(schemaIn(file))).toBe(JSON.stringify(findSchema(file).schema));
	});

	it.each(files)('%s should contain exactly the fields of the output', (file) => {
		const { outputs, complete } = findSchema(file);
		const validate = createValidator(file, complete);
		expect(outputs.length).toBeGreaterThan(0);
		for (const output of outputs) {
			validate(output);
			expect({ output, errors: validate.errors }).toEqual({ output, errors: null });
		}
		if (!complete) return;
		const fields = new Set(outputs.flatMap(Object.keys));
		expect(Object.keys(schemaIn(file).properties ?? {}).sort()).toEqual([...fields].sort());
	});

	it.each(['create', 'createFromEffect', 'extend', 'upscale'])(
		'should cover completed, pending, submitted, and recovered items and dry runs of %s',
		(operation) => {
			const { outputs } = findSchema(`${actionNode}/video/${operation}.json`);
			const [completed, pending, submitted] = outputs;
			expect(completed).toMatchObject({ status: 'COMPLETED', url: expect.any(String) });
			expect(pending).toMatchObject({ id: expect.any(String), url: null });
			expect(submitted).toMatchObject({ id: expect.any(String), url: null, createdAt: null });
			expect(outputs.at(-2)).toMatchObject({ dryRun: true, estimatedUsd: expect.any(Number) });
			expect(outputs.at(-1)).toMatchObject({ recovered: expect.any(String) });
		},
	);

	it('should not match items with added, renamed, or retyped fields', async () => {
		const validate = createValidator(`${actionNode}/video/create.json`);
		const item = onlyJson(await testBed.run(videoCreate()));
		expect(validate(item)).toBe(true);
		const { url, ...others } = item;
		expect(validate({ ...item, width: 1920 })).toBe(false);
		expect(validate({ ...others, video_url: url })).toBe(false);
		expect(validate({ ...item, duration: '5' })).toBe(false);
		// A music video in a list that PixVerse hasn't begun has no ID yet.
		expect(validate({ ...item, id: 5 })).toBe(false);
	});
});
