import { getErrors, getWarnings } from '../../../nodes/shared/catalog/validationIssues';
import type { Schema } from '../../../nodes/shared/lazySchema';

/** Lists all issues of a body, as "error parameter: problem → advice". */
export function getIssues(schema: Schema<unknown>, body: Record<string, unknown>): string[] {
	const format = (severity: string, list: typeof getErrors) =>
		list(schema, body).map(
			({ parameter, problem, advice }) => `${severity} ${parameter}: ${problem} → ${advice}`,
		);
	return [...format('error', getErrors), ...format('warning', getWarnings)];
}
