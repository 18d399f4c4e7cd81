import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCommand } from './command.cts';
import { PROJECT } from './n8n/installation.cts';
import { freePort } from './n8n/ports.cts';

/** A clone as git makes it, as far as the commands need it: without node_modules. */
let clone: string;
beforeEach(() => {
	clone = mkdtempSync(join(tmpdir(), 'pixverse-clone-'));
	for (const part of ['scripts', 'package.json', 'package-lock.json', '.npmrc']) {
		cpSync(join(PROJECT, part), join(clone, part), { recursive: true });
	}
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

describe('a command on a bare clone', () => {
	it('says that the registry cannot be reached, and leaves no half-made node_modules', async () => {
		const nobody = `http://127.0.0.1:${await freePort()}/`;

		const command = startCommand(['build'], { npm_config_registry: nobody }, clone);

		expect(await command.ended).toBe(1);
		expect(command.printed()).toContain('✗ Installing the packages of this project did not work: ');
		expect(command.printed()).toContain('The package registry cannot be reached.');
		expect(command.printed()).toMatch(/→ Check the network/);
		expect(existsSync(join(clone, 'node_modules'))).toBe(false);
	}, 60_000);

	it('asks for a known command when there is none of that name', async () => {
		const command = startCommand(['biuld'], {}, clone);

		expect(await command.ended).toBe(1);
		expect(command.printed()).toMatch(/no command "biuld".* build/);
	}, 30_000);
});
