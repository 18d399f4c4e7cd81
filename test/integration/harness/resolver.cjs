/**
 * Runs the integration tests on another n8n-core version than the project's own. `npm run test:compatibility` sets
 * N8N_CORE_FOLDER to the folder of that version. The packages that n8n provides to a node come from that folder, for the
 * nodes too. Their own dependencies resolve as usual.
 */
const path = require('node:path');

/** The packages that n8n provides to a node or the test harness. Nodes use the zod package of n8n. */
const FROM_N8N = /^(?:n8n-core|n8n-workflow|zod|reflect-metadata)(?:\/|$)/;

const folder = process.env.N8N_CORE_FOLDER;
const packages = `${path.sep}node_modules${path.sep}`;

/** jest's resolver; see https://jestjs.io/docs/configuration#resolver-string */
module.exports = (request, options) => {
	const ours = !options.basedir.includes(packages) && !options.basedir.startsWith(folder ?? '\0');
	return options.defaultResolver(
		request,
		folder && ours && FROM_N8N.test(request) ? { ...options, basedir: folder } : options,
	);
};
