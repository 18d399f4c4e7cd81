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
import { startSimulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 3;
const ITEMS = 5;
const RUNS = 5;
/** HTTP isn't any faster, so short jobs run at nearly their real speed. */
const SPEED = 2;

/** Measures two parallel executions on one account. Neither one has access to the other one's items. */
export async function measure({
	packageFolder,
	report,
	progress,
}: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess({ slots: SLOTS, speed: SPEED });
	const subject = new PixVerseSubject(packageFolder);
	const restoreTime = accelerateTime(SPEED);
	const prepare = async (kind: 'video' | 'image', seconds: number) => {
		await simulator.reset();
		await simulator.setDuration(kind, seconds * SECOND);
	};
	const executeItems = async (resource: 'video' | 'image', prompt: string) => {
		const items = Array.from({ length: ITEMS }, (_none, index) => ({
			prompt: `${prompt} ${index}`,
		}));
		const parameters = { resource, operation: 'create', prompt: '={{ $json.prompt }}' };
		const options = resource === 'image' ? { createCount: 1 } : {};
		const workflow = subject.createWorkflow(simulator, { ...parameters, options }, items);
		return await execute(workflow);
	};
	try {
		// The first execution of a process loads modules and fills caches.
		await prepare('video', 1);
		await executeItems('video', 'Pier');
		for (const [resource, seconds] of [
			['video', 3],
			['image', 3],
			['video', 20],
		] as const) {
			const runs = await repeat(RUNS, async (index) => {
				progress(`${resource}, jobs of ${seconds} s, run ${index + 1} of ${RUNS}`);
				await prepare(resource, seconds);
				const start = performance.now();
				const executions = await Promise.all([
					executeItems(resource, 'Reef'),
					executeItems(resource, 'Bay'),
				]);
				const items = executions.flatMap((execution) => execution.getItems('PixVerse'));
				const durationMs = performance.now() - start;
				if (items.length !== 2 * ITEMS)
					throw new Error(`The executions returned ${items.length} of ${2 * ITEMS} items`);
				const requests = await simulator.getRequests();
				return {
					ratio: durationMs / (Math.ceil((2 * ITEMS) / SLOTS) * seconds * SECOND),
					calls: requests.length,
					rejected: requests.filter(({ status }) => status === 429).length,
				};
			});
			const ratios = runs.map(({ ratio }) => ratio);
			const value = round(getMedian(ratios));
			report({
				figure: `makespan of two executions of ${ITEMS} ${resource}s of ${seconds} s on ${SLOTS} slots ÷ ideal`,
				value,
				unit: 'ratio',
				...checkAtMost(1.2, value),
				...summarize(ratios),
				calls: runs.map(({ calls }) => calls),
				rejected: runs.map(({ rejected }) => rejected),
				speed: SPEED,
			});
		}
	} finally {
		restoreTime();
		await simulator.stop();
	}
}
