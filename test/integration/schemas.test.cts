import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Ajv, type ValidateFunction } from 'ajv';

import { operations } from '../../nodes/PixVerse/actions/index';
import type { Schema } from '../../scripts/schemas/infer.cts';
import { ample } from '../../scripts/schemas/outputs.cts';
import { type OutputSchema, outputSchemas } from '../../scripts/schemas/schemas.cts';
import { videoCreate } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed(ample);
const project = path.resolve(__dirname, '../..');
const actionNode = 'nodes/PixVerse/__schema__/v1.0.0';
const files = [
	...Object.entries(operations).flatMap(([resource, entries]) =>
		entries.map(({ option }) => `${actionNode}/${resource}/${option.value}.json`),
	),
	'nodes/PixVerseTrigger/__schema__/v1.0.0/output.json',
];

/** What is committed, in the order of its fields. */
const committed = (file: string): string => readFileSync(path.join(project, file), 'utf8');
const schemaIn = (file: string) => JSON.parse(committed(file)) as Schema;

/** The schema with every field that is not in it forbidden. */
function closed({ properties, items, ...rest }: Schema): object {
	return {
		...rest,
		...(items && { items: closed(items) }),
		...(properties && {
			additionalProperties: false,
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, schema]) => [name, closed(schema)]),
			),
		}),
	};
}

const ajv = new Ajv({ allowUnionTypes: true });
const validator = (file: string, complete = true): ValidateFunction =>
	ajv.compile(complete ? closed(schemaIn(file)) : schemaIn(file));

let made: OutputSchema[];
/** Runs every operation in all states that its items can be in. */
beforeAll(async () => {
	made = await outputSchemas(testBed.simulator);
}, 180_000);

function of(file: string): OutputSchema {
	const found = made.find((each) => each.file === file);
	if (found === undefined) throw new Error(`Nothing is made for ${file}`);
	return found;
}

describe('The output schemas', () => {
	it('are those of every operation and of the trigger', () => {
		const present = ['PixVerse', 'PixVerseTrigger'].flatMap((node) => {
			const folder = `nodes/${node}/__schema__`;
			const entries = readdirSync(path.join(project, folder), { recursive: true }).map(String);
			return entries
				.filter((entry) => entry.endsWith('.json'))
				.map((entry) => `${folder}/${entry.split(path.sep).join('/')}`);
		});
		expect(present.sort()).toEqual([...files].sort());
		expect(made.map(({ file }) => file).sort()).toEqual([...files].sort());
		expect(files).toHaveLength(46 + 1);
	});

	it.each(files)('%s is what `npx gulp schemas` would write', (file) => {
		// As text: the editor shows the fields in this order.
		expect(JSON.stringify(schemaIn(file))).toBe(JSON.stringify(of(file).schema));
	});

	it.each(files)('%s has what comes out, and nothing else', (file) => {
		const { outputs, complete } = of(file);
		const validate = validator(file, complete);
		expect(outputs.length).toBeGreaterThan(0);
		for (const output of outputs) {
			validate(output);
			expect({ output, errors: validate.errors }).toEqual({ output, errors: null });
		}
		if (!complete) return;
		const seen = new Set(outputs.flatMap(Object.keys));
		expect(Object.keys(schemaIn(file).properties ?? {}).sort()).toEqual([...seen].sort());
	});

	it.each(['create', 'createFromEffect', 'extend', 'upscale'])(
		'are held against completed, pending and submitted items of %s',
		(operation) => {
			const { outputs } = of(`${actionNode}/video/${operation}.json`);
			const [completed, pending, submitted] = outputs;
			expect(outputs).toHaveLength(3);
			expect(completed).toMatchObject({ status: 'COMPLETED', url: expect.any(String) });
			expect(pending).toMatchObject({ id: expect.any(String), url: null });
			expect(submitted).toMatchObject({ id: expect.any(String), url: null, createdAt: null });
		},
	);

	it('let no field pass that is added, renamed or of another type', async () => {
		const validate = validator(`${actionNode}/video/create.json`);
		const item = onlyJson(await testBed.run(videoCreate()));
		expect(validate(item)).toBe(true);
		const { url, ...others } = item;
		expect(validate({ ...item, width: 1920 })).toBe(false);
		expect(validate({ ...others, video_url: url })).toBe(false);
		expect(validate({ ...item, duration: '5' })).toBe(false);
		expect(validate({ ...item, id: null })).toBe(false);
	});
});
