import {
	getErrors,
	getWarnings,
	type RequestSchema,
} from '../../../nodes/shared/catalog/validationIssues';

/** All issues of a body, as "error parameter: problem → advice". */
export function getIssues(schema: RequestSchema, body: Record<string, unknown>): string[] {
	const collect = (severity: string, find: typeof getErrors) =>
		find(schema, body).map(
			({ parameter, problem, advice }) => `${severity} ${parameter}: ${problem} → ${advice}`,
		);
	return [...collect('error', getErrors), ...collect('warning', getWarnings)];
}
