import type { IDataObject } from 'n8n-workflow';

import { execute, type Execution, type Job } from '../execution.cts';
import { liveFaster } from '../accelerated-time.cts';
import { type Bench, rounded } from '../figure.cts';
import { PublishedPackage } from '../published-package.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';
import { coreNodes, PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 8;
const JOB = 60 * SECOND;
/** Seconds of n8n and the simulator per second of the process, as for this package's own figures. */
const SPEED = 30;
/** For a node that makes one video after the other and takes eight times as long. */
const SEQUENTIAL_SPEED = 60;
const COUNTS = [8, 24, 64];

/** One way to make videos. */
interface Subject {
	readonly name: string;
	/** The step that hands the videos over. */
	readonly last: string;
	readonly speed: number;
	readonly details: Record<string, unknown>;
	job(items: readonly IDataObject[]): Job;
}

/**
 * The same videos made in other ways, for comparison, in the same run as the figures of this package: by n8n's own
 * nodes, as people build it by hand, and by the published node for this API. Nothing is aimed at.
 */
export async function measure(bench: Bench): Promise<void> {
	const simulator = await simulatorProcess({ speed: SPEED, slots: SLOTS });
	try {
		const handBuilt = await builtByHand(bench, simulator);
		const published = await publishedNode(bench, simulator);
		for (const subject of [handBuilt, published]) {
			// The first execution loads what all others find loaded.
			if (typeof subject !== 'string') await timed(simulator, subject, 1, SECOND);
			for (const count of COUNTS) await compare(bench, simulator, subject, count);
		}
		if (typeof published === 'string') return;
		// What it would do if the API were as its author has thought: a running video is found, and no QUEUED one
		// claims to be final.
		await simulator.control('POST', 'switches', { runningVideo: 200, queuedIsFinal: false });
		const kinder = {
			...published,
			name: `${published.name}, from an API that does not answer 404 for a running video`,
		};
		for (const count of COUNTS) await compare(bench, simulator, kinder, count);
	} finally {
		await simulator.stop();
	}
}

async function builtByHand(
	{ packageFolder }: Bench,
	simulator: SimulatorProcess,
): Promise<Subject | string> {
	const nodes = await coreNodes();
	if (nodes === undefined)
		return "n8n's own nodes are not installed here; npm run e2e installs them";
	const subject = new PixVerseSubject(packageFolder);
	return {
		name: 'built by hand',
		last: 'Done',
		speed: SPEED,
		details: {
			workflow: 'HTTP Request (create all), Wait 5 s, HTTP Request (get each), IF, back to Wait',
			nodesFrom: `n8n-nodes-base ${nodes.version}`,
		},
		job: (items) => subject.handBuiltWorkflow(nodes, simulator, items),
	};
}

async function publishedNode(
	{ packageFolder }: Bench,
	simulator: SimulatorProcess,
): Promise<Subject | string> {
	const published = await PublishedPackage.fetch(packageFolder);
	if (typeof published === 'string') return published;
	return {
		name: 'published node',
		last: 'Published',
		speed: SEQUENTIAL_SPEED,
		details: {
			nodeFrom: published.source,
			settings: 'captchaRetry 0: the API refuses its default',
		},
		job: (items) => published.workflow(simulator, items),
	};
}

async function compare(
	{ report, progress }: Bench,
	simulator: SimulatorProcess,
	subject: Subject | string,
	count: number,
): Promise<void> {
	const figure = `makespan of ${count} jobs on ${SLOTS} slots ÷ ideal`;
	if (typeof subject === 'string') {
		report({ figure, value: null, unit: 'ratio', note: subject });
		return;
	}
	const { name, last, speed, details } = subject;
	progress(`${count} jobs, ${name}`);
	const run = await timed(simulator, subject, count, JOB);
	const made = await simulator.control<Array<{ id: string; status: string }>>('GET', 'jobs');
	const handedOver = new Set(
		run
			.itemsOf(last)
			.filter(({ json }) => json.video_status_name === 'COMPLETED')
			.map(({ json }) => json.video_id),
	);
	const said = `${run.error?.message} ${run.error?.description}`;
	const reads = (await simulator.requests()).filter(({ method }) => method === 'GET').length;
	const ideal = Math.ceil(count / SLOTS) * JOB;
	report({
		figure: `${figure}, ${name}`,
		value: handedOver.size === count ? rounded(run.took / ideal) : null,
		unit: 'ratio',
		...details,
		jobsPaidFor: made.length,
		jobsLost: made.filter(({ id }) => !handedOver.has(id) && !said.includes(id)).length,
		statusCallsAJob: rounded(reads / Math.max(1, made.length)),
		speed,
		...(run.error === undefined ? {} : { diedOf: run.error.message }),
	});
}

/** Creates videos that take `ms` each. The simulator keeps its switches. */
async function timed(
	simulator: SimulatorProcess,
	{ speed, job }: Subject,
	count: number,
	ms: number,
): Promise<Execution> {
	const switches = await simulator.control<object>('GET', 'switches');
	await simulator.reset();
	await simulator.control('POST', 'switches', switches);
	await simulator.control('POST', 'clock', { speed });
	await simulator.takes('video', ms);
	const items = Array.from({ length: count }, (_none, index) => ({ prompt: `Reef ${index + 1}` }));
	const wake = liveFaster(speed);
	return await execute(job(items)).finally(wake);
}
