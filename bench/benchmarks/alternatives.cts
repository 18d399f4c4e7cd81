import type { IDataObject } from 'n8n-workflow';

import { execute, type ExecutionResult, type BenchmarkWorkflow } from '../execution.cts';
import { accelerateTime } from '../accelerated-time.cts';
import { type BenchmarkContext, round } from '../figure.cts';
import { PublishedPackage } from '../published-package.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';
import { loadCoreNodes, MISSING_CORE_NODES, PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 8;
const JOB_MS = 60 * SECOND;
/** Speed of the time in n8n and in the simulator, as for this package's own figures. */
const SPEED = 30;
/** For a node that generates one video at a time and takes eight times as long. */
const SEQUENTIAL_SPEED = 60;
const COUNTS = [8, 24, 64];

/** Another way to generate videos. */
interface Alternative {
	readonly name: string;
	/** The node that returns the videos. */
	readonly lastNode: string;
	readonly speed: number;
	readonly details: Record<string, unknown>;
	createWorkflow(items: readonly IDataObject[]): BenchmarkWorkflow;
}

/**
 * Measures other ways to generate the same videos, for comparison with the figures of this package: n8n's own nodes in a
 * polling loop, and the published node for this API. These figures have no targets.
 */
export async function measure(context: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess({ speed: SPEED, slots: SLOTS });
	try {
		const pollingLoop = await createPollingLoop(context, simulator);
		const published = await createPublishedNode(context, simulator);
		for (const alternative of [pollingLoop, published]) {
			// The first execution loads modules and fills caches.
			if (typeof alternative !== 'string') await executeJobs(simulator, alternative, 1, SECOND);
			for (const count of COUNTS) await compare(context, simulator, alternative, count);
		}
		if (typeof published === 'string') return;
		// The author of the published node assumes that GET returns running videos, and that QUEUED isn't final.
		await simulator.control('POST', 'switches', { runningVideo: 200, queuedIsFinal: false });
		const withoutNotFound = {
			...published,
			name: `${published.name}, with an API that doesn't return 404 for a running video`,
		};
		for (const count of COUNTS) await compare(context, simulator, withoutNotFound, count);
	} finally {
		await simulator.stop();
	}
}

async function createPollingLoop(
	{ packageFolder }: BenchmarkContext,
	simulator: SimulatorProcess,
): Promise<Alternative | string> {
	const nodes = await loadCoreNodes();
	if (nodes === undefined) return MISSING_CORE_NODES;
	const subject = new PixVerseSubject(packageFolder);
	return {
		name: 'built by hand',
		lastNode: 'Done',
		speed: SPEED,
		details: {
			workflow: 'HTTP Request (create all), Wait 5 s, HTTP Request (get each), IF, back to Wait',
			nodesFrom: `n8n-nodes-base ${nodes.version}`,
		},
		createWorkflow: (items) => subject.createPollingLoop(nodes, simulator, items),
	};
}

async function createPublishedNode(
	{ packageFolder }: BenchmarkContext,
	simulator: SimulatorProcess,
): Promise<Alternative | string> {
	const published = await PublishedPackage.install(packageFolder);
	if (typeof published === 'string') return published;
	return {
		name: 'published node',
		lastNode: 'Published',
		speed: SEQUENTIAL_SPEED,
		details: {
			nodeFrom: published.source,
			settings: 'captchaRetry 0, because the API rejects the default',
		},
		createWorkflow: (items) => published.createWorkflow(simulator, items),
	};
}

async function compare(
	{ report, progress }: BenchmarkContext,
	simulator: SimulatorProcess,
	alternative: Alternative | string,
	count: number,
): Promise<void> {
	const figure = `makespan of ${count} jobs on ${SLOTS} slots ÷ ideal`;
	if (typeof alternative === 'string') {
		report({ figure, value: null, unit: 'ratio', note: alternative });
		return;
	}
	const { name, lastNode, speed, details } = alternative;
	progress(`${count} jobs, ${name}`);
	const execution = await executeJobs(simulator, alternative, count, JOB_MS);
	const jobs = await simulator.control<Array<{ id: string; status: string }>>('GET', 'jobs');
	const returnedIds = new Set(
		execution
			.getItems(lastNode)
			.filter(({ json }) => json.video_status_name === 'COMPLETED')
			.map(({ json }) => json.video_id),
	);
	const errorText = `${execution.error?.message} ${execution.error?.description}`;
	const reads = (await simulator.getRequests()).filter(({ method }) => method === 'GET').length;
	const idealMs = Math.ceil(count / SLOTS) * JOB_MS;
	report({
		figure: `${figure}, ${name}`,
		value: returnedIds.size === count ? round(execution.durationMs / idealMs) : null,
		unit: 'ratio',
		...details,
		jobsPaidFor: jobs.length,
		jobsLost: jobs.filter(({ id }) => !returnedIds.has(id) && !errorText.includes(id)).length,
		statusCallsPerJob: round(reads / Math.max(1, jobs.length)),
		speed,
		...(execution.error === undefined ? {} : { error: execution.error.message }),
	});
}

/** Creates videos with a duration of `jobMs` each. The simulator keeps its switches. */
async function executeJobs(
	simulator: SimulatorProcess,
	{ speed, createWorkflow }: Alternative,
	count: number,
	jobMs: number,
): Promise<ExecutionResult> {
	const switches = await simulator.control<object>('GET', 'switches');
	await simulator.reset();
	await simulator.control('POST', 'switches', switches);
	await simulator.control('POST', 'clock', { speed });
	await simulator.setDuration('video', jobMs);
	const items = Array.from({ length: count }, (_none, index) => ({ prompt: `Reef ${index + 1}` }));
	const restoreTime = accelerateTime(speed);
	return await execute(createWorkflow(items)).finally(restoreTime);
}
