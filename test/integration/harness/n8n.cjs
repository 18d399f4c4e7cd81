/** n8n-core, with its own user folder. N8N_CORE_FOLDER selects another version than the project's. */
const { mkdtempSync, rmSync } = require('node:fs');
const { createRequire } = require('node:module');
const { tmpdir } = require('node:os');
const path = require('node:path');

// n8n-core reads the user folder when it's loaded.
const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = 'a key for tests only';
process.on('exit', () => rmSync(userFolder, { recursive: true, force: true }));

const core = require.resolve('n8n-core', { paths: [process.env.N8N_CORE_FOLDER ?? __dirname] });

const requireBesideCore = createRequire(core);

/** Loads a package as n8n-core does, because instances are only found in the same copy of @n8n/di. */
exports.requireFromN8n = (id) => (id === 'n8n-core' ? require(core) : requireBesideCore(id));
