import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { execute } from '../execution.cts';
import { checkAtMost, type BenchmarkContext, type Figure, repeat, round } from '../figure.cts';
import { measureMemory } from '../memory.cts';
import { startSimulatorProcess } from '../simulator-process.cts';
import { loadCoreNodes, MISSING_CORE_NODES, PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const ITEMS = 1000;
const ACCOUNTS = 10;
const SLOTS_EACH = 8;
const JOB_SECONDS = 4;
const IDEAL_SECONDS = Math.ceil(ITEMS / (ACCOUNTS * SLOTS_EACH)) * JOB_SECONDS;
const RUNS = 2;
const HTTP_REQUEST = 'BENCH_HTTP_REQUEST';

/**
 * Measures the duration of 1,000 videos on 80 slots, and the growth of the process compared with n8n's HTTP Request node
 * and as many items. Each is measured in a separate process, including its first run, in real time.
 */
export async function measure(context: BenchmarkContext): Promise<void> {
	const isHttpRequest = process.env[HTTP_REQUEST] !== undefined;
	const nodes = await loadCoreNodes();
	if (isHttpRequest && nodes === undefined) return;
	const simulator = await startSimulatorProcess({
		slots: isHttpRequest ? 10 * ITEMS : SLOTS_EACH,
		accounts: isHttpRequest ? 1 : ACCOUNTS,
	});
	try {
		const subject = new PixVerseSubject(context.packageFolder);
		const items = Array.from({ length: ITEMS }, (_none, index) => ({ prompt: `Wave ${index}` }));
		const parameters = { resource: 'video', operation: 'create', prompt: '={{ $json.prompt }}' };
		const workflow =
			isHttpRequest && nodes
				? subject.createHttpWorkflow(nodes, simulator, items)
				: subject.createWorkflow(simulator, parameters, items);
		const node = isHttpRequest ? 'Create' : 'PixVerse';
		const runs = await repeat(RUNS, async (index) => {
			context.progress(`${ITEMS} items, ${node}, run ${index + 1} of ${RUNS}`);
			await simulator.reset();
			await simulator.setDuration('video', JOB_SECONDS * SECOND);
			const { result, growth } = await measureMemory(async () => await execute(workflow));
			if (result.error || result.getItems(node).length !== ITEMS)
				throw new Error(`${node} didn't return all ${ITEMS} items: ${result.error?.message}`);
			return { seconds: result.durationMs / SECOND, megabytes: growth.rss };
		});
		const [{ seconds, megabytes } = { seconds: 0, megabytes: 0 }] = runs;
		const grown = runs.map((run) => run.megabytes);
		if (isHttpRequest) {
			context.report({ figure: HTTP_REQUEST, value: megabytes, unit: 'MB', grown });
			return;
		}
		const ratio = round(seconds / IDEAL_SECONDS);
		context.report({
			figure: `makespan of ${ITEMS} jobs of ${JOB_SECONDS} s on ${ACCOUNTS * SLOTS_EACH} slots ÷ ideal, first run`,
			value: ratio,
			unit: 'ratio',
			...checkAtMost(1.08, ratio),
			seconds: runs.map((run) => round(run.seconds, 1)),
			idealSeconds: IDEAL_SECONDS,
		});
		const http = nodes && measureHttpRequest(context.packageFolder);
		const value = http?.value ? round(megabytes / http.value) : null;
		context.report({
			figure: `growth of the process, ${ITEMS} jobs ÷ the HTTP Request node's, first run`,
			value,
			unit: 'ratio',
			...(value === null ? { note: MISSING_CORE_NODES } : checkAtMost(1, value)),
			megabytes: grown,
			httpRequestNode: http?.grown,
		});
		const [total = 0, httpTotal = 0] = [grown, (http?.grown ?? []) as number[]].map((each) =>
			each.reduce((sum, run) => sum + run, 0),
		);
		const totalRatio = httpTotal > 0 ? round(total / httpTotal) : null;
		context.report({
			figure: `growth of the process, ${ITEMS} jobs ÷ the HTTP Request node's, ${RUNS} runs`,
			value: totalRatio,
			unit: 'ratio',
			...(totalRatio === null ? { note: MISSING_CORE_NODES } : checkAtMost(1, totalRatio)),
		});
	} finally {
		await simulator.stop();
	}
}

/** Measures n8n's HTTP Request node in a new process, so that it can't reuse memory of the other runs. */
function measureHttpRequest(packageFolder: string): Figure {
	const printed = execFileSync(
		process.execPath,
		[...process.execArgv, path.join(__dirname, '..', 'run-benchmark.cts'), 'batch', packageFolder],
		{ encoding: 'utf8', env: { ...process.env, [HTTP_REQUEST]: '1' } },
	);
	return JSON.parse(printed) as Figure;
}
