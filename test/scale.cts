/** The seed of this run, printed at its start. */
export const SEED = Number(process.env.TEST_SEED);

const SCALES = { soak: 1, mutation: 2 } as const;

/**
 * What a suite uses before a commit, what it uses in `npm run test:soak`, and what it uses for each of the thousands of
 * runs of `npm run mutation`.
 */
export const scale = <T,>(usual: T, soak: T, mutation: T = usual): T =>
	[usual, soak, mutation][SCALES[process.env.TEST_SCALE as keyof typeof SCALES] ?? 0] as T;
