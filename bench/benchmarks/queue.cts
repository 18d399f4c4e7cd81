import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type Cluster } from '../../test/e2e/n8n/cluster.cts';
import { sendPrompts, createWebhookWorkflow } from '../../test/e2e/webhook-workflow.cts';
import { MissingServicesError } from '../../test/e2e/n8n/services.cts';
import { checkBelow, type BenchmarkContext, round } from '../figure.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';

const SECOND = 1000;
const JOBS = 100;
/** Videos per execution. */
const EXECUTION_JOBS = 5;
const EXECUTIONS = JOBS / EXECUTION_JOBS;
const CONCURRENCY = 5;
const JOB_SECONDS = 30;
const MAKESPAN = `makespan of ${JOBS} jobs on a worker of concurrency ${CONCURRENCY}, suspended ÷ polling`;
const TIMEOUT_MS = 6 * 60 * SECOND;

/**
 * Measures 100 videos in n8n's queue mode with one worker that runs up to five executions: their duration, and for how
 * long they occupy the worker, with suspended and with polling executions. Only PixVerse is simulated. Time, n8n, its
 * database, and its queue are real.
 */
export async function measure(context: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess({ slots: JOBS });
	let cluster: Cluster | undefined;
	try {
		await simulator.setDuration('video', JOB_SECONDS * SECOND);
		context.progress('starting PostgreSQL, Redis and n8n');
		cluster = await startCluster({
			workers: 1,
			concurrency: CONCURRENCY,
			owner: { email: 'owner@example.com', password: 'Sunny-day-1' },
			log: (name) => join(context.packageFolder, `queue-${name}.n8n.log`),
		});
		await compare(context, cluster, simulator);
	} catch (error) {
		if (!(error instanceof MissingServicesError)) throw error;
		context.report({ figure: MAKESPAN, value: null, unit: 'ratio', note: error.message });
	} finally {
		await cluster?.stop();
		await simulator.stop();
	}
}

async function compare(
	{ report, progress }: BenchmarkContext,
	cluster: Cluster,
	simulator: SimulatorProcess,
): Promise<void> {
	recordStatusChanges(cluster);
	// The first execution of a worker loads modules and fills caches.
	progress('warming up');
	await executeBatch(cluster, simulator, 'callback', 1, 'warm-up');
	const executeAll = async (mode: 'callback' | 'poll') => {
		progress(
			`${EXECUTIONS} executions of ${EXECUTION_JOBS} videos of ${JOB_SECONDS} s, Wait Mode "${mode}"`,
		);
		return await executeBatch(cluster, simulator, mode, EXECUTIONS, mode);
	};
	const callback = await executeAll('callback');
	const poll = await executeAll('poll');
	const settings = {
		jobs: JOBS,
		executions: EXECUTIONS,
		jobSeconds: JOB_SECONDS,
		workerConcurrency: CONCURRENCY,
	};
	report({
		figure: MAKESPAN,
		value: round(callback.seconds / poll.seconds),
		unit: 'ratio',
		...checkBelow(0.5, callback.seconds / poll.seconds),
		callbackSeconds: round(callback.seconds, 1),
		pollSeconds: round(poll.seconds, 1),
		...settings,
	});
	for (const [mode, { heldSeconds }] of Object.entries({ callback, poll })) {
		const value = round(heldSeconds / JOBS);
		report({
			figure: `worker seconds held per job, Wait Mode "${mode}"`,
			value,
			unit: 's/job',
			...(mode === 'callback' ? checkBelow(1, value, ' s/job') : {}),
			...settings,
		});
	}
}

/** Starts executions at the same time and waits for all of them. */
async function executeBatch(
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
	const prompts = Array.from(
		{ length: EXECUTION_JOBS },
		(_none, index) => `Lighthouse ${index + 1}`,
	);
	const previousJobCount = await simulator.countJobs();
	// The first call waits until the workflow is published. The others can start at the same time.
	await sendPrompts(webhookUrl, path, prompts);
	const others = Array.from({ length: executions - 1 }, async () => {
		await sendPrompts(webhookUrl, path, prompts);
	});
	await Promise.all(others);
	const deadline = Date.now() + TIMEOUT_MS;
	for (;;) {
		const rows = services.queryRows<{ status: string }>(
			`SELECT status FROM execution_entity WHERE "workflowId" = '${workflow.id}'`,
		);
		if (rows.length === executions && rows.every(({ status }) => status === 'success')) break;
		if (Date.now() > deadline || rows.some(({ status }) => /error|crashed/.test(status)))
			throw new Error(`Not all executions succeeded: ${JSON.stringify(rows)}`);
		await sleep(SECOND);
	}
	const jobCount = (await simulator.countJobs()) - previousJobCount;
	if (jobCount !== executions * EXECUTION_JOBS)
		throw new Error(`The executions created ${jobCount} jobs`);
	const [span] = services.queryRows<{ seconds: number; heldSeconds: number }>(`
		SELECT extract(epoch FROM max(until) - min(at)) AS seconds,
			sum(extract(epoch FROM until - at)) FILTER (WHERE status = 'running') AS "heldSeconds"
		FROM (SELECT status, at, coalesce(lead(at) OVER (PARTITION BY id ORDER BY at), at) AS until
			FROM bench_status_changes WHERE "workflowId" = '${workflow.id}') AS changes`);
	if (!span) throw new Error('The database has no status changes of the executions');
	return span;
}

/** Adds a database trigger that records each change of an execution's status, with its time. */
function recordStatusChanges({ services }: Cluster): void {
	services.executeSql(`
		CREATE TABLE bench_status_changes (id integer, "workflowId" text, status text, at timestamptz);
		CREATE FUNCTION record_status_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF TG_OP = 'INSERT' OR NEW.status IS DISTINCT FROM OLD.status THEN
				INSERT INTO bench_status_changes VALUES (NEW.id, NEW."workflowId", NEW.status, clock_timestamp());
			END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER record_status_change AFTER INSERT OR UPDATE ON execution_entity
			FOR EACH ROW EXECUTE FUNCTION record_status_change();`);
}
