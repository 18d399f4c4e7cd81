import { execute } from '../execution.cts';
import { liveFaster } from '../accelerated-time.cts';
import { atMost, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { simulatorProcess } from '../simulator-process.cts';
import { PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const SLOTS = 3;
const ITEMS = 5;
const TURNS = 5;
/** HTTP isn't any faster, so short jobs run at nearly their real speed. */
const SPEED = 2;

/** Two executions at the same time on one account, which know nothing of each other's items. */
export async function measure({ packageFolder, report, progress }: Bench): Promise<void> {
	const simulator = await simulatorProcess({ slots: SLOTS, speed: SPEED });
	const subject = new PixVerseSubject(packageFolder);
	const restoreTime = liveFaster(SPEED);
	const prepare = async (kind: 'video' | 'image', seconds: number) => {
		await simulator.reset();
		await simulator.takes(kind, seconds * SECOND);
	};
	const run = async (resource: 'video' | 'image', prompt: string) => {
		const items = Array.from({ length: ITEMS }, (_none, index) => ({
			prompt: `${prompt} ${index}`,
		}));
		const parameters = { resource, operation: 'create', prompt: '={{ $json.prompt }}' };
		const options = resource === 'image' ? { createCount: 1 } : {};
		const workflow = subject.workflow(simulator, { ...parameters, options }, items);
		return await execute(workflow);
	};
	try {
		// The first execution of a process loads what all others find loaded.
		await prepare('video', 1);
		await run('video', 'Pier');
		for (const [resource, seconds] of [
			['video', 3],
			['image', 3],
			['video', 20],
		] as const) {
			const turns = await repeated(TURNS, async (turn) => {
				progress(`${resource}, jobs of ${seconds} s, turn ${turn + 1} of ${TURNS}`);
				await prepare(resource, seconds);
				const start = performance.now();
				const both = await Promise.all([run(resource, 'Reef'), run(resource, 'Bay')]);
				const made = both.flatMap((one) => one.itemsOf('PixVerse'));
				const took = performance.now() - start;
				if (made.length !== 2 * ITEMS) throw new Error(`${made.length} of ${2 * ITEMS} came out`);
				const requests = await simulator.requests();
				return {
					ratio: took / (Math.ceil((2 * ITEMS) / SLOTS) * seconds * SECOND),
					calls: requests.length,
					refused: requests.filter(({ status }) => status === 429).length,
				};
			});
			const ratios = turns.map(({ ratio }) => ratio);
			const value = rounded(median(ratios));
			report({
				figure: `makespan of two executions of ${ITEMS} ${resource}s of ${seconds} s on ${SLOTS} slots ÷ ideal`,
				value,
				unit: 'ratio',
				...atMost(1.2, value),
				...spread(ratios),
				calls: turns.map(({ calls }) => calls),
				refused: turns.map(({ refused }) => refused),
				speed: SPEED,
			});
		}
	} finally {
		restoreTime();
		await simulator.stop();
	}
}
