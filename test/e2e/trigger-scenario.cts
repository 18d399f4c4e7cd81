import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator.cts';
import { ENDED_STATUSES, type Item } from './n8n/execution.cts';
import type { Credential, Rest, WorkflowNode } from './n8n/rest.cts';
import { chainNodes, codeNode, pixVerseNode, START } from './workflows.cts';

/** n8n polls once a minute at the most. */
const A_POLL_LATER_MS = 70_000;
const POLL_COMES_WITHIN_MS = 90_000;

/** The trigger of the packed package, which polls every minute. */
function trigger(credential: Credential, parameters: Record<string, unknown>): WorkflowNode {
	return {
		name: 'Finished',
		type: 'n8n-nodes-pixverse.pixVerseTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
		credentials: { pixVerseApi: { id: credential.id, name: credential.name } },
	};
}

/** An n8n that can be restarted. */
export interface Stage {
	readonly simulator: Simulator;
	/** Logs in anew after each start. */
	rest(): Rest;
	start(): Promise<void>;
	stop(): Promise<void>;
}

/** What came of the story. */
export interface Ending {
	/** The videos that were made after the activation, oldest first. */
	readonly made: string[];
	/** The IDs that had started the workflow after the first poll, the restart, and a restart and a poll more. */
	readonly emitted: [unknown[], unknown[], unknown[]];
	/** The items of the first poll. */
	readonly items: Item[];
}

/**
 * One workflow makes three videos at a time, another one begins with the trigger. Three are there before it is
 * activated, three finish while n8n runs, three while n8n is down, after polls that found nothing.
 */
export async function tell(
	{ simulator, rest, start, stop }: Stage,
	parameters: Record<string, unknown> = {},
): Promise<Ending> {
	const credential = await rest().createCredential('PixVerse account', 'pixVerseApi', {
		apiToken: simulator.token,
		baseUrl: simulator.url,
	});
	const watching = await rest().createWorkflow(
		chainNodes('Watching', trigger(credential, parameters), codeNode('Then', 'return [];')),
	);
	const making = await rest().createWorkflow(
		chainNodes(
			'Making',
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
	const make = async () => {
		const execution = await rest().run(making.id, START.name);
		if (execution.status !== 'success') throw new Error(execution.summary());
	};
	const emitted = async (): Promise<Item[]> => {
		const started = await rest().executionsOf(watching.id);
		const executions = await Promise.all(started.map(async (id) => await rest().execution(id)));
		return executions
			.filter(({ status }) => ENDED_STATUSES.has(status))
			.flatMap((execution) => execution.itemsOf('Finished'));
	};
	const untilEmitted = async (count: number): Promise<Item[]> => {
		const deadline = Date.now() + POLL_COMES_WITHIN_MS;
		for (;;) {
			const items = await emitted();
			if (items.length >= count || Date.now() > deadline) return items;
			await sleep(1000);
		}
	};
	const ids = (items: Item[]) => items.map(({ json }) => json.id);

	await make();
	simulator.clock.advance(120_000);
	const before = simulator.jobs.length;
	await rest().activate(watching.id);
	// Publishing goes on after the answer.
	await sleep(5000);

	await make();
	const items = await untilEmitted(3);

	simulator.plannedResults.add({ afterMs: 20 * 60_000, count: 3 });
	await make();
	await sleep(A_POLL_LATER_MS);
	await stop();
	simulator.clock.advance(30 * 60_000);
	await start();
	const afterRestart = await untilEmitted(6);

	await stop();
	await start();
	await sleep(A_POLL_LATER_MS);
	const inTheEnd = await emitted();
	return {
		made: simulator.jobs.slice(before).map(({ id }) => id),
		emitted: [ids(items), ids(afterRestart), ids(inTheEnd)],
		items,
	};
}
