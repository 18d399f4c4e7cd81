import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import { startN8n, type N8n } from '../e2e/n8n/instance.cts';
import { RestClient } from '../e2e/n8n/rest.cts';
import { startServices, type Services } from '../e2e/n8n/services.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { runTriggerScenario } from '../e2e/trigger-scenario.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-trigger-queue-'));
let simulator: Simulator;
let services: Services;
let main: N8n;
let worker: N8n;
let rest: RestClient;
let startCount = 0;

async function start(): Promise<void> {
	const getLog = (which: string) => join(ARTIFACTS, `trigger-queue-${which}-${startCount}.n8n.log`);
	startCount++;
	const { settings } = services;
	main = await startN8n({ userFolder, settings, log: getLog('main') });
	worker = await startN8n({ userFolder, settings, log: getLog('worker'), role: 'worker' });
	rest = await RestClient.logIn(main.url, owner);
}

async function stop(): Promise<void> {
	await main?.stop();
	await worker?.stop();
}

beforeAll(async () => {
	services = await startServices();
	simulator = await startReportedSimulator({ speed: 10 });
	await start();
}, START_TIMEOUT_MS);
afterAll(async () => {
	await stop();
	await simulator?.stop();
	await services?.stop();
	rmSync(userFolder, { recursive: true, force: true });
}, START_TIMEOUT_MS);

describe("Trigger in n8n's queue mode", () => {
	it('should emit each video once, through restarts of main and worker', async () => {
		const { created, emitted } = await runTriggerScenario({
			simulator,
			rest: () => rest,
			start,
			stop,
		});
		const [first, second, last] = emitted;
		expect(created).toHaveLength(6);
		expect(first).toEqual(created.slice(0, 3));
		expect(second).toEqual(created);
		expect(last).toEqual(created);
	}, 900_000);
});
