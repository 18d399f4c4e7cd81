import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator.cts';
import { ENDED_STATUSES, type Item } from './n8n/execution.cts';
import type { Credential, Rest, WorkflowNode } from './n8n/rest.cts';
import { chainNodes, codeNode, pixVerseNode, START } from './workflows.cts';

/** Three polls a minute, so that a scenario takes a third of the time. n8n accepts one number as the seconds of each. */
const POLL_TIMES = {
	item: [0, 20, 40].map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
};
const POLL_INTERVAL_MS = 25_000;
const MAX_POLL_DELAY_MS = 90_000;

/** Settings by which n8n polls triggers by jobs with cursors in its database. */
export const DURABLE_POLLERS = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

/** The trigger of the packed package, which polls every minute. */
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

/** Items with which the trigger has started a workflow. */
export async function getEmittedItems(rest: Rest, workflowId: string): Promise<Item[]> {
	const started = await rest.executionsOf(workflowId);
	const executions = await Promise.all(started.map(async (id) => await rest.execution(id)));
	return executions
		.filter(({ status }) => ENDED_STATUSES.has(status))
		.flatMap((execution) => execution.itemsOf('Finished'));
}

/** An n8n instance that can be restarted. */
export interface ScenarioEnvironment {
	readonly simulator: Simulator;
	/** Logged in at the running instance. */
	rest(): Rest;
	start(): Promise<void>;
	stop(): Promise<void>;
}

export interface ScenarioResult {
	/** The videos that were created after the activation, oldest first. */
	readonly created: string[];
	/** The IDs that were emitted until the first poll, after a restart, and after another restart and poll. */
	readonly emitted: [unknown[], unknown[], unknown[]];
	/** The items of the first poll. */
	readonly items: Item[];
}

/**
 * One workflow creates three videos at a time, another one starts with the trigger. Three videos exist on activation, three
 * finish while n8n runs, and three while n8n is down, after polls without a result.
 */
export async function runTriggerScenario(
	{ simulator, rest, start, stop }: ScenarioEnvironment,
	parameters: Record<string, unknown> = {},
): Promise<ScenarioResult> {
	const credential = await rest().createCredential('PixVerse account', 'pixVerseApi', {
		apiToken: simulator.token,
		baseUrl: simulator.url,
	});
	const watching = await rest().createWorkflow(
		chainNodes(
			'Watching',
			triggerNode(credential, { pollTimes: POLL_TIMES, ...parameters }),
			codeNode('Then', 'return [];'),
		),
	);
	const creating = await rest().createWorkflow(
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
		const execution = await rest().run(creating.id, START.name);
		if (execution.status !== 'success') throw new Error(execution.summary());
	};
	const emitted = async () => await getEmittedItems(rest(), watching.id);
	const untilEmitted = async (count: number): Promise<Item[]> => {
		const deadline = Date.now() + MAX_POLL_DELAY_MS;
		for (;;) {
			const items = await emitted();
			if (items.length >= count || Date.now() > deadline) return items;
			await sleep(1000);
		}
	};
	const ids = (items: Item[]) => items.map(({ json }) => json.id);

	await createVideos();
	simulator.clock.advance(120_000);
	const before = simulator.jobs.length;
	await rest().activate(watching.id);
	// Publishing continues after the response.
	await sleep(5000);

	await createVideos();
	const items = await untilEmitted(3);

	simulator.plannedResults.add({ afterMs: 20 * 60_000, count: 3 });
	await createVideos();
	await sleep(POLL_INTERVAL_MS);
	await stop();
	simulator.clock.advance(30 * 60_000);
	await start();
	const afterRestart = await untilEmitted(6);

	await stop();
	await start();
	await sleep(POLL_INTERVAL_MS);
	const atTheEnd = await emitted();
	return {
		created: simulator.jobs.slice(before).map(({ id }) => id),
		emitted: [ids(items), ids(afterRestart), ids(atTheEnd)],
		items,
	};
}
