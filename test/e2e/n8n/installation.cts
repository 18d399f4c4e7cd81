import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

/** The folder of this clone. */
export const PROJECT = join(__dirname, '..', '..', '..');

const installationSchema = z.object({
	n8n: z.object({
		version: z.string(),
		/** The folder in which n8n is installed. */
		folder: z.string(),
		/** The Node.js that runs n8n. */
		node: z.string(),
		/** The file to run with that Node.js. */
		program: z.string(),
	}),
	package: z.object({
		/** The tarball of the package, as npm would publish it. */
		file: z.string(),
		/** Changes with the sources. */
		fingerprint: z.string(),
	}),
});

export type Installation = z.infer<typeof installationSchema>;

/** The installation failed. setup-n8n.mjs has printed the problem and the next step to stderr. */
export class InstallationError extends Error {}

/**
 * Installs n8n and builds the package if necessary (see scripts/setup-n8n.mjs). Takes minutes on a new machine, and a tenth
 * of a second afterwards. Progress goes to stderr.
 */
export async function setUpN8n(signal?: AbortSignal): Promise<Installation> {
	const printed = await new Promise<string>((resolve, reject) => {
		const child = spawn(process.execPath, [join(PROJECT, 'scripts', 'setup-n8n.mjs')], {
			cwd: PROJECT,
			// The suite's own variables: without them, the process gets those of the Jest worker.
			env: process.env,
			signal,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let text = '';
		child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(text);
			else reject(new InstallationError('n8n with the package could not be set up'));
		});
	});
	return installationSchema.parse(JSON.parse(printed));
}
