const fc = require('fast-check');
const { uniformFloat64 } = require('pure-rand/distribution/uniformFloat64');
const { xoroshiro128plus } = require('pure-rand/generator/xoroshiro128plus');

/** One seed gives one run: the examples of fast-check, and everything that draws from Math.random. */
const seed = Number(process.env.TEST_SEED);
// Thousands of runs of `npm run mutation` fail: a failure is enough for them, without a search for a smaller example.
fc.configureGlobal({ seed, endOnFailure: process.env.TEST_SCALE === 'mutation' });

const generator = xoroshiro128plus(seed);
Math.random = () => uniformFloat64(generator);
