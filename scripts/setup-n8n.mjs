/**
 * `node scripts/setup-n8n.mjs` builds the package, installs n8n, and prints where both are as one line of JSON:
 * `{ n8n: { version, folder, node, program }, package: { file, fingerprint } }`. Progress goes to stderr.
 */
import { installN8n } from './install/n8n.mjs';
import { packPackage } from './package/pack.mjs';

const exit = () => process.exit(130);
process.on('SIGINT', exit);
process.on('SIGTERM', exit);

try {
	// The package comes first, because errors in the sources show immediately.
	const { file, fingerprint } = await packPackage();
	const n8n = await installN8n();
	console.log(JSON.stringify({ n8n, package: { file, fingerprint } }));
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
