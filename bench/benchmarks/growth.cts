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
import { measureMemory } from '../memory.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SPEED = 30;
const SECOND = 1000;
/** Batches and the number of runs of each. Shorter batches vary more. */
const SIZES = [
	{ items: 10, runCount: 15 },
	{ items: 100, runCount: 7 },
	{ items: 1000, runCount: 3 },
];
/** Allows for the noise of two measurements. */
const MAX_GROWTH = 1.2;
const KB = 1024;

/** Measures the cost of an item in batches of 10, 100, and 1,000 items. It must not grow with the batch. */
export async function measure(context: BenchmarkContext): Promise<void> {
	const subject = new PixVerseSubject(context.packageFolder);
	for (const waitMode of ['none', 'poll'] as const) {
		const simulator = await startSimulatorProcess({ slots: 10_000, speed: SPEED });
		const restoreTime = accelerateTime(SPEED);
		try {
			await measureGrowth(context, subject, simulator, waitMode);
		} finally {
			restoreTime();
			await simulator.stop();
		}
	}
}

async function measureGrowth(
	{ report, progress }: BenchmarkContext,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	waitMode: 'none' | 'poll',
): Promise<void> {
	await measureBatch(subject, simulator, waitMode, 1000);
	const costs: Array<{ items: number; runs: Cost[] }> = [];
	for (const { items, runCount } of SIZES) {
		progress(`${items} items, ${waitMode}, ${runCount} runs`);
		const runs = await repeat(
			runCount,
			async () => await measureBatch(subject, simulator, waitMode, items),
		);
		costs.push({ items, runs });
	}
	const getMedians = (kind: 'cpu' | 'time' | 'memory') =>
		costs.map(({ runs }) => getMedian(runs.map((one) => one[kind])));
	for (const [kind, name, unit] of [
		['cpu', 'CPU', 'millisecondsPerItem'],
		['time', 'time', 'millisecondsPerItem'],
		['memory', 'memory retained', 'kilobytesPerItem'],
	] as const) {
		// When the node waits for results, the duration is that of the jobs.
		if (kind === 'time' && waitMode === 'poll') continue;
		const [ten = 0, hundred = 0, thousand = 0] = getMedians(kind);
		const value = round(thousand / Math.min(ten, hundred));
		report({
			figure: `growth: ${name} per item at 1,000 ÷ the minimum at 10 and 100, ${waitMode}`,
			value,
			unit: 'ratio',
			...checkAtMost(MAX_GROWTH, value),
			[unit]: { 10: round(ten, 3), 100: round(hundred, 3), 1000: round(thousand, 3) },
			at1000: summarize((costs.at(-1)?.runs ?? []).map((one) => one[kind])),
		});
	}
}

/** The cost of an item: CPU time and duration in milliseconds, memory in KB. */
interface Cost {
	readonly cpu: number;
	readonly time: number;
	readonly memory: number;
}

async function measureBatch(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	waitMode: string,
	count: number,
): Promise<Cost> {
	await simulator.reset();
	await simulator.setDuration('video', 60 * SECOND);
	const items = Array.from({ length: count }, (_none, index) => ({ prompt: `Wave ${index}` }));
	const parameters = {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		waitMode,
		options: { timeout: 600 },
	};
	const workflow = subject.createWorkflow(simulator, parameters, items);
	const { result, growth } = await measureMemory(async () => await execute(workflow));
	const { error, cpuMs, durationMs } = result;
	const videoCount = result.getItems('PixVerse').length;
	if (error || videoCount !== count)
		throw new Error(`${videoCount} of ${count} videos: ${error?.message} ${error?.description}`);
	return {
		cpu: cpuMs / count,
		time: durationMs / SPEED / count,
		memory: (growth.retained * KB) / count,
	};
}
