const { randomInt } = require('node:crypto');

/** Chooses the seed of the run. `TEST_SEED=<seed> npm test` repeats it: workers inherit the environment. */
module.exports = async () => {
	process.env.TEST_SEED ??= String(randomInt(2 ** 31));
	process.stdout.write(
		`\nSeed ${process.env.TEST_SEED} (repeat with TEST_SEED=${process.env.TEST_SEED})\n`,
	);
};
