import type { Schema } from '../../nodes/shared/lazySchema';

/** Parses a value. @throws the error of the schema */
export function parseWith<T>(schema: Schema<T>, value: unknown): T {
	const result = schema.safeParse(value);
	if (!result.success) throw result.error;
	return result.data;
}
