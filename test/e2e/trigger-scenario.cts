import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator.cts';
import { ENDED_STATUSES, type Item } from './n8n/execution.cts';
import type { Credential, RestClient, WorkflowNode } from './n8n/rest.cts';
import { chainNodes, codeNode, pixVerseNode, START } from './workflows.cts';

/** Three polls a minute, so that a scenario takes a third of the time. n8n only accepts one number of seconds per entry. */
const POLL_TIMES = {
	item: [0, 20, 40].map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
};
const POLL_INTERVAL_MS = 25_000;
const MAX_POLL_DELAY_MS = 90_000;

/** Settings with which n8n polls triggers as scheduled jobs with cursors in its database. */
export const DURABLE_POLLERS = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

/** Creates a PixVerse Trigger node of the packed package, which polls every minute by default. */
export function triggerNode(
	credential: Credential,
	parameters: Record<string, unknown>,
): WorkflowNode {
	return {
		name: 'Finished',
		type: 'n8n-nodes-pixverse.pixVerseTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
		credentials: { pixVerseApi: { id: credential.id, name: credential.name } },
	};
}

/** Returns the items that the trigger of a workflow has emitted. */
export async function getEmittedItems(rest: RestClient, workflowId: string): Promise<Item[]> {
	const executionIds = await rest.listExecutionIds(workflowId);
	const executions = await Promise.all(executionIds.map(async (id) => await rest.getExecution(id)));
	return executions
		.filter(({ status }) => ENDED_STATUSES.has(status))
		.flatMap((execution) => execution.getItems('Finished'));
}

/** An n8n instance that can be restarted. */
export interface ScenarioEnvironment {
	readonly simulator: Simulator;
	/** A client that is logged in to the running instance. */
	rest(): RestClient;
	start(): Promise<void>;
	stop(): Promise<void>;
}

export interface ScenarioResult {
	/** The IDs of the videos that were created after the activation, oldest first. */
	readonly created: string[];
	/** The IDs that were emitted until the first poll, after a restart, and after another restart and poll. */
	readonly emitted: [unknown[], unknown[], unknown[]];
	/** The items of the first poll. */
	readonly items: Item[];
}

/**
 * Runs two workflows: one creates three videos at a time, the other starts with the trigger. Three videos exist on
 * activation, three finish while n8n runs, and three while n8n is down, after polls without a result.
 */
export async function runTriggerScenario(
	{ simulator, rest, start, stop }: ScenarioEnvironment,
	parameters: Record<string, unknown> = {},
): Promise<ScenarioResult> {
	const credential = await rest().createCredential('PixVerse account', 'pixVerseApi', {
		apiToken: simulator.token,
		baseUrl: simulator.url,
	});
	const triggerWorkflow = await rest().createWorkflow(
		chainNodes(
			'Watching',
			triggerNode(credential, { pollTimes: POLL_TIMES, ...parameters }),
			codeNode('Then', 'return [];'),
		),
	);
	const createWorkflow = await rest().createWorkflow(
		chainNodes(
			'Creating',
			START,
			codeNode(
				'Prompts',
				`return ['one', 'two', 'three'].map((prompt) => ({ json: { prompt } }));`,
			),
			pixVerseNode('Video', credential, {
				resource: 'video',
				operation: 'create',
				prompt: '={{ $json.prompt }}',
				waitMode: 'none',
			}),
		),
	);
	const createVideos = async () => {
		const execution = await rest().run(createWorkflow.id, START.name);
		if (execution.status !== 'success') throw new Error(execution.getSummary());
	};
	const listEmittedItems = async () => await getEmittedItems(rest(), triggerWorkflow.id);
	const waitForItems = async (count: number): Promise<Item[]> => {
		const deadline = Date.now() + MAX_POLL_DELAY_MS;
		for (;;) {
			const items = await listEmittedItems();
			if (items.length >= count || Date.now() > deadline) return items;
			await sleep(1000);
		}
	};
	const getIds = (items: Item[]) => items.map(({ json }) => json.id);

	await createVideos();
	simulator.clock.advance(120_000);
	const oldJobCount = simulator.jobs.length;
	await rest().activate(triggerWorkflow.id);
	// Publishing continues after the response.
	await sleep(5000);

	await createVideos();
	const items = await waitForItems(3);

	simulator.plannedResults.add({ afterMs: 20 * 60_000, count: 3 });
	await createVideos();
	await sleep(POLL_INTERVAL_MS);
	await stop();
	simulator.clock.advance(30 * 60_000);
	await start();
	const afterRestart = await waitForItems(6);

	await stop();
	await start();
	await sleep(POLL_INTERVAL_MS);
	const atTheEnd = await listEmittedItems();
	return {
		created: simulator.jobs.slice(oldJobCount).map(({ id }) => id),
		emitted: [getIds(items), getIds(afterRestart), getIds(atTheEnd)],
		items,
	};
}
