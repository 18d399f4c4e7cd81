/**
 * Runs the integration tests on another n8n-core version than the project's own. `npm run test:compatibility` sets
 * N8N_CORE_FOLDER to the folder of that version. The zod package, which n8n provides to the nodes, comes from that folder
 * too. n8n-core and n8n-workflow come from it by n8n.cjs.
 */
const path = require('node:path');

const FROM_N8N = /^zod(?:\/|$)/;

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
