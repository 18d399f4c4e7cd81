import { validate, type ValidationIssue } from '../../../nodes/shared/catalog/validationIssues';
import type { Schema } from '../../../nodes/shared/lazySchema';

type Body = Record<string, unknown>;

/** Lists all issues of a body, as "error parameter: problem → advice". */
function getIssues(schema: Schema<unknown>, body: Body): string[] {
	const { errors, warnings } = validate(schema, body);
	const format = (severity: string, issues: ValidationIssue[]) =>
		issues.map(
			({ parameter, problem, advice }) => `${severity} ${parameter}: ${problem} → ${advice}`,
		);
	return [...format('error', errors), ...format('warning', warnings)];
}

/** Tests that a schema reports exactly these issues for each body. */
export function testIssues(schema: Schema<unknown>, cases: Array<[string, Body, string[]]>): void {
	it.each(cases)('should report the issues of %s', (_case, body, issues) => {
		expect(getIssues(schema, body)).toEqual(issues);
	});
}
