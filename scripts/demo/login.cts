import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Owner } from '../../test/e2e/n8n/rest.cts';

const login = z.object({ email: z.string(), password: z.string() });

/**
 * The login of the demo's n8n. It is made up at the first run and kept beside the n8n that it belongs to, readable for
 * this user only: others on this machine can reach the editor's port too.
 */
export function demoLogin(file: string): Owner {
	if (existsSync(file)) return login.parse(JSON.parse(readFileSync(file, 'utf8')));
	// n8n wants a digit and a capital letter.
	const owner = { email: 'demo@example.com', password: `Demo-${randomBytes(6).toString('hex')}-1` };
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
	return owner;
}
