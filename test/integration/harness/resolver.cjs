/**
 * Lets the engine tests run on another n8n-core than the project's own: with N8N_ENGINE set to a folder that has one
 * (`npm run engines` sets it), everything that n8n gives a node comes from there, for the nodes under test too. What
 * those packages need themselves they find beside them, as always.
 */
const path = require('node:path');

/** What a node or the harness takes from n8n. zod belongs to it: nodes get the copy that n8n has. */
const FROM_N8N = /^(?:n8n-core|n8n-workflow|zod|reflect-metadata)(?:\/|$)/;

const folder = process.env.N8N_ENGINE;
const packages = `${path.sep}node_modules${path.sep}`;

/** jest's resolver; see https://jestjs.io/docs/configuration#resolver-string */
module.exports = (request, options) => {
	const ours = !options.basedir.includes(packages) && !options.basedir.startsWith(folder ?? '\0');
	return options.defaultResolver(
		request,
		folder && ours && FROM_N8N.test(request) ? { ...options, basedir: folder } : options,
	);
};
