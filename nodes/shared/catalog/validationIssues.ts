import type { z } from 'zod';
import { formatNumber } from '../text';

export interface ValidationIssue {
	/** API name, e.g. `aspect_ratio`. */
	parameter: string;
	/** Follows the parameter name: "is 12 s, but v5.6 makes 1 to 10 s". */
	problem: string;
	advice: string;
}

/** A request body by API names, before uploads: a media field holds whatever stands for the file. */
export type Body = Record<string, unknown>;

/** Reports an issue of a parameter. If it isn't certain, the request is sent with a hint, and the API validates it. */
export type Report = (
	parameter: string,
	problem: string,
	advice: string,
	isCertain?: boolean,
) => void;

/** Validates what a schema can't express. */
export type Rule = (body: Body, report: Report) => void;

/** A schema of the fields with rules, built when it is first used: every n8n process loads the nodes. */
export function createRequestSchema(getFields: () => z.AnyZodObject, ...rules: Rule[]) {
	let schema: z.ZodEffects<z.AnyZodObject> | undefined;
	const getSchema = () =>
		(schema ??= getFields().superRefine((body, refinement) => {
			const report: Report = (parameter, message, advice, isCertain = true) =>
				refinement.addIssue({
					code: 'custom',
					path: [parameter],
					message,
					params: { advice, isWarning: !isCertain },
				});
			for (const rule of rules) rule(body as Body, report);
		}));
	return { getFields, safeParse: (body: unknown) => getSchema().safeParse(body) };
}

/** Reports a value that a model doesn't support. */
export function checkAllowed(
	report: Report,
	parameter: string,
	value: unknown,
	id: string,
	allowed: readonly string[],
	isCertain?: boolean,
): void {
	if (typeof value === 'string' && !allowed.includes(value))
		report(
			parameter,
			`is ${value}, but ${id} makes ${allowed.join(', ')}`,
			'Choose one of these, or another model.',
			isCertain,
		);
}

/** A zod issue, as far as zod 3 and 4 agree on it. */
interface Issue {
	code?: string;
	path: PropertyKey[];
	message: string;
	params?: Record<string, unknown>;
	maximum?: unknown;
	minimum?: unknown;
	expected?: unknown;
	/** What an enumeration allows: `options` in zod 3, `values` in zod 4. */
	options?: unknown;
	values?: unknown;
}

/** A zod schema, as far as it is used here. */
export interface RequestSchema {
	safeParse(
		body: unknown,
	): { success: true } | { success: false; error: { issues: readonly unknown[] } };
}

/** Errors of a request body; empty if it may be sent. */
export function getErrors(
	contract: RequestSchema,
	body: Record<string, unknown>,
): ValidationIssue[] {
	return getIssues(contract, body, false);
}

/** Warnings about a request body. */
export function getWarnings(
	contract: RequestSchema,
	body: Record<string, unknown>,
): ValidationIssue[] {
	return getIssues(contract, body, true);
}

function getIssues(
	contract: RequestSchema,
	body: Record<string, unknown>,
	isWarning: boolean,
): ValidationIssue[] {
	const read = contract.safeParse(body);
	if (read.success) return [];
	return (read.error.issues as readonly Issue[])
		.filter(({ params }) => (params?.isWarning === true) === isWarning)
		.map((issue) => {
			const parameter = String(issue.path[0] ?? '');
			return { parameter, ...describeIssue(issue, body[parameter]) };
		});
}

function describeIssue(issue: Issue, value: unknown): Omit<ValidationIssue, 'parameter'> {
	const advice = issue.params?.advice;
	if (typeof advice === 'string') return { problem: issue.message, advice };
	if (issue.code === 'too_big')
		return typeof value === 'string'
			? {
					problem: `has ${formatNumber(value.length)} characters, but the API takes at most ${formatNumber(issue.maximum)}`,
					advice: 'Shorten it.',
				}
			: {
					problem: `is ${String(value)}, but at most ${formatNumber(issue.maximum)} is allowed`,
					advice: 'Choose a smaller value.',
				};
	if (issue.code === 'too_small')
		return {
			problem: `is ${String(value)}, but at least ${formatNumber(issue.minimum)} is needed`,
			advice: 'Choose a larger value.',
		};
	const allowed = issue.options ?? issue.values;
	if (Array.isArray(allowed) && allowed.length > 0)
		return {
			problem: `is ${String(value)}, but has to be ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`,
			advice: 'Choose one of these.',
		};
	const expected =
		typeof issue.expected === 'string' ? withArticle(issue.expected) : 'another type';
	return {
		problem: `is ${describeValue(value)}, but has to be ${expected}`,
		advice: 'Correct the value or its expression.',
	};
}

function withArticle(type: string): string {
	if (type === 'integer' || type === 'int') return 'a whole number';
	return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function describeValue(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value === undefined || value === null) return 'empty';
	return `${withArticle(Array.isArray(value) ? 'array' : typeof value)}`;
}
