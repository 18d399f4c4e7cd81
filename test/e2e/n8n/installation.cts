import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

/** The clone this file belongs to. */
export const PROJECT = join(__dirname, '..', '..', '..');

const installation = z.object({
	n8n: z.object({
		version: z.string(),
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

/** `npm run` steps say what is wrong and what to do in their own words; nothing needs to be added to them. */
export class InstallationFailed extends Error {}

/**
 * A real n8n and the packed package, installed and built first if they are not there (see scripts/n8n.mjs). That takes
 * minutes on a new machine and a tenth of a second later. Progress goes to stderr.
 */
export async function findInstallation(): Promise<Installation> {
	const printed = await new Promise<string>((resolve, reject) => {
		const child = execFile(
			process.execPath,
			[join(PROJECT, 'scripts', 'n8n.mjs')],
			{ cwd: PROJECT },
			(error, stdout) => {
				if (error) reject(new InstallationFailed(words.trim()));
				else resolve(stdout);
			},
		);
		let words = '';
		child.stderr?.on('data', (text: string) => {
			words += text;
			process.stderr.write(text);
		});
	});
	return installation.parse(JSON.parse(printed));
}
