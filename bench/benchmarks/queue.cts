import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type Cluster } from '../../test/e2e/n8n/cluster.cts';
import { sendPrompts, createWebhookWorkflow } from '../../test/e2e/webhook-workflow.cts';
import { MissingServicesError } from '../../test/e2e/n8n/services.cts';
import { below, type Bench, rounded } from '../figure.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';

const SECOND = 1000;
const JOBS = 100;
/** Videos of one execution. */
const EACH = 5;
const EXECUTIONS = JOBS / EACH;
const CONCURRENCY = 5;
const JOB_SECONDS = 30;
const MAKESPAN = `makespan of ${JOBS} jobs on a worker of concurrency ${CONCURRENCY}, suspended ÷ polling`;
const ENDS_WITHIN_MS = 6 * 60 * SECOND;

/**
 * 100 videos in n8n's queue mode with one worker of five places: how long they take, and how long they hold the worker,
 * when executions sleep and when they wait. Everything is real but PixVerse: time, n8n, its database and its queue.
 */
export async function measure(bench: Bench): Promise<void> {
	const simulator = await simulatorProcess({ slots: JOBS });
	let cluster: Cluster | undefined;
	try {
		await simulator.takes('video', JOB_SECONDS * SECOND);
		bench.progress('starting PostgreSQL, Redis and n8n');
		cluster = await startCluster({
			workers: 1,
			concurrency: CONCURRENCY,
			owner: { email: 'owner@example.com', password: 'Sunny-day-1' },
			log: (name) => join(bench.packageFolder, `queue-${name}.n8n.log`),
		});
		await compare(bench, cluster, simulator);
	} catch (error) {
		if (!(error instanceof MissingServicesError)) throw error;
		bench.report({ figure: MAKESPAN, value: null, unit: 'ratio', note: error.message });
	} finally {
		await cluster?.stop();
		await simulator.stop();
	}
}

async function compare(
	{ report, progress }: Bench,
	cluster: Cluster,
	simulator: SimulatorProcess,
): Promise<void> {
	watchStates(cluster);
	// The first execution of a worker loads what all others find loaded.
	progress('warming up');
	await batch(cluster, simulator, 'callback', 1, 'warm-up');
	const all = async (mode: 'callback' | 'poll') => {
		progress(`${EXECUTIONS} executions of ${EACH} videos of ${JOB_SECONDS} s, Wait Mode "${mode}"`);
		return await batch(cluster, simulator, mode, EXECUTIONS, mode);
	};
	const callback = await all('callback');
	const poll = await all('poll');
	const setting = {
		jobs: JOBS,
		executions: EXECUTIONS,
		jobSeconds: JOB_SECONDS,
		workerConcurrency: CONCURRENCY,
	};
	report({
		figure: MAKESPAN,
		value: rounded(callback.seconds / poll.seconds),
		unit: 'ratio',
		...below(0.5, callback.seconds / poll.seconds),
		callbackSeconds: rounded(callback.seconds, 1),
		pollSeconds: rounded(poll.seconds, 1),
		...setting,
	});
	for (const [mode, { heldSeconds }] of Object.entries({ callback, poll })) {
		const value = rounded(heldSeconds / JOBS);
		report({
			figure: `worker seconds held a job, Wait Mode "${mode}"`,
			value,
			unit: 's/job',
			...(mode === 'callback' ? below(1, value, ' s/job') : {}),
			...setting,
		});
	}
}

/** Starts executions at the same time and waits for all of them. */
async function batch(
	cluster: Cluster,
	simulator: SimulatorProcess,
	waitMode: 'callback' | 'poll',
	executions: number,
	path: string,
): Promise<{ seconds: number; heldSeconds: number }> {
	const { rest, webhookUrl, services } = cluster;
	const credential = await rest.createCredential(path, 'pixVerseApi', {
		apiToken: simulator.token,
		baseUrl: simulator.url,
	});
	const workflow = await rest.createWorkflow(createWebhookWorkflow(path, credential, { waitMode }));
	await rest.activate(workflow.id);
	const prompts = Array.from({ length: EACH }, (_none, index) => `Lighthouse ${index + 1}`);
	const before = await simulator.jobCount();
	// Waits until the workflow is published.
	await sendPrompts(webhookUrl, path, prompts);
	const others = Array.from({ length: executions - 1 }, async () => {
		await sendPrompts(webhookUrl, path, prompts);
	});
	await Promise.all(others);
	const deadline = Date.now() + ENDS_WITHIN_MS;
	for (;;) {
		const rows = services.queryRows<{ status: string }>(
			`SELECT status FROM execution_entity WHERE "workflowId" = '${workflow.id}'`,
		);
		if (rows.length === executions && rows.every(({ status }) => status === 'success')) break;
		if (Date.now() > deadline || rows.some(({ status }) => /error|crashed/.test(status)))
			throw new Error(`Not all executions have ended well: ${JSON.stringify(rows)}`);
		await sleep(SECOND);
	}
	const made = (await simulator.jobCount()) - before;
	if (made !== executions * EACH) throw new Error(`${made} jobs were made`);
	const [span] = services.queryRows<{ seconds: number; heldSeconds: number }>(`
		SELECT extract(epoch FROM max(until) - min(at)) AS seconds,
			sum(extract(epoch FROM until - at)) FILTER (WHERE status = 'running') AS "heldSeconds"
		FROM (SELECT status, at, coalesce(lead(at) OVER (PARTITION BY id ORDER BY at), at) AS until
			FROM bench_states WHERE "workflowId" = '${workflow.id}') AS states`);
	if (!span) throw new Error('n8n’s database has no states of executions');
	return span;
}

/** Has the database note when an execution gets another state. */
function watchStates({ services }: Cluster): void {
	services.executeSql(`
		CREATE TABLE bench_states (id integer, "workflowId" text, status text, at timestamptz);
		CREATE FUNCTION note_state() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF TG_OP = 'INSERT' OR NEW.status IS DISTINCT FROM OLD.status THEN
				INSERT INTO bench_states VALUES (NEW.id, NEW."workflowId", NEW.status, clock_timestamp());
			END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER note_state AFTER INSERT OR UPDATE ON execution_entity
			FOR EACH ROW EXECUTE FUNCTION note_state();`);
}
