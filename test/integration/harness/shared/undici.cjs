/** undici keeps its connections in a global, which the next suite finds. */
module.exports = globalThis.requireShared('undici');
