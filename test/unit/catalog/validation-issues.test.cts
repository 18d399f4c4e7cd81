import { z } from 'zod';
import {
	checkAllowed,
	validate,
	createRequestSchema,
} from '../../../nodes/shared/catalog/validationIssues';

const schema = z.object({
	prompt: z.string().max(1500).optional(),
	duration: z.number().int().min(5).max(15).optional(),
	ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
	audio: z.boolean().optional(),
	images: z.array(z.string()).optional(),
	extra: z.object({}).optional(),
	never: z.custom(() => false).optional(),
});
const listErrors = (body: Record<string, unknown>) => validate(schema, body).errors;
const getFirstError = (body: Record<string, unknown>) => listErrors(body)[0];
const schemaWithRules = createRequestSchema(
	() => z.object({}).passthrough(),
	(body, report) => checkAllowed(body, report, 'quality', 'v6', ['360p', '720p']),
	({ mode }, report) => {
		if (mode === 'odd') report('mode', 'is odd', 'Choose another.', false);
	},
);

describe('Issues of a request', () => {
	it('should be empty for a valid request', () => {
		expect(
			listErrors({ prompt: 'a', duration: 5, ratio: '1:1', audio: false, images: [] }),
		).toEqual([]);
	});

	it.each([
		[
			'prompt',
			'x'.repeat(1501),
			'has 1,501 characters, but the API accepts at most 1,500',
			'Shorten it.',
		],
		['duration', 16, 'is 16, but at most 15 is allowed', 'Choose a smaller value.'],
		['duration', 4, 'is 4, but at least 5 is needed', 'Choose a larger value.'],
		['ratio', '4:3', 'is 4:3, but must be 16:9, 9:16 or 1:1', 'Choose one of these.'],
	])('should contain the allowed values of %s', (parameter, value, problem, advice) => {
		expect(listErrors({ [parameter]: value })).toEqual([{ parameter, problem, advice }]);
	});

	const advice = 'Correct the value or its expression.';
	it.each([
		['duration', 5.5, 'is 5.5, but must be a whole number'],
		['duration', 'five', 'is a string, but must be a number'],
		['audio', 1, 'is 1, but must be a boolean'],
		['prompt', true, 'is true, but must be a string'],
		['prompt', null, 'is empty, but must be a string'],
		['prompt', ['a'], 'is an array, but must be a string'],
		['prompt', {}, 'is an object, but must be a string'],
		['images', 'a', 'is a string, but must be an array'],
		['extra', 'a', 'is a string, but must be an object'],
	])('should name the type of %s if it is %j', (parameter, value, problem) => {
		expect(getFirstError({ [parameter]: value })).toEqual({ parameter, problem, advice });
	});

	it('should report another type if zod does not name the expected type', () => {
		expect(getFirstError({ never: 'a' })).toEqual({
			parameter: 'never',
			problem: 'is a string, but must be another type',
			advice,
		});
	});

	it('should have no parameter if they concern the whole request', () => {
		expect(validate(z.string(), {}).errors).toMatchObject([{ parameter: '' }]);
	});
});

describe('Issues of a model rule', () => {
	const quality = 'is 1080p, but v6 makes 360p, 720p';

	it('should name the values that a model supports', () => {
		expect(validate(schemaWithRules, { quality: '1080p' }).errors).toEqual([
			{
				parameter: 'quality',
				problem: quality,
				advice: 'Choose one of these, or another model.',
			},
		]);
		for (const value of ['360p', undefined, 1080])
			expect(validate(schemaWithRules, { quality: value }).errors).toEqual([]);
	});

	it('should be warnings if they are not certain', () => {
		const body = { quality: '1080p', mode: 'odd' };
		expect(validate(schemaWithRules, body).errors).toMatchObject([{ parameter: 'quality' }]);
		expect(validate(schemaWithRules, body).warnings).toEqual([
			{ parameter: 'mode', problem: 'is odd', advice: 'Choose another.' },
		]);
	});
});
