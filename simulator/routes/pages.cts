/** A page of a list, and where the next one starts. */
export interface ListPage<T> {
	readonly rows: readonly T[];
	readonly next_offset: number;
	readonly has_more: boolean;
}

/**
 * Returns a page of a list. Each row is preceded by `hidden` rows that count for `limit` and `offset` but
 * aren't returned, so that a page can be short, or empty, before the end. `next_offset` is never null.
 */
export function slicePage<T>(
	all: readonly T[],
	{ limit, offset, hidden }: { limit: number; offset: number; hidden: number },
): ListPage<T> {
	const stride = hidden + 1;
	const end = offset + limit;
	return {
		rows: all.filter((_, index) => {
			const position = index * stride + hidden;
			return position >= offset && position < end;
		}),
		next_offset: end,
		has_more: end < all.length * stride,
	};
}
