import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { request } from 'undici';

/** Runs the command and collects what it says. */
function run(...args: string[]) {
	const main = join(__dirname, '../../../simulator/main.cts');
	const child = spawn(process.execPath, ['-r', 'tsx/cjs', main, ...args]);
	let output = '';
	const heard: Array<() => void> = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (piece) => {
			output += String(piece);
			for (const each of heard) each();
		});
	}
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	return {
		child,
		ended,
		said: async (pattern: RegExp): Promise<string> =>
			await new Promise((resolve, reject) => {
				const look = () => {
					const found = pattern.exec(output);
					if (found) resolve(found[1] ?? found[0]);
				};
				heard.push(look);
				look();
				void ended.then(() => reject(new Error(`It ended, and said: ${output}`)));
			}),
		output: () => output,
	};
}

describe('npm run simulator', () => {
	it('tells where it listens, prints requests, and ends on a signal', async () => {
		const command = run('--port', '0', '--media-port', '0', '--speed', '50', '--videos', '2');
		try {
			const url = await command.said(/Base URL\s+(\S+)/);
			const token = await command.said(/API token\s+(\S+)/);
			const response = await request(`${url}/v2/pixverse/videos`, {
				headers: { authorization: `Bearer ${token}` },
			});
			expect((await response.body.json()) as object).toMatchObject({ data: [{}, {}] });
			await command.said(/GET \/v2\/pixverse\/videos 200/);
		} finally {
			command.child.kill('SIGTERM');
		}
		expect(await command.ended).toBe(0);
	});

	it('says which port is taken', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;
		const command = run('--port', String(port), '--media-port', '0');
		expect(await command.ended).toBe(1);
		expect(command.output()).toContain(`Port ${port} is taken`);
		await new Promise((resolve) => other.close(resolve));
	});

	it('says what it does not understand', async () => {
		const command = run('--speed', 'fast');
		expect(await command.ended).toBe(1);
		expect(command.output()).toContain('--speed must be a number, not "fast"');
	});
});
