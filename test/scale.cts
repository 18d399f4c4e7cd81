/** The seed of this run, printed at its start. */
export const SEED = Number(process.env.TEST_SEED);

/** What a suite uses before a commit, and what it uses in `npm run test:soak`. */
export const scale = <T,>(usual: T, soak: T): T =>
	process.env.TEST_SCALE === 'soak' ? soak : usual;
