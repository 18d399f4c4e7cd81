import { execute, type Execution, type Job } from '../execution.cts';
import { atMost, type Bench, median, repeated, rounded, spread } from '../figure.cts';
import { PublishedPackage } from '../published-package.cts';
import { type SimulatorProcess, simulatorProcess } from '../simulator-process.cts';
import { coreNodes, PixVerseSubject } from '../subjects.cts';

const ITEMS = 1000;
const TURNS = 7;
/** Runs of each node before the first that counts. */
const ROUNDS_BEFORE = 3;

/**
 * CPU of the n8n process for items that are only submitted, beside what n8n's HTTP Request node and a plain node of a
 * few lines need to send the same requests. The simulator is another process and does not count.
 */
export async function measure({ packageFolder, report, progress }: Bench): Promise<void> {
	const simulator = await simulatorProcess({ slots: 10 * ITEMS });
	try {
		const subject = new PixVerseSubject(packageFolder);
		const nodes = await coreNodes();
		const published = await PublishedPackage.fetch(packageFolder);
		const items = Array.from({ length: ITEMS }, (_none, index) => ({ prompt: `Wave ${index}` }));
		const parameters = {
			resource: 'video',
			operation: 'create',
			prompt: '={{ $json.prompt }}',
			waitMode: 'none',
		};
		const jobs: Record<string, Job> = {
			PixVerse: subject.workflow(simulator, parameters, items),
			Plain: subject.plainWorkflow(simulator, items),
			...(nodes && { Create: subject.httpCreateWorkflow(nodes, simulator, items) }),
			...(typeof published !== 'string' && {
				Published: published.workflow(simulator, items, { waitForCompletion: false }),
			}),
		};
		// The compiler has seen everything a few times before anything counts, as in an n8n that has run for a while.
		for (let round = 0; round < ROUNDS_BEFORE; round++)
			for (const [step, job] of Object.entries(jobs)) await measured(simulator, job, step);
		// In turns, so that what else the machine does strikes all of them.
		const turns = await repeated(TURNS, async (turn) => {
			const spent: Record<string, number> = {};
			for (const [step, job] of Object.entries(jobs)) {
				progress(`${step}, turn ${turn + 1} of ${TURNS}`);
				spent[step] = (await measured(simulator, job, step)).cpu / ITEMS;
			}
			return spent;
		});
		const each = (step: string) => turns.map((spent) => spent[step] ?? Number.NaN);
		const details = {
			items: ITEMS,
			millisecondsAnItem: spread(each('PixVerse')),
			plainNode: spread(each('Plain')),
			...(nodes && { httpRequestNode: spread(each('Create')) }),
		};
		const ratio = (one: string, other: string) =>
			turns.map((spent) => (spent[one] ?? Number.NaN) / (spent[other] ?? Number.NaN));
		const over = (step: string) => ratio('PixVerse', step);
		report({
			figure: `CPU an item, ${ITEMS} items in none ÷ a plain node's`,
			value: rounded(median(over('Plain'))),
			unit: 'ratio',
			...spread(over('Plain')),
			...details,
		});
		const figure = `CPU an item, ${ITEMS} items in none ÷ the HTTP Request node's`;
		if (nodes === undefined) {
			const note = "n8n's own nodes are not installed here; npm run e2e installs them";
			report({ figure, value: null, unit: 'ratio', note });
			return;
		}
		const value = rounded(median(over('Create')));
		report({ figure, value, unit: 'ratio', ...atMost(1, value), ...spread(over('Create')) });
		report({
			figure: `${figure}, published node`,
			unit: 'ratio',
			...(typeof published === 'string'
				? { value: null, note: published }
				: {
						value: rounded(median(ratio('Published', 'Create'))),
						...spread(ratio('Published', 'Create')),
						nodeFrom: published.source,
					}),
		});
	} finally {
		await simulator.stop();
	}
}

async function measured(simulator: SimulatorProcess, job: Job, step: string): Promise<Execution> {
	await simulator.reset();
	globalThis.gc?.();
	const execution = await execute(job);
	const made = execution.itemsOf(step).length;
	if (execution.error || made !== ITEMS)
		throw new Error(`${step} made ${made} of ${ITEMS}: ${execution.error?.message}`);
	return execution;
}
