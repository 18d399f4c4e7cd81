import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../../..');

/** Runs the failing suite in a separate process and returns the output of Jest. */
function runFailingSuite(): string {
	const jest = join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
	const { projects } = require(join(PROJECT, 'jest.config.cjs')) as { projects: object[] };
	const config = {
		...projects[0],
		displayName: 'fixture',
		testMatch: ['<rootDir>/test/reporting/failing.fixture.cts'],
	};
	const { stderr } = spawnSync(
		process.execPath,
		[jest, '--config', JSON.stringify(config), '--runInBand', '--testTimeout=60000'],
		{ cwd: PROJECT, encoding: 'utf8', env: { ...process.env, TEST_SEED: '4711', NO_COLOR: '1' } },
	);
	return stderr;
}

describe('The report of a failing test', () => {
	const report = runFailingSuite();
	const [first = '', second = ''] = report.split('● A failing suite').slice(1);

	it('should show the expected and the received value', () => {
		expect(first).toContain('Expected: "expected value"');
		expect(first).toContain('Received: "received value"');
	});

	it('should show the requests of the test with their statuses', () => {
		expect(first).toMatch(/Requests sent: 1\n\s+GET \/v2\/pixverse\/features\/ → 401/);
	});

	it('should not show the requests of the previous test', () => {
		expect(second).toContain('Requests sent: none');
	});

	it('should show the seed and how to use it again', () => {
		expect(first).toContain('Seed: 4711 (repeat with TEST_SEED=4711)');
	});
});
