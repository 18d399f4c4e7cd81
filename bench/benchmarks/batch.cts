import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { execute } from '../execution.cts';
import { atMost, type Bench, type Figure, repeated, rounded } from '../figure.cts';
import { extraMemory } from '../memory.cts';
import { simulatorProcess } from '../simulator-process.cts';
import { coreNodes, PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const ITEMS = 1000;
const ACCOUNTS = 10;
const SLOTS_EACH = 8;
const JOB_SECONDS = 4;
const IDEAL_SECONDS = Math.ceil(ITEMS / (ACCOUNTS * SLOTS_EACH)) * JOB_SECONDS;
const TURNS = 2;
const HTTP_REQUEST = 'BENCH_HTTP_REQUEST';

/**
 * 1,000 videos on 80 slots: time, and how far the process grows, beside n8n's HTTP Request node over as many items. Both
 * are measured from their first run on, each in a process of its own. Time is real.
 */
export async function measure(bench: Bench): Promise<void> {
	const isHttpRequest = process.env[HTTP_REQUEST] !== undefined;
	const nodes = await coreNodes();
	if (isHttpRequest && nodes === undefined) return;
	const simulator = await simulatorProcess({
		slots: isHttpRequest ? 10 * ITEMS : SLOTS_EACH,
		accounts: isHttpRequest ? 1 : ACCOUNTS,
	});
	try {
		const subject = new PixVerseSubject(bench.packageFolder);
		const items = Array.from({ length: ITEMS }, (_none, index) => ({ prompt: `Wave ${index}` }));
		const parameters = { resource: 'video', operation: 'create', prompt: '={{ $json.prompt }}' };
		const job =
			isHttpRequest && nodes
				? subject.httpCreateWorkflow(nodes, simulator, items)
				: subject.workflow(simulator, parameters, items);
		const step = isHttpRequest ? 'Create' : 'PixVerse';
		const turns = await repeated(TURNS, async (turn) => {
			bench.progress(`${ITEMS} items, ${step}, turn ${turn + 1} of ${TURNS}`);
			await simulator.reset();
			await simulator.takes('video', JOB_SECONDS * SECOND);
			const { result, extra } = await extraMemory(async () => await execute(job));
			if (result.error || result.itemsOf(step).length !== ITEMS)
				throw new Error(`Not all ${ITEMS} came out: ${result.error?.message}`);
			return { seconds: result.took / SECOND, megabytes: extra.rss };
		});
		const [{ seconds, megabytes } = { seconds: 0, megabytes: 0 }] = turns;
		const grown = turns.map((turn) => turn.megabytes);
		if (isHttpRequest) {
			bench.report({ figure: HTTP_REQUEST, value: megabytes, unit: 'MB', grown });
			return;
		}
		const ratio = rounded(seconds / IDEAL_SECONDS);
		bench.report({
			figure: `makespan of ${ITEMS} jobs of ${JOB_SECONDS} s on ${ACCOUNTS * SLOTS_EACH} slots ÷ ideal, first run`,
			value: ratio,
			unit: 'ratio',
			...atMost(1.08, ratio),
			seconds: turns.map((turn) => rounded(turn.seconds, 1)),
			idealSeconds: IDEAL_SECONDS,
		});
		const http = nodes && measureHttpRequest(bench.packageFolder);
		const value = http?.value ? rounded(megabytes / http.value) : null;
		bench.report({
			figure: `growth of the process, ${ITEMS} jobs ÷ the HTTP Request node's, first run`,
			value,
			unit: 'ratio',
			...(value === null ? { note: "n8n's own nodes are not installed here" } : atMost(1, value)),
			megabytes: grown,
			httpRequestNode: http?.grown,
		});
	} finally {
		await simulator.stop();
	}
}

/** In a process of its own, so that it doesn't use memory that the other runs have left. */
function measureHttpRequest(packageFolder: string): Figure {
	const printed = execFileSync(
		process.execPath,
		[...process.execArgv, path.join(__dirname, '..', 'run-benchmark.cts'), 'batch', packageFolder],
		{ encoding: 'utf8', env: { ...process.env, [HTTP_REQUEST]: '1' } },
	);
	return JSON.parse(printed) as Figure;
}
