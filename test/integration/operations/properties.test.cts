import fc from 'fast-check';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { getShownFields } from '../conformance/editor.cts';
import { endpoints } from '../conformance/spec/endpoints.cts';
import { fillPlaceholders, seedFixtures, type Fixtures } from '../conformance/api.cts';
import { fromPath, typedAccount } from '../parameters.cts';
import { scale } from '../../scale.cts';
import { createTestBed, testAccount } from '../test-bed.cts';
import { getCreateRequests, getUploads } from '../sent-requests.cts';

const testBed = createTestBed({ accounts: [{ email: testAccount, maxJobs: 1000 }] });

/** Every operation that costs credits, with the smallest parameters that work. */
const createOperations = endpoints
	.filter(({ call }) => call.startsWith('POST') && !/files|accounts/.test(call))
	.flatMap(({ operations, base, parameters }) =>
		operations.map((name) => {
			const ownParameter = parameters.findLast(
				({ operation, base: needs }) => operation === name && needs,
			);
			return [name, ownParameter?.base ?? base] as const;
		}),
	);

let fixtures: Fixtures;
beforeEach(async () => {
	fixtures = await seedFixtures(testBed);
});

const RUNS = scale(12, 200);

/** An expression that returns any value. */
const unusualValue = fc
	.oneof(
		fc.constantFrom<unknown>(null, '', ' ', '0', '7', '-1', 'true', 'false', 'yes', true, false),
		fc.constantFrom<unknown>(0, 1, -1, 5, 0.5, 4096, -1e9, 1e308, Number.MAX_SAFE_INTEGER),
		fc.constantFrom<unknown>('constructor', '__proto__', 'toString', 'null', 'v5.6'),
		fc.constantFrom<unknown>(
			'%00',
			'../..',
			'upload/a.png',
			'https://',
			'user:1-pixverse:a@b.c-image:1',
		),
		fc.constantFrom<unknown>(
			[],
			[1],
			['a', 'b'],
			[null],
			{},
			{ value: '' },
			{ value: [] },
			{ entries: [null] },
			// String() throws for it.
			{ toString: 0 },
			[{ toString: 0 }],
			{ value: { toString: 0 } },
		),
		fc.string({ maxLength: 12 }),
		fc.integer(),
		fc.double({ noNaN: true }),
	)
	// Two braces would end the expression.
	.map((value) => `={{ (${JSON.stringify(value).replaceAll('}}', '} }')}) }}`);
const anyValue = fc.oneof(
	{ weight: 9, arbitrary: unusualValue },
	fc.constantFrom('={{ NaN }}', '={{ undefined }}', '={{ Infinity }}'),
);

/** Any value as the whole parameter, or inside the structure that the editor creates. */
function buildArbitrary({
	type,
	modes = [],
	options = [],
}: INodeProperties): fc.Arbitrary<INodeParameters[string]> {
	if (type === 'resourceLocator') {
		const mode = fc.constantFrom(...modes.map(({ name }) => name));
		return fc.oneof(
			anyValue,
			fc.record({ mode, value: anyValue }).map((inner) => ({ __rl: true, ...inner })),
		);
	}
	if (type === 'fixedCollection') {
		const [list] = options;
		const values = list !== undefined && 'values' in list ? list.values : [];
		const entry = someOf(values);
		return fc.oneof(
			anyValue,
			fc.array(entry, { maxLength: 3 }).map((entries) => ({ entries })),
		);
	}
	if (type === 'collection') return someOf(options as INodeProperties[]);
	return anyValue;
}

/** Some of the fields, each with any value. */
const someOf = (fields: readonly INodeProperties[]): fc.Arbitrary<INodeParameters> =>
	fc
		.subarray([...fields], { maxLength: Math.min(3, fields.length) })
		.chain((chosen) =>
			fc.record(Object.fromEntries(chosen.map((field) => [field.name, buildArbitrary(field)]))),
		);

/** Names of everything the editor shows, for messages. */
const getShownNames = (fields: readonly INodeProperties[]): string[] =>
	fields.flatMap((field) => [
		field.displayName,
		...(field.options ?? []).flatMap((option) =>
			'values' in option
				? getShownNames(option.values)
				: 'displayName' in option
					? getShownNames([option as INodeProperties])
					: [],
		),
	]);

/** A quote, which a credit limit needs, creates nothing. */
const countCreated = () =>
	getCreateRequests(testBed).filter(({ body }) => (body as { quote?: unknown }).quote !== true)
		.length;

describe.each(createOperations)('Any value of any type for %s', (name, base) => {
	const [resource = '', operation = ''] = name.split('.');
	const fixed = { resource, operation };
	const fields = getShownFields(fixed).filter(({ name: field }) => field !== 'waitMode');

	it('should only cause an n8n error that names the parameter, and send nothing', async () => {
		const baseParameters = fillPlaceholders({ ...fixed, ...base, waitMode: 'none' }, fixtures);
		await fc.assert(
			fc.asyncProperty(someOf(fields), async (parameters) => {
				const sent = countCreated();
				const uploads = getUploads(testBed).length;
				const { error } = await testBed.run({ ...baseParameters, ...parameters });
				if (error === undefined) return;
				expect(['NodeOperationError', 'NodeApiError']).toContain(error.name);
				expect(error.message).not.toMatch(/undefined|\[object|Cannot read|is not a function|JSON/);
				expect(error).toMatchObject({ context: { itemIndex: 0 } });
				if (error.name !== 'NodeOperationError') return;
				expect(countCreated()).toBe(sent);
				expect(getUploads(testBed)).toHaveLength(uploads);
				const named = getShownNames(fields).some((shown) => error.message.includes(`"${shown}`));
				expect({ named, message: error.message }).toMatchObject({ named: true });
			}),
			{ numRuns: RUNS },
		);
	});
});

describe('IDs', () => {
	const kinds = ['video', 'image', 'music', 'speech'] as const;
	const operations = ['get', 'wait', 'download'] as const;

	it.each(kinds.flatMap((kind) => operations.map((operation) => [kind, operation] as const)))(
		'of another type should be rejected by %s.%s before anything is sent, percent-encoded ones accepted',
		async (kind, operation) => {
			const before = testBed.simulator.requests.length;
			for (const other of kinds.filter((candidate) => candidate !== kind)) {
				const parameters = {
					resource: kind,
					operation,
					[`${kind}Id`]: fixtures[`${other}Id`] ?? '',
				};
				const { error } = await testBed.run(parameters);
				expect(error?.name).toBe('NodeOperationError');
				expect(error?.message).toMatch(/" is the ID of (an image|video|music|speech), not of a/);
			}
			expect(testBed.simulator.requests).toHaveLength(before);
			testBed.simulator.lifecycle.finishById(fixtures.imageId ?? '', 'COMPLETED');
			const existing = {
				resource: kind,
				operation: 'wait',
				[`${kind}Id`]: fixtures[`${kind}Id`] ?? '',
			};
			await testBed.run(existing);
			const id = encodeURIComponent(fixtures[`${kind}Id`] ?? '');
			const out = await testBed.run({ resource: kind, operation, [`${kind}Id`]: id });
			expect(out.error).toBeUndefined();
			expect(out.items[0]?.json).toMatchObject({ id: fixtures[`${kind}Id`] });
		},
	);
});

describe('An account that is not configured, among several', () => {
	// A draft is finalized by its own account.
	it.each(createOperations.filter(([name]) => name !== 'video.createFinal'))(
		'should be named by %s',
		async (name, base) => {
			testBed.simulator.accounts.add({ email: 'second@example.com' });
			const [resource = '', operation = ''] = name.split('.');
			const needs = fillPlaceholders({ resource, operation, ...base, waitMode: 'none' }, fixtures);
			// A request with the ID of a generation uses the account of that ID.
			const getFileSource = (kind: 'video' | 'image') => {
				const name = `source${kind === 'video' ? 'Video' : 'Image'}`;
				return name in needs && { [name]: fromPath(fixtures[kind] ?? '') };
			};
			const source = { ...getFileSource('video'), ...getFileSource('image') };
			const account = typedAccount('nobody@example.com');
			const before = testBed.simulator.jobs.length;
			const { error } = await testBed.run({ ...needs, ...source, account });
			expect(error?.message).toContain('nobody@example.com');
			expect(error).toMatchObject({ httpCode: '404', context: { itemIndex: 0 } });
			expect(testBed.simulator.jobs).toHaveLength(before);
		},
	);
});
