import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCommand } from './command.cts';
import { PROJECT } from './n8n/installation.cts';
import { findFreePort } from './n8n/ports.cts';

/** The files of a new clone that the commands need. It has no node_modules folder. */
let clone: string;
beforeEach(() => {
	clone = mkdtempSync(join(tmpdir(), 'pixverse-clone-'));
	for (const part of ['scripts', 'package.json', 'package-lock.json', '.npmrc']) {
		cpSync(join(PROJECT, part), join(clone, part), { recursive: true });
	}
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

describe('Commands on a new clone', () => {
	it('should report that the registry is unreachable and leave no node_modules folder', async () => {
		const unreachable = `http://127.0.0.1:${await findFreePort()}/`;

		const command = startCommand(['build'], { npm_config_registry: unreachable }, clone);

		expect(await command.ended).toBe(1);
		expect(command.getOutput()).toContain(
			"✗ Installing the packages of this project failed: The package registry can't be reached.",
		);
		expect(command.getOutput()).toMatch(/→ Check the network/);
		expect(existsSync(join(clone, 'node_modules'))).toBe(false);
	}, 180_000);

	it('should list the commands if a command is unknown', async () => {
		const command = startCommand(['biuld'], {}, clone);

		expect(await command.ended).toBe(1);
		expect(command.getOutput()).toMatch(/command "biuld" doesn't exist.* build/);
	}, 60_000);
});
