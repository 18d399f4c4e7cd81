import { z } from 'zod';

/** The part of a zod schema that is the same in zod 3 and 4. */
export interface Schema<T> {
	safeParse(
		value: unknown,
	):
		| { success: true; data: T }
		| { success: false; data?: undefined; error: { issues: readonly unknown[] } };
}

/** Keeps fields without a schema: new ones of the API, and files above the limit of every model, to count them. */
export const looseObject = <Shape extends z.ZodRawShape>(shape: Shape) =>
	z.object(shape).passthrough();

/** A schema that is built on first use: every n8n process loads the nodes at start, and zod takes long. */
export function lazySchema<T>(build: () => Schema<T>): Schema<T> {
	let schema: Schema<T> | undefined;
	return { safeParse: (value) => (schema ??= build()).safeParse(value) };
}
