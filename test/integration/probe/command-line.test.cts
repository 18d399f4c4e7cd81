import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { OptionError, parseOptions } from '../../../scripts/probe/options.cts';
import { startChangedApi } from './changed-api.cts';
import { inRow } from './changes.cts';
import { createProbeTestBed } from './probe-test-bed.cts';

const testBed = createProbeTestBed();
const { getEnvironment, getReport, probe } = testBed;

/** Runs the command, as `npm run probe` does. */
async function runCommand(env: NodeJS.ProcessEnv, ...args: string[]) {
	const child = spawn(process.execPath, ['-r', 'tsx/cjs', 'scripts/probe/main.cts', ...args], {
		cwd: join(__dirname, '../../..'),
		env: { ...process.env, ...env },
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (piece) => (output += String(piece)));
	const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { exitCode, output };
}

describe('The command line of the probe', () => {
	it('should end with code 1 when there are differences', async () => {
		const changed = await startChangedApi(testBed.simulator.url, {
			'GET scheduler/available': inRow('available', { paused: true }),
		});
		const env = { ...getEnvironment(), PIXVERSE_API_BASE_URL: changed.url };
		const result = await runCommand(env, '--report', getReport('command'));
		await changed.stop();
		expect(result).toMatchObject({
			exitCode: 1,
			output: expect.stringMatching(/\n1 difference in \d+ checks\.\nReport: .*command\.md\n$/),
		});
	}, 180_000);

	it('should end with code 0 when there are none', async () => {
		const result = await runCommand(getEnvironment(), '--report', getReport('same'));
		expect(result).toMatchObject({
			exitCode: 0,
			output: expect.stringContaining('No differences'),
		});
	}, 180_000);

	it('should end with code 2 without a token', async () => {
		const { exitCode, output } = await runCommand({ PIXVERSE_API_TOKEN: '' });
		expect(output).toMatch(/Set PIXVERSE_API_TOKEN.*Usage: npm run probe/s);
		expect(exitCode).toBe(2);
	}, 180_000);

	it.each<[string, NodeJS.ProcessEnv, RegExp]>([
		['a wrong token', { PIXVERSE_API_TOKEN: 'user:1-wrong' }, /token wasn't accepted/],
		[
			'an address without an API',
			{ PIXVERSE_API_BASE_URL: 'http://127.0.0.1:9' },
			/not be reached/,
		],
	])('should fail with %s, without a report', async (_what, env, pattern) => {
		const failure = await probe([], env).catch((error: unknown) => error as Error);
		expect((failure as Error).message).toMatch(pattern);
		expect((failure as Error).message).not.toContain('user:1-wrong');
		expect(existsSync(getReport())).toBe(false);
	});

	it.each([
		['an invalid number of credits', ['--spend', 'all'], /--spend must be a whole number/],
		['an unknown option', ['--spent', '1'], /Unknown option/],
	])('should reject %s', (_what, args, pattern) => {
		expect(() => parseOptions(args, getEnvironment())).toThrow(pattern);
		expect(() => parseOptions(args, getEnvironment())).toThrow(OptionError);
	});
});
