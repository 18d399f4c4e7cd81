import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReportedSimulator } from '../reporting/requests.cts';
import { startCommand, type Command } from './command.cts';
import { setUpN8n } from './n8n/installation.cts';
import { findFreePort, isPortInUse } from './n8n/ports.cts';
import { RestClient } from './n8n/rest.cts';
import { START_TIMEOUT_MS } from './environment.cts';

/** Long enough to start n8n, create a video, and stop n8n on a busy machine. */
const DEMO_TIMEOUT_MS = 180_000;

let output: string;
let command: Command | undefined;
beforeAll(async () => void (await setUpN8n()), START_TIMEOUT_MS);
beforeEach(() => (output = mkdtempSync(join(tmpdir(), 'pixverse-demo-'))));
afterEach(async () => {
	command?.kill();
	await command?.ended;
	rmSync(output, { recursive: true, force: true });
});

const startDemo = (args: string[], env: NodeJS.ProcessEnv = {}) => {
	command = startCommand(['demo', '--output', output, ...args], { PIXVERSE_API_TOKEN: '', ...env });
	return command;
};

describe('npm run demo', () => {
	it(
		'should write an MP4, keep an editor open for its login, and leave nothing behind after Ctrl+C',
		async () => {
			const port = await findFreePort();
			const running = startDemo(['--port', String(port), '--fresh']);

			const [, address = ''] = await running.waitForOutput(/Editor +(\S+)/);
			const [, email = ''] = await running.waitForOutput(/Email +(\S+)/);
			const [, password = ''] = await running.waitForOutput(/Password +(\S+)/);
			const [video = ''] = readdirSync(output);
			expect(video).toMatch(/\.mp4$/);
			expect(readFileSync(join(output, video)).toString('latin1', 4, 8)).toBe('ftyp');
			const rest = await RestClient.logIn(new URL(address).origin, { email, password });
			expect((await rest.listWorkflows()).map(({ id }) => id)).toEqual([address.split('/').at(-1)]);

			running.interrupt();
			expect(await running.ended).toBe(0);
			expect(await isPortInUse(port)).toBe(false);
		},
		DEMO_TIMEOUT_MS,
	);

	it(
		'should use the real API when there is a token for it, say that this costs credits, and end with --once',
		async () => {
			const api = await startReportedSimulator({ speed: 10 });
			const running = startDemo(['--port', String(await findFreePort()), '--once'], {
				PIXVERSE_API_TOKEN: api.token,
				PIXVERSE_API_BASE_URL: api.url,
			});

			expect(await running.ended).toBe(0);
			expect(running.getOutput()).toMatch(/real PixVerse API .* costs credits/);
			expect(running.getOutput()).not.toContain(api.token);
			expect(api.jobs).toHaveLength(1);
			const [video = ''] = readdirSync(output);
			const bytes = api.media.getBytes(api.jobs[0]?.id ?? '');
			expect(readFileSync(join(output, video)).equals(bytes)).toBe(true);
			await api.stop();
		},
		DEMO_TIMEOUT_MS,
	);

	it('should report why the API rejects the token before it starts n8n', async () => {
		const api = await startReportedSimulator();
		const running = startDemo(['--port', String(await findFreePort()), '--once'], {
			PIXVERSE_API_TOKEN: 'user:1-wrong',
			PIXVERSE_API_BASE_URL: api.url,
		});

		expect(await running.ended).toBe(1);
		expect(running.getOutput()).toMatch(/✗ .*token.*\n {2}→ /i);
		expect(running.getOutput()).not.toMatch(/Starting n8n/);
		await api.stop();
	}, 30_000);

	it('should report a port in use and how to use another', async () => {
		const other = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
		await new Promise((resolve) => other.once('listening', resolve));
		const { port } = other.address() as AddressInfo;

		const running = startDemo(['--port', String(port)]);

		expect(await running.ended).toBe(1);
		expect(running.getOutput()).toContain(`✗ Port ${port} is in use`);
		expect(running.getOutput()).toContain(`npm run demo -- --port ${port + 1}`);
		await new Promise((resolve) => other.close(resolve));
	}, 30_000);

	it('should explain its options when one is invalid', async () => {
		const running = startDemo(['--prot', '5680']);

		expect(await running.ended).toBe(1);
		expect(running.getOutput()).toMatch(/--prot[\s\S]*Usage: npm run demo/);
	}, 30_000);
});
