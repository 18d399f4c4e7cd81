import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { startN8n, type N8n, type Role } from '../e2e/n8n/instance.cts';
import { RestClient } from '../e2e/n8n/rest.cts';
import { startServices, type Services } from '../e2e/n8n/services.cts';
import { DURABLE_POLLERS, getEmittedItems, triggerNode } from '../e2e/trigger-scenario.cts';
import { chainNodes, codeNode } from '../e2e/workflows.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const folder = mkdtempSync(join(tmpdir(), 'n8n-trigger-durable-'));
const settings: Record<string, string> = {
	...DURABLE_POLLERS,
	N8N_ENCRYPTION_KEY: randomUUID(),
	// The polls of each process are in its log.
	N8N_LOG_LEVEL: 'debug',
	N8N_LOG_SCOPES: 'scheduler',
};
const getLog = (name: string) => join(ARTIFACTS, `trigger-durable-${name}.n8n.log`);
let simulator: Simulator;
let services: Services;
const running: N8n[] = [];

async function start(name: string, role: Role = 'main', more = {}): Promise<N8n> {
	const n8n = await startN8n({
		userFolder: join(folder, name),
		settings: { ...services.settings, ...settings, ...more },
		log: getLog(name),
		role,
	});
	running.push(n8n);
	return n8n;
}

/** Creates a video as any other client of the API would. */
async function createVideo(): Promise<string> {
	const { url, token } = simulator;
	const response = await fetch(`${url}/v2/pixverse/videos/create`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ prompt: 'a lighthouse' }),
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return simulator.jobs.at(-1)?.id ?? '';
}

async function waitFor<T>(read: () => T | Promise<T>, isDone: (value: T) => boolean): Promise<T> {
	const deadline = Date.now() + 180_000;
	for (;;) {
		const value = await read();
		if (isDone(value) || Date.now() > deadline) return value;
		await sleep(500);
	}
}

beforeAll(async () => {
	services = await startServices();
	simulator = await startSimulator({ speed: 1 });
}, START_TIMEOUT_MS);
afterAll(async () => {
	for (const n8n of running) await n8n.stop();
	await simulator?.stop();
	await services?.stop();
	rmSync(folder, { recursive: true, force: true });
}, START_TIMEOUT_MS);

describe('Trigger with durable pollers and two main processes', () => {
	// n8n's multi-main setup needs a license. Without it, two main processes share the database, the queue, and the jobs, and
	// both act as the leader.
	it('should emit each generation once from the activation on, whichever process polls', async () => {
		const first = await start('main-1');
		let rest = await RestClient.logIn(first.url, owner);
		const [second] = await Promise.all([
			start('main-2'),
			start('worker', 'worker'),
			expect(start('multi-main', 'main', { N8N_MULTI_MAIN_SETUP_ENABLED: 'true' })).rejects.toThrow(
				'n8n ended with exit code 1',
			),
		]);
		const credential = await rest.createCredential('PixVerse account', 'pixVerseApi', {
			apiToken: simulator.token,
			baseUrl: simulator.url,
		});
		// The first regular poll is most of a minute away.
		const cronSecond = (new Date().getSeconds() + 50) % 60;
		const pollTimes = { item: [{ mode: 'custom', cronExpression: `${cronSecond} * * * * *` }] };
		const { id } = await rest.createWorkflow(
			chainNodes(
				'Finished',
				triggerNode(credential, { pollTimes }),
				codeNode('Then', 'return [];'),
			),
		);
		const emitted = async () =>
			(await getEmittedItems(rest, id)).map(({ json }) => json.id as string);
		const untilEmitted = async (ids: string[]) =>
			expect(await waitFor(emitted, (all) => all.length >= ids.length)).toEqual(ids);
		const getPollers = () =>
			['main-1', 'main-2'].filter((name) =>
				readFileSync(getLog(name), 'utf8').includes('Poll returned'),
			);

		await createVideo();
		simulator.clock.advance(120_000);
		const atActivation = await createVideo();
		await rest.activate(id);
		const states = await waitFor(
			() =>
				services.queryRows<{ cursor: object; staticData: object }>(
					`SELECT cursor, "staticData" FROM poller_state JOIN workflow_entity ON id = "workflowId"`,
				),
			(rows) => JSON.stringify(rows).includes('pixVerseTrigger'),
		);
		// n8n drops the node's static data that the poll on activation wrote, but keeps the workflow's.
		expect(states).toEqual([
			{ cursor: {}, staticData: expect.objectContaining({ global: expect.any(Object) }) },
		]);
		const afterActivation = await createVideo();
		simulator.clock.advance(120_000);
		expect(await emitted()).toEqual([]);
		expect(getPollers()).toEqual([]);
		const ids = [atActivation, afterActivation];
		await untilEmitted(ids);

		await first.kill();
		rest = await RestClient.logIn(second.url, owner);
		ids.push(await createVideo());
		simulator.clock.advance(120_000);
		await untilEmitted(ids);
		expect(getPollers()).toContain('main-2');

		const restarted = await start('main-1');
		await second.kill();
		rest = await RestClient.logIn(restarted.url, owner);
		ids.push(await createVideo());
		simulator.clock.advance(120_000);
		await untilEmitted(ids);
		expect(getPollers()).toContain('main-1');
		await sleep(70_000);
		expect(await emitted()).toEqual(ids);
	}, 2_400_000);
});
