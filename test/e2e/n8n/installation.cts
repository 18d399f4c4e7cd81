import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

/** The clone this file belongs to. */
export const PROJECT = join(__dirname, '..', '..', '..');

const installation = z.object({
	n8n: z.object({
		version: z.string(),
		/** Where it is installed. */
		folder: z.string(),
		/** The Node that this n8n runs on. */
		node: z.string(),
		/** n8n's program file, to be given to that Node. */
		program: z.string(),
	}),
	package: z.object({
		/** The packed package, as npm would publish it. */
		file: z.string(),
		/** Changes with the sources. */
		fingerprint: z.string(),
	}),
});

export type Installation = z.infer<typeof installation>;

/** The step has said on stderr what is wrong and what to do. */
export class InstallationFailed extends Error {}

/**
 * A real n8n and the packed package, installed and built first if they are not there (see scripts/n8n.mjs). That takes
 * minutes on a new machine and a tenth of a second later. Progress goes to stderr.
 */
export async function findInstallation(signal?: AbortSignal): Promise<Installation> {
	const printed = await new Promise<string>((resolve, reject) => {
		const child = spawn(process.execPath, [join(PROJECT, 'scripts', 'n8n.mjs')], {
			cwd: PROJECT,
			signal,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let text = '';
		child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(text);
			else reject(new InstallationFailed('A real n8n with the package could not be set up'));
		});
	});
	return installation.parse(JSON.parse(printed));
}
