/**
 * `node scripts/n8n.mjs` makes sure that a real n8n and the packed package are there, and prints where, as one line of
 * JSON: `{ n8n: { version, folder, node, program }, package: { file, fingerprint } }`. Progress goes to stderr.
 */
import { installN8n } from './install/n8n.mjs';
import { packPackage } from './package/pack.mjs';

const leave = () => process.exit(130);
process.on('SIGINT', leave);
process.on('SIGTERM', leave);

try {
	// The package first: what is wrong with the sources shows at once.
	const packed = await packPackage();
	const n8n = await installN8n();
	console.log(
		JSON.stringify({
			n8n,
			package: { file: packed.file, fingerprint: packed.fingerprint },
		}),
	);
} catch (error) {
	console.error(String(error));
	process.exitCode = 1;
}
