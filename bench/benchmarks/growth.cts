import { execute } from '../execution.cts';
import { liveFaster } from '../accelerated-time.cts';
import { atMost, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { extraMemory } from '../memory.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SPEED = 30;
const SECOND = 1000;
/** Batches, and how often each is measured: the shorter, the more often. */
const SIZES = [
	{ items: 10, turns: 15 },
	{ items: 100, turns: 7 },
	{ items: 1000, turns: 3 },
];
/** What still counts as flat: the noise of two measurements. */
const FLAT = 1.2;
const KB = 1024;

/** What an item costs in a batch of 10, 100 and 1,000: nothing may grow faster than the batch. */
export async function measure(bench: Bench): Promise<void> {
	const subject = new PixVerseSubject(bench.packageFolder);
	for (const waitMode of ['none', 'poll'] as const) {
		const simulator = await simulatorProcess({ slots: 10_000, speed: SPEED });
		const wake = liveFaster(SPEED);
		try {
			await grow(bench, subject, simulator, waitMode);
		} finally {
			wake();
			await simulator.stop();
		}
	}
}

async function grow(
	{ report, progress }: Bench,
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	waitMode: 'none' | 'poll',
): Promise<void> {
	await batch(subject, simulator, waitMode, 1000);
	const costs: Array<{ items: number; measured: Cost[] }> = [];
	for (const { items, turns } of SIZES) {
		progress(`${items} items, ${waitMode}, ${turns} turns`);
		const measured = await repeated(
			turns,
			async () => await batch(subject, simulator, waitMode, items),
		);
		costs.push({ items, measured });
	}
	const each = (kind: 'cpu' | 'time' | 'memory') =>
		costs.map(({ measured }) => median(measured.map((one) => one[kind])));
	for (const [kind, name, unit] of [
		['cpu', 'CPU', 'millisecondsAnItem'],
		['time', 'time', 'millisecondsAnItem'],
		['memory', 'memory kept', 'kilobytesAnItem'],
	] as const) {
		// Where results are waited for, time is the jobs' own.
		if (kind === 'time' && waitMode === 'poll') continue;
		const [ten = 0, hundred = 0, thousand = 0] = each(kind);
		const value = rounded(thousand / Math.min(ten, hundred));
		report({
			figure: `growth: ${name} an item at 1,000 ÷ the least at 10 and 100, ${waitMode}`,
			value,
			unit: 'ratio',
			...atMost(FLAT, value),
			[unit]: { 10: rounded(ten, 3), 100: rounded(hundred, 3), 1000: rounded(thousand, 3) },
			at1000: spread((costs.at(-1)?.measured ?? []).map((one) => one[kind])),
		});
	}
}

/** What one item costs: milliseconds of CPU and of time, KB. */
interface Cost {
	readonly cpu: number;
	readonly time: number;
	readonly memory: number;
}

async function batch(
	subject: PixVerseSubject,
	simulator: SimulatorProcess,
	waitMode: string,
	count: number,
): Promise<Cost> {
	await simulator.reset();
	await simulator.takes('video', 60 * SECOND);
	const items = Array.from({ length: count }, (_none, index) => ({ prompt: `Wave ${index}` }));
	const parameters = {
		resource: 'video',
		operation: 'create',
		prompt: '={{ $json.prompt }}',
		waitMode,
		options: { timeout: 600 },
	};
	const job = subject.workflow(simulator, parameters, items);
	const { result: run, extra } = await extraMemory(async () => await execute(job));
	const made = run.itemsOf('PixVerse').length;
	if (run.error || made !== count)
		throw new Error(`${made} of ${count} videos: ${run.error?.message} ${run.error?.description}`);
	return {
		cpu: run.cpu / count,
		time: run.took / SPEED / count,
		memory: (extra.kept * KB) / count,
	};
}
