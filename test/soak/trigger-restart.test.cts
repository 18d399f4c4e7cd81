import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { startN8n, type N8n } from '../e2e/n8n/instance.cts';
import { RestClient } from '../e2e/n8n/rest.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { runTriggerScenario } from '../e2e/trigger-scenario.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-trigger-'));
let simulator: Simulator;
let n8n: N8n;
let rest: RestClient;
let startCount = 0;

async function start(): Promise<void> {
	n8n = await startN8n({
		userFolder,
		log: join(ARTIFACTS, `trigger-restart-${++startCount}.n8n.log`),
	});
	rest = await RestClient.logIn(n8n.url, owner);
}

beforeAll(async () => {
	simulator = await startReportedSimulator({ speed: 10 });
	await start();
}, START_TIMEOUT_MS);
afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
	rmSync(userFolder, { recursive: true, force: true });
}, START_TIMEOUT_MS);

describe('Trigger in n8n', () => {
	it('should emit each video once, through restarts', async () => {
		const { created, emitted, items } = await runTriggerScenario(
			{ simulator, rest: () => rest, start, stop: async () => await n8n.stop() },
			{ download: true },
		);
		const [first, second, last] = emitted;
		expect(created).toHaveLength(6);
		expect(first).toEqual(created.slice(0, 3));
		expect(second).toEqual(created);
		expect(last).toEqual(created);
		for (const { json, binary } of items) {
			expect(json).toMatchObject({ kind: 'video', status: 'COMPLETED' });
			const file = await rest.downloadBinary(binary?.data?.id ?? '');
			expect(file.equals(simulator.media.getBytes(String(json.id)))).toBe(true);
		}
	}, 600_000);
});
