import { formatNumber } from '../text';

export interface ValidationIssue {
	/** API name, e.g. `aspect_ratio`. */
	parameter: string;
	/** Follows the parameter name: "is 12 s, but v5.6 makes 1 to 10 s". */
	problem: string;
	advice: string;
}

/** The part of zod's refinement context used here; the same in zod 3 and 4. */
export interface RefinementContext {
	addIssue(issue: {
		code: 'custom';
		path: string[];
		message: string;
		params: { advice: string; isWarning: boolean };
	}): void;
}

/** Reports an issue of a parameter. */
type IssueReporter = (
	refinement: RefinementContext,
	parameter: string,
	problem: string,
	advice: string,
) => void;

/** Adds an error: the request is not sent. */
export const addError: IssueReporter = createReporter(false);

/** Adds a warning: the request is sent with a hint, and the API validates it. For unverified properties. */
export const addWarning: IssueReporter = createReporter(true);

function createReporter(isWarning: boolean): IssueReporter {
	return (refinement, parameter, problem, advice) =>
		refinement.addIssue({
			code: 'custom',
			path: [parameter],
			message: problem,
			params: { advice, isWarning },
		});
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
