import type { Schema } from '../../nodes/shared/lazySchema';

/** The parsed value. @throws what the schema reports */
export function parseWith<T>(schema: Schema<T>, value: unknown): T {
	const result = schema.safeParse(value);
	if (!result.success) throw result.error;
	return result.data;
}
