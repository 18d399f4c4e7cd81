import { execute } from '../execution.cts';
import { liveFaster } from '../fast-time.cts';
import { atMost, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 8;
const JOB = 60 * SECOND;
/** One second of the process is so many of n8n's and the simulator's. */
const SPEED = 30;
const TURNS = 3;

const prompts = (count: number) =>
	Array.from({ length: count }, (_none, index) => ({ prompt: `Lighthouse ${index + 1}` }));

/**
 * How long a batch takes, as a multiple of what the slots allow; and how often the API is asked meanwhile, counted
 * where the requests arrive.
 */
export async function measure(bench: Bench): Promise<void> {
	const simulator = await simulatorProcess({ speed: SPEED, slots: SLOTS });
	const wake = liveFaster(SPEED);
	try {
		const subject = new PixVerseSubject(bench.packageFolder);
		// The first execution of a process loads what all others find loaded.
		await batch(subject, simulator, SLOTS, SECOND);
		for (const count of [8, 24, 64]) await ours(bench, subject, simulator, count);
		await otherLengths(bench, subject, simulator);
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

async function batch(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	count: number,
	job: number,
) {
	await simulator.reset();
	await simulator.takes('video', job);
	const parameters = {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		options: { timeout: 60 },
	};
	const run = await execute(subject.workflow(simulator, parameters, prompts(count)));
	const made = run.itemsOf('PixVerse').length;
	if (run.error || made !== count || (await simulator.jobCount()) !== count)
		throw new Error(`${made} of ${count} videos: ${run.error?.message} ${run.error?.description}`);
	const requests = await simulator.requests();
	const reads = requests.filter(({ method, path }) => method === 'GET' && /\/videos/.test(path));
	const counts = requests.filter(({ path }) => /\/scheduler/.test(path));
	return {
		ratio: run.took / ideal(count, job),
		reads: reads.length,
		counts: counts.length,
		refused: requests.filter(({ status }) => status === 429).length,
	};
}
