import { execute } from '../execution.cts';
import { liveFaster } from '../accelerated-time.cts';
import { atMost, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 8;
const JOB = 60 * SECOND;
/** Seconds of n8n and the simulator per second of the process. */
const SPEED = 30;
/** For short jobs: HTTP is not any faster, so it would seem to take as long as they do. */
const SLOWER = 6;
const TURNS = 3;

const prompts = (count: number) =>
	Array.from({ length: count }, (_none, index) => ({ prompt: `Lighthouse ${index + 1}` }));

/**
 * Duration of a batch as a multiple of the minimum for its slots, and the number of requests in the meantime, counted
 * where the requests arrive.
 */
export async function measure(bench: Bench): Promise<void> {
	const simulator = await simulatorProcess({ speed: SPEED, slots: SLOTS });
	let wake = liveFaster(SPEED);
	try {
		const subject = new PixVerseSubject(bench.packageFolder);
		// The first execution of a process loads what all others find loaded.
		await batch(subject, simulator, SLOTS, SECOND);
		for (const count of [8, 24, 64]) await ours(bench, subject, simulator, count);
		await otherLengths(bench, subject, simulator);
		await unequalJobs(bench, subject, simulator);
		wake();
		wake = liveFaster(SLOWER);
		await simulator.control('POST', 'clock', { speed: SLOWER });
		await shortJobs(bench, subject, simulator);
	} finally {
		wake();
		await simulator.stop();
	}
}

const ideal = (count: number, job = JOB) => Math.ceil(count / SLOTS) * job;

async function ours(
	{ report, progress }: Bench,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	count: number,
): Promise<void> {
	const turns = await repeated(TURNS, async (turn) => {
		progress(`${count} jobs on ${SLOTS} slots, turn ${turn + 1} of ${TURNS}`);
		return await batch(subject, simulator, count, JOB);
	});
	const ratios = turns.map(({ ratio }) => ratio);
	report({
		figure: `makespan of ${count} jobs on ${SLOTS} slots ÷ ideal`,
		value: rounded(median(ratios)),
		unit: 'ratio',
		...atMost(1.15, rounded(median(ratios))),
		...spread(ratios),
		idealSeconds: ideal(count) / SECOND,
		jobSeconds: JOB / SECOND,
		speed: SPEED,
	});
	if (count !== 64) return;
	const calls = turns.map(({ reads }) => reads / count);
	report({
		figure: `status calls a job, ${count} jobs of ${JOB / SECOND} s`,
		value: rounded(median(calls)),
		unit: 'calls/job',
		...atMost(2, rounded(median(calls))),
		...spread(calls),
		countsOfSlots: turns.map(({ counts }) => counts),
		createsRefused: turns.map(({ refused }) => refused),
	});
}

/** The looks are timed in steps, so how well they fit depends on the length of the job. */
async function otherLengths(
	{ report, progress }: Bench,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
): Promise<void> {
	const ratios: Record<string, number> = {};
	for (const seconds of [12, 24, 36, 45, 90, 150]) {
		progress(`24 jobs of ${seconds} s`);
		const { ratio } = await batch(subject, simulator, 24, seconds * SECOND);
		ratios[`${seconds} s`] = rounded(ratio);
	}
	const all = Object.values(ratios);
	report({
		figure: 'makespan of 24 jobs of other lengths ÷ ideal, the longest',
		value: Math.max(...all),
		unit: 'ratio',
		...ratios,
	});
}

/** The shorter a job, the more a look at the wrong time costs. */
async function shortJobs(
	{ report, progress }: Bench,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
): Promise<void> {
	for (const seconds of [6, 12, 20, 30]) {
		const ratios: Record<string, number> = {};
		const calls: Record<string, number> = {};
		for (const count of [8, 24, 64]) {
			progress(`${count} jobs of ${seconds} s`);
			const { ratio, reads } = await batch(subject, simulator, count, seconds * SECOND);
			ratios[`${count} jobs`] = rounded(ratio);
			calls[`${count} jobs`] = rounded(reads / count);
		}
		report({
			figure: `makespan of jobs of ${seconds} s on ${SLOTS} slots ÷ ideal, the longest`,
			value: Math.max(...Object.values(ratios)),
			unit: 'ratio',
			...ratios,
			statusCallsAJob: calls,
			speed: SLOWER,
		});
	}
}

/** Real jobs are not of one length: these are 42 to 78 s, and the ideal gives each to the first slot that is free. */
async function unequalJobs(
	{ report, progress }: Bench,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
): Promise<void> {
	const count = 64;
	const lengths = Array.from({ length: count }, (_none, index) => 42 + ((index * 23) % 37));
	const slots = new Array<number>(SLOTS).fill(0);
	for (const seconds of lengths) {
		slots.sort((a, b) => a - b);
		slots[0] = (slots[0] ?? 0) + seconds * SECOND;
	}
	progress(`${count} jobs of 42 to 78 s`);
	const items = lengths.map((seconds) => ({ prompt: `Lighthouse [takes ${seconds}s]` }));
	const { took, reads } = await batchOf(subject, simulator, items);
	report({
		figure: `makespan of ${count} jobs of 42 to 78 s on ${SLOTS} slots ÷ ideal`,
		value: rounded(took / Math.max(...slots)),
		unit: 'ratio',
		statusCallsAJob: rounded(reads / count),
	});
}

async function batch(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	count: number,
	job: number,
) {
	const made = await batchOf(subject, simulator, prompts(count), job);
	return { ...made, ratio: made.took / ideal(count, job) };
}

async function batchOf(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	items: Array<{ prompt: string }>,
	job = JOB,
) {
	const count = items.length;
	await simulator.reset();
	await simulator.takes('video', job);
	const parameters = {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		options: { timeout: 60 },
	};
	const run = await execute(subject.workflow(simulator, parameters, items));
	const made = run.itemsOf('PixVerse').length;
	if (run.error || made !== count || (await simulator.jobCount()) !== count)
		throw new Error(`${made} of ${count} videos: ${run.error?.message} ${run.error?.description}`);
	const requests = await simulator.requests();
	const reads = requests.filter(({ method, path }) => method === 'GET' && /\/videos/.test(path));
	const counts = requests.filter(({ path }) => /\/scheduler/.test(path));
	return {
		took: run.took,
		reads: reads.length,
		counts: counts.length,
		refused: requests.filter(({ status }) => status === 429).length,
	};
}
