import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { request } from 'undici';

/** Runs the command and collects its output. */
function run(...args: string[]) {
	const main = join(__dirname, '../../../simulator/main.cts');
	const child = spawn(process.execPath, ['-r', 'tsx/cjs', main, ...args]);
	let output = '';
	const listeners: Array<() => void> = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (piece) => {
			output += String(piece);
			for (const listener of listeners) listener();
		});
	}
	const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
	return {
		child,
		exited,
		waitForOutput: async (pattern: RegExp): Promise<string> =>
			await new Promise((resolve, reject) => {
				const check = () => {
					const found = pattern.exec(output);
					if (found) resolve(found[1] ?? found[0]);
				};
				listeners.push(check);
				check();
				void exited.then(() => reject(new Error(`The command ended with output: ${output}`)));
			}),
		output: () => output,
	};
}

describe('npm run simulator', () => {
	it('should print its addresses and requests, and exit on a signal', async () => {
		const command = run('--port', '0', '--media-port', '0', '--speed', '50', '--videos', '2');
		try {
			const url = await command.waitForOutput(/Base URL\s+(\S+)/);
			const token = await command.waitForOutput(/API token\s+(\S+)/);
			const response = await request(`${url}/v2/pixverse/videos`, {
				headers: { authorization: `Bearer ${token}` },
			});
			expect((await response.body.json()) as object).toMatchObject({ data: [{}, {}] });
			await command.waitForOutput(/GET \/v2\/pixverse\/videos 200/);
		} finally {
			command.child.kill('SIGTERM');
		}
		expect(await command.exited).toBe(0);
	});

	it('should report the port that is in use', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;
		const command = run('--port', String(port), '--media-port', '0');
		expect(await command.exited).toBe(1);
		expect(command.output()).toContain(`Port ${port} is in use`);
		await new Promise((resolve) => other.close(resolve));
	});

	it('should report an invalid option', async () => {
		const command = run('--speed', 'fast');
		expect(await command.exited).toBe(1);
		expect(command.output()).toContain('--speed must be a number, not "fast"');
	});
});
