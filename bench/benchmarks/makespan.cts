import { execute } from '../execution.cts';
import { accelerateTime } from '../accelerated-time.cts';
import {
	checkAtMost,
	type BenchmarkContext,
	getMedian,
	repeat,
	round,
	summarize,
} from '../figure.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 8;
const JOB_MS = 60 * SECOND;
/** Speed of the time in n8n and in the simulator. */
const SPEED = 30;
/** For short jobs. HTTP isn't accelerated, so at a higher speed it would seem to take as long as the jobs. */
const SHORT_JOB_SPEED = 6;
const RUNS = 3;

const createPrompts = (count: number) =>
	Array.from({ length: count }, (_none, index) => ({ prompt: `Lighthouse ${index + 1}` }));

/**
 * Measures the duration of a batch as a multiple of the minimum for its slots, and the number of requests that the
 * simulator receives in the meantime.
 */
export async function measure(context: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess({ speed: SPEED, slots: SLOTS });
	let restoreTime = accelerateTime(SPEED);
	try {
		const subject = new PixVerseSubject(context.packageFolder);
		// The first execution of a process loads modules and fills caches.
		await executeEqualJobs(subject, simulator, SLOTS, SECOND);
		for (const count of [8, 24, 64]) await measureBatchSize(context, subject, simulator, count);
		await measureOtherDurations(context, subject, simulator);
		await measureMixedDurations(context, subject, simulator);
		restoreTime();
		restoreTime = accelerateTime(SHORT_JOB_SPEED);
		await simulator.control('POST', 'clock', { speed: SHORT_JOB_SPEED });
		await measureShortJobs(context, subject, simulator);
	} finally {
		restoreTime();
		await simulator.stop();
	}
}

const getIdealMs = (count: number, jobMs = JOB_MS) => Math.ceil(count / SLOTS) * jobMs;

async function measureBatchSize(
	{ report, progress }: BenchmarkContext,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	count: number,
): Promise<void> {
	const runs = await repeat(RUNS, async (index) => {
		progress(`${count} jobs on ${SLOTS} slots, run ${index + 1} of ${RUNS}`);
		return await executeEqualJobs(subject, simulator, count, JOB_MS);
	});
	const ratios = runs.map(({ ratio }) => ratio);
	report({
		figure: `makespan of ${count} jobs on ${SLOTS} slots ÷ ideal`,
		value: round(getMedian(ratios)),
		unit: 'ratio',
		...checkAtMost(1.15, round(getMedian(ratios))),
		...summarize(ratios),
		idealSeconds: getIdealMs(count) / SECOND,
		jobSeconds: JOB_MS / SECOND,
		speed: SPEED,
	});
	if (count !== 64) return;
	const calls = runs.map(({ reads }) => reads / count);
	report({
		figure: `status calls per job, ${count} jobs of ${JOB_MS / SECOND} s`,
		value: round(getMedian(calls)),
		unit: 'calls/job',
		...checkAtMost(2, round(getMedian(calls))),
		...summarize(calls),
		slotReads: runs.map(({ slotReads }) => slotReads),
		createsRejected: runs.map(({ rejected }) => rejected),
	});
}

/** The polling interval grows in steps, so the delay until a result is found depends on the duration of the job. */
async function measureOtherDurations(
	{ report, progress }: BenchmarkContext,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
): Promise<void> {
	const ratios: Record<string, number> = {};
	for (const seconds of [12, 24, 36, 45, 90, 150]) {
		progress(`24 jobs of ${seconds} s`);
		const { ratio } = await executeEqualJobs(subject, simulator, 24, seconds * SECOND);
		ratios[`${seconds} s`] = round(ratio);
	}
	const all = Object.values(ratios);
	report({
		figure: 'makespan of 24 jobs of other durations ÷ ideal, maximum',
		value: Math.max(...all),
		unit: 'ratio',
		...ratios,
	});
}

/** The shorter a job, the higher the cost of a poll at the wrong time. */
async function measureShortJobs(
	{ report, progress }: BenchmarkContext,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
): Promise<void> {
	for (const seconds of [6, 12, 20, 30]) {
		const ratios: Record<string, number> = {};
		const calls: Record<string, number> = {};
		for (const count of [8, 24, 64]) {
			progress(`${count} jobs of ${seconds} s`);
			const { ratio, reads } = await executeEqualJobs(subject, simulator, count, seconds * SECOND);
			ratios[`${count} jobs`] = round(ratio);
			calls[`${count} jobs`] = round(reads / count);
		}
		report({
			figure: `makespan of jobs of ${seconds} s on ${SLOTS} slots ÷ ideal, maximum`,
			value: Math.max(...Object.values(ratios)),
			unit: 'ratio',
			...ratios,
			statusCallsPerJob: calls,
			speed: SHORT_JOB_SPEED,
		});
	}
}

/** Jobs with different durations (42 to 78 s), as in reality. Ideally, each job takes the first free slot. */
async function measureMixedDurations(
	{ report, progress }: BenchmarkContext,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
): Promise<void> {
	const count = 64;
	const durations = Array.from({ length: count }, (_none, index) => 42 + ((index * 23) % 37));
	const slots = new Array<number>(SLOTS).fill(0);
	for (const seconds of durations) {
		slots.sort((a, b) => a - b);
		slots[0] = (slots[0] ?? 0) + seconds * SECOND;
	}
	progress(`${count} jobs of 42 to 78 s`);
	const items = durations.map((seconds) => ({ prompt: `Lighthouse [takes ${seconds}s]` }));
	const { durationMs, reads } = await executeBatch(subject, simulator, items);
	report({
		figure: `makespan of ${count} jobs of 42 to 78 s on ${SLOTS} slots ÷ ideal`,
		value: round(durationMs / Math.max(...slots)),
		unit: 'ratio',
		statusCallsPerJob: round(reads / count),
	});
}

async function executeEqualJobs(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	count: number,
	jobMs: number,
) {
	const result = await executeBatch(subject, simulator, createPrompts(count), jobMs);
	return { ...result, ratio: result.durationMs / getIdealMs(count, jobMs) };
}

async function executeBatch(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	items: Array<{ prompt: string }>,
	jobMs = JOB_MS,
) {
	const count = items.length;
	await simulator.reset();
	await simulator.setDuration('video', jobMs);
	const parameters = {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		options: { timeout: 60 },
	};
	const execution = await execute(subject.createWorkflow(simulator, parameters, items));
	const { error, durationMs } = execution;
	const videoCount = execution.getItems('PixVerse').length;
	if (error || videoCount !== count || (await simulator.countJobs()) !== count)
		throw new Error(`${videoCount} of ${count} videos: ${error?.message} ${error?.description}`);
	const requests = await simulator.getRequests();
	const reads = requests.filter(({ method, path }) => method === 'GET' && /\/videos/.test(path));
	const slotReads = requests.filter(({ path }) => /\/scheduler/.test(path));
	return {
		durationMs,
		reads: reads.length,
		slotReads: slotReads.length,
		rejected: requests.filter(({ status }) => status === 429).length,
	};
}
