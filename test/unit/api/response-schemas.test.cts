import fc from 'fast-check';
import * as responseSchemas from '../../../nodes/shared/api/responseSchemas';
import { parseWith } from '../parse-with.cts';

const schemas = Object.entries(responseSchemas).filter(
	(entry): entry is [string, (typeof responseSchemas)['generationSchema']] =>
		typeof entry[1] === 'object' && 'safeParse' in entry[1],
);

const GENERATION_FIELDS = [
	...['video', 'image', 'audio'].flatMap((kind) => [
		`${kind}_id`,
		`${kind}_status`,
		`${kind}_status_name`,
		`${kind}_status_final`,
	]),
	...[
		'url',
		'image_url',
		'output_width',
		'output_height',
		'prompt',
		'model',
		'quality',
		'duration',
	],
	...['created_at', 'replyRef', 'credits', 'cost_credits', 'fail_code', 'fail_reason'],
	'seedance_draft',
];

/** Field names of the API, and names of inherited properties. */
const FIELDS = [
	...GENERATION_FIELDS,
	...[
		'id',
		'data',
		'total',
		'has_more',
		'next_offset',
		'success_ids',
		'cost_credits',
		'path',
		'result',
	],
	...['available', 'executing', 'email', 'maxJobs', 'toString', 'valueOf', 'constructor'],
];

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small', maxDepth: 3 },
		fc.jsonValue({ maxDepth: 1 }),
		fc.constantFrom('', ' ', '5', '1e3', 'true', true, false, 0, 1, -1),
		fc.array(tie('any'), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...FIELDS), tie('any'), { maxKeys: 6, noNullPrototype: true }),
	),
})).any as fc.Arbitrary<unknown>;

describe.each(schemas)('The schema of %s', (_name, schema) => {
	it('should accept or reject any value without throwing', () => {
		fc.assert(
			fc.property(value, (body) => {
				expect(typeof schema.safeParse(body).success).toBe('boolean');
			}),
			{ numRuns: 500, examples: [[{ video_status: { toString: 1, valueOf: 1 } }]] },
		);
	});
});

describe('The generation schema', () => {
	const object = fc.dictionary(
		fc.oneof(fc.constantFrom(...FIELDS), fc.stringMatching(/^[a-z_]{1,12}$/)),
		value,
		{ noNullPrototype: true },
	);

	it('should read every object and keep all unknown fields', () => {
		fc.assert(
			fc.property(object, (body) => {
				const read = responseSchemas.generationSchema.safeParse(body);
				expect(read.success).toBe(true);
				for (const [name, fieldValue] of Object.entries(body))
					if (!GENERATION_FIELDS.includes(name)) expect(read.data?.[name]).toEqual(fieldValue);
			}),
		);
	});

	it('should return numbers for numeric texts, and nothing for values of another type', () => {
		const body = {
			...{ video_id: 5, url: null, prompt: ['a'], created_at: true, model: 'v6' },
			...{ video_status: '1', duration: ' ', credits: 'many', output_width: true, image_status: 0 },
			...{ video_status_final: 1, image_status_final: true },
			seedance_draft: { can_create_final: 'yes', expires_at: 'soon', other: 1 },
		};
		expect(parseWith(responseSchemas.generationSchema, body)).toEqual({
			...{ url: null, model: 'v6', video_status: 1, image_status: 0, image_status_final: true },
			seedance_draft: { expires_at: 'soon', other: 1 },
		});
		expect(body.video_status).toBe('1');
	});

	it.each([[[]], ['text'], [null], [5], [undefined]])('should reject %j', (body) => {
		expect(responseSchemas.generationSchema.safeParse(body).success).toBe(false);
	});

	it('should return numbers for numeric fields and texts for text fields, or undefined', () => {
		fc.assert(
			fc.property(object, (body) => {
				const read = parseWith(responseSchemas.generationSchema, body);
				for (const name of ['video_status', 'audio_status', 'output_width', 'duration', 'credits'])
					expect(read[name] ?? 0).toEqual(expect.any(Number));
				for (const name of ['video_id', 'url', 'image_url', 'prompt', 'video_status_name'])
					expect(read[name] ?? '').toEqual(expect.any(String));
			}),
		);
	});

	it.each([
		['a number', 5, 5],
		['a number as text', '5', 5],
		['nothing', null, null],
		['an empty text', '', undefined],
		['true, which is not 1', true, undefined],
		['an empty list, which is not 0', [], undefined],
		['a word', 'five', undefined],
	])('should read the status from %s', (_case, fieldValue, status) => {
		expect(
			parseWith(responseSchemas.generationSchema, { video_status: fieldValue }).video_status,
		).toBe(status);
	});

	it('should keep valid fields beside invalid ones', () => {
		const read = parseWith(responseSchemas.generationSchema, {
			video_id: 7,
			url: 'https://x.test/v.mp4',
		});
		expect(read).toMatchObject({ video_id: undefined, url: 'https://x.test/v.mp4' });
	});
});

describe('The schemas of lists, uploads, and the scheduler', () => {
	it('should keep unknown fields', () => {
		const more = { since: 2027 };
		const list = { data: [{ video_id: 'v', ...more }], ...more };
		expect(parseWith(responseSchemas.listPageSchema, list)).toMatchObject(list);
		const upload = { result: [{ path: 'upload/a.png', ...more }], ...more };
		expect(parseWith(responseSchemas.uploadResponseSchema, upload)).toMatchObject(upload);
		const jobs = [{ id: 'v', ...more }];
		expect(parseWith(responseSchemas.scheduledJobsSchema, jobs)).toMatchObject(jobs);
		const row = { email: 'a@example.com', maxJobs: 3, executing: 1, available: 2, ...more };
		expect(
			parseWith(responseSchemas.availableSlotsSchema, { available: [row], ...more }),
		).toMatchObject({
			available: [row],
			...more,
		});
		const accounts = { 'a@example.com': more };
		expect(parseWith(responseSchemas.accountsSchema, accounts)).toEqual(accounts);
	});
});
