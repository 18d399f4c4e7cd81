import { execute, type ExecutionResult, type BenchmarkWorkflow } from '../execution.cts';
import {
	checkAtMost,
	type BenchmarkContext,
	getMedian,
	repeat,
	round,
	summarize,
} from '../figure.cts';
import { PublishedPackage } from '../published-package.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';
import { loadCoreNodes, MISSING_CORE_NODES, PixVerseSubject } from '../subjects.cts';

const ITEMS = 1000;
const RUNS = 7;
/** Runs of each node before the first measured one. */
const WARM_UP_ROUNDS = 3;

/**
 * Measures the CPU time of items that are only submitted, compared with n8n's HTTP Request node and a minimal node that
 * send the same requests. The simulator is a separate process, so its CPU time isn't included.
 */
export async function measure({
	packageFolder,
	report,
	progress,
}: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess({ slots: 10 * ITEMS });
	try {
		const subject = new PixVerseSubject(packageFolder);
		const nodes = await loadCoreNodes();
		const published = await PublishedPackage.install(packageFolder);
		const items = Array.from({ length: ITEMS }, (_none, index) => ({ prompt: `Wave ${index}` }));
		const parameters = {
			resource: 'video',
			operation: 'create',
			prompt: '={{ $json.prompt }}',
			waitMode: 'none',
		};
		const workflows: Record<string, BenchmarkWorkflow> = {
			PixVerse: subject.createWorkflow(simulator, parameters, items),
			Plain: subject.createPlainWorkflow(simulator, items),
			...(nodes && { Create: subject.createHttpWorkflow(nodes, simulator, items) }),
			...(typeof published !== 'string' && {
				Published: published.createWorkflow(simulator, items, { waitForCompletion: false }),
			}),
		};
		// The JIT compiler optimizes the code first, as in an n8n instance that has been running for some time.
		for (let index = 0; index < WARM_UP_ROUNDS; index++)
			for (const [node, workflow] of Object.entries(workflows))
				await executeItems(simulator, workflow, node);
		// The nodes take turns, so that other load on the machine affects all of them.
		const runs = await repeat(RUNS, async (index) => {
			const cpuTimes: Record<string, number> = {};
			for (const [node, workflow] of Object.entries(workflows)) {
				progress(`${node}, run ${index + 1} of ${RUNS}`);
				cpuTimes[node] = (await executeItems(simulator, workflow, node)).cpuMs / ITEMS;
			}
			return cpuTimes;
		});
		const getCpuTimes = (node: string) => runs.map((cpuTimes) => cpuTimes[node] ?? Number.NaN);
		const details = {
			items: ITEMS,
			millisecondsPerItem: summarize(getCpuTimes('PixVerse')),
			plainNode: summarize(getCpuTimes('Plain')),
			...(nodes && { httpRequestNode: summarize(getCpuTimes('Create')) }),
		};
		const getRatios = (node: string, baseline: string) =>
			runs.map((cpuTimes) => (cpuTimes[node] ?? Number.NaN) / (cpuTimes[baseline] ?? Number.NaN));
		const plainRatios = getRatios('PixVerse', 'Plain');
		const httpRatios = getRatios('PixVerse', 'Create');
		const publishedRatios = getRatios('Published', 'Create');
		report({
			figure: `CPU per item, ${ITEMS} items with Wait Mode "none" ÷ a plain node's`,
			value: round(getMedian(plainRatios)),
			unit: 'ratio',
			...summarize(plainRatios),
			...details,
		});
		const figure = `CPU per item, ${ITEMS} items with Wait Mode "none" ÷ the HTTP Request node's`;
		if (nodes === undefined) {
			report({ figure, value: null, unit: 'ratio', note: MISSING_CORE_NODES });
			return;
		}
		const value = round(getMedian(httpRatios));
		report({ figure, value, unit: 'ratio', ...checkAtMost(1, value), ...summarize(httpRatios) });
		report({
			figure: `${figure}, published node`,
			unit: 'ratio',
			...(typeof published === 'string'
				? { value: null, note: published }
				: {
						value: round(getMedian(publishedRatios)),
						...summarize(publishedRatios),
						nodeFrom: published.source,
					}),
		});
	} finally {
		await simulator.stop();
	}
}

async function executeItems(
	simulator: SimulatorProcess,
	workflow: BenchmarkWorkflow,
	node: string,
): Promise<ExecutionResult> {
	await simulator.reset();
	globalThis.gc?.();
	const execution = await execute(workflow);
	const count = execution.getItems(node).length;
	if (execution.error || count !== ITEMS)
		throw new Error(`${node} returned ${count} of ${ITEMS} items: ${execution.error?.message}`);
	return execution;
}
