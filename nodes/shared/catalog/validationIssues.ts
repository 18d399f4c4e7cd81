import type { z } from 'zod';
import { lazySchema, type Schema } from '../lazySchema';
import { formatNumber, withArticle } from '../text';

export interface Problem {
	/** Follows the parameter name: "is 12 s, but v5.6 makes 1 to 10 s". */
	problem: string;
	advice: string;
}

export interface ValidationIssue extends Problem {
	/** API name, e.g. `aspect_ratio`. */
	parameter: string;
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

export function createRequestSchema(getFields: () => z.AnyZodObject, ...rules: Rule[]) {
	const schema = lazySchema<unknown>(() =>
		getFields().superRefine((body, refinement) => {
			const report: Report = (parameter, message, advice, isCertain = true) =>
				refinement.addIssue({
					code: 'custom',
					path: [parameter],
					message,
					params: { advice, isWarning: !isCertain },
				});
			for (const rule of rules) rule(body, report);
		}),
	);
	return { getFields, ...schema };
}

/** Reports a value that a model doesn't support. */
export function checkAllowed(
	body: Body,
	report: Report,
	parameter: string,
	id: string,
	allowed: readonly string[],
	isCertain?: boolean,
): void {
	const value = body[parameter];
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

/** The issues of a request body. Without errors, it may be sent. */
export function validate(
	schema: Schema<unknown>,
	body: Body,
): { errors: ValidationIssue[]; warnings: ValidationIssue[] } {
	const errors: ValidationIssue[] = [];
	const warnings: ValidationIssue[] = [];
	const read = schema.safeParse(body);
	for (const issue of read.success ? [] : (read.error.issues as readonly Issue[])) {
		const parameter = String(issue.path[0] ?? '');
		const issues = issue.params?.isWarning === true ? warnings : errors;
		issues.push({ parameter, ...describeIssue(issue, body[parameter]) });
	}
	return { errors, warnings };
}

function describeIssue(issue: Issue, value: unknown): Problem {
	const advice = issue.params?.advice;
	if (typeof advice === 'string') return { problem: issue.message, advice };
	const given = typeof value === 'string' ? value : describeValue(value);
	const maximum = formatNumber(issue.maximum);
	if (issue.code === 'too_big' && typeof value === 'string') {
		const problem = `has ${formatNumber(value.length)} characters, but the API accepts at most ${maximum}`;
		return { problem, advice: 'Shorten it.' };
	}
	if (issue.code === 'too_big') {
		const problem = `is ${given}, but at most ${maximum} is allowed`;
		return { problem, advice: 'Choose a smaller value.' };
	}
	if (issue.code === 'too_small') {
		const problem = `is ${given}, but at least ${formatNumber(issue.minimum)} is needed`;
		return { problem, advice: 'Choose a larger value.' };
	}
	const allowed = issue.options ?? issue.values;
	if (Array.isArray(allowed) && allowed.length > 0) {
		const list = `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`;
		return { problem: `is ${given}, but must be ${list}`, advice: 'Choose one of these.' };
	}
	const { expected } = issue;
	const type = typeof expected === 'string' ? describeType(expected) : 'another type';
	return {
		problem: `is ${describeValue(value)}, but must be ${type}`,
		advice: 'Correct the value or its expression.',
	};
}

const describeType = (type: string) =>
	/^int(eger)?$/.test(type) ? 'a whole number' : withArticle(type);

function describeValue(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (value === undefined || value === null) return 'empty';
	return withArticle(Array.isArray(value) ? 'array' : typeof value);
}
