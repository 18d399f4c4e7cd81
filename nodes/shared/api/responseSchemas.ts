import { z } from 'zod';
import { lazySchema, looseObject } from '../lazySchema';

/*
 * The response fields that the nodes read. The reference declares every field optional, and fields are added without
 * notice, so these schemas only require the shape and keep unknown fields.
 */
const lenientString = () => z.string().nullish().catch(undefined);
/** Numbers may be strings. No coercion: it would turn `true` into 1, COMPLETED, and throw for some objects. */
const lenientNumber = () => z.preprocess(parseNumericString, z.number().nullish()).catch(undefined);
const lenientBoolean = () => z.boolean().nullish().catch(undefined);

function parseNumericString(value: unknown): unknown {
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

/** A string or number as a string; '' for anything else. */
export function toText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The strings and numbers of a list as strings; none for anything else. */
export function toTexts(value: unknown): string[] {
	return Array.isArray(value) ? value.map(toText).filter(Boolean) : [];
}

/** A number or numeric string as a number; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
	const number = parseNumericString(value);
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const MEDIA = ['video', 'image', 'audio'] as const;
const TEXTS = [
	...MEDIA.flatMap((name) => [`${name}_id`, `${name}_status_name`] as const),
	...(['url', 'image_url', 'prompt', 'model', 'quality', 'created_at', 'replyRef'] as const),
	...(['fail_code', 'fail_reason'] as const),
];
const NUMBERS = [
	...MEDIA.map((name) => `${name}_status` as const),
	...(['output_width', 'output_height', 'duration', 'credits'] as const),
	/** Of a finished image. 0 in Relax Mode. */
	'cost_credits' as const,
];
const FLAGS = MEDIA.map((name) => `${name}_status_final` as const);

/** Of a draft, which can be rendered as a final until it expires. */
const draftSchema = lazySchema(() =>
	looseObject({ can_create_final: lenientBoolean(), expires_at: lenientString() }),
);

type Lenient<Name extends string, Value> = { [K in Name]?: Value | null };
export type ApiGeneration = Lenient<(typeof TEXTS)[number], string> &
	Lenient<(typeof NUMBERS)[number], number> &
	Lenient<(typeof FLAGS)[number], boolean> &
	Lenient<'seedance_draft', { can_create_final?: boolean | null; expires_at?: string | null }> & {
		[name: string]: unknown;
	};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Replaces values of another type than the API's. Without zod, which makes twenty objects of each field, and without a
 * copy of what is right: a batch reads tens of thousands of rows.
 */
function toGeneration(row: Record<string, unknown>): ApiGeneration {
	let result = row;
	const replace = (name: string, value: unknown) => {
		if (result === row) result = { ...row };
		result[name] = value;
	};
	const check = (names: readonly string[], type: string) => {
		for (const name of names) {
			const value = row[name];
			if (value !== undefined && value !== null && typeof value !== type)
				replace(name, type === 'number' ? toNumber(value) : undefined);
		}
	};
	check(TEXTS, 'string');
	check(NUMBERS, 'number');
	check(FLAGS, 'boolean');
	const { seedance_draft: draft } = row;
	if (draft !== undefined && draft !== null)
		replace('seedance_draft', draftSchema.safeParse(draft).data);
	return result;
}

/** A generation in a GET response, a list row, or a callback. Images and audio use other names for some fields. */
export const generationSchema = lazySchema(() =>
	z.custom<Record<string, unknown>>(isRecord).transform(toGeneration),
);

/** A page of a list. Images have `total`, music and speech `has_more`, videos neither as far as is known. */
export const listPageSchema = lazySchema(() =>
	looseObject({
		data: z
			.custom<Array<Record<string, unknown>>>((rows) => Array.isArray(rows) && rows.every(isRecord))
			.transform((rows) => rows.map(toGeneration)),
		next_offset: lenientNumber(),
		total: lenientNumber(),
		has_more: lenientBoolean(),
	}),
);

/** Running jobs. Before 2026, `id` was called `video_id`. */
export const scheduledJobsSchema = lazySchema(() =>
	z.array(
		looseObject({ id: lenientString(), video_id: lenientString(), replyRef: lenientString() }),
	),
);

export const availableSlotsSchema = lazySchema(() =>
	looseObject({
		available: z.array(
			looseObject({
				email: z.string(),
				maxJobs: lenientNumber(),
				executing: lenientNumber(),
				available: lenientNumber(),
			}),
		),
	}),
);

/** Accounts by e-mail. */
export const accountsSchema = lazySchema(() => z.record(z.string(), looseObject({})));

const uploadedFile = () => ({ path: lenientString(), url: lenientString() });
/** Images have `result[0].path`, videos and audio a top-level `path`. */
export const uploadResponseSchema = lazySchema(() =>
	looseObject({
		...uploadedFile(),
		result: z
			.array(looseObject({ ...uploadedFile(), err_msg: lenientString() }))
			.nullish()
			.catch(undefined),
	}),
);

/** A response that is only known to be an object. */
export const looseObjectSchema = lazySchema(() => looseObject({}));
