import type { Credential, WorkflowNode } from '../../test/e2e/n8n/rest.cts';
import { pixVerseNode } from '../../test/e2e/workflows.cts';
import { execute } from '../execution.cts';
import { checkAtMost, type BenchmarkContext, repeat, round } from '../figure.cts';
import { canMeasureGarbage, measureInstanceGarbage } from '../instance-garbage.cts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator-process.cts';
import { buildCreateParameters, PixVerseSubject } from '../subjects.cts';

const SECOND = 1000;
const ITEMS = 1000;
const ACCOUNTS = 10;
const SLOTS_EACH = 8;
const JOB_SECONDS = 4;
const IDEAL_SECONDS = Math.ceil(ITEMS / (ACCOUNTS * SLOTS_EACH)) * JOB_SECONDS;
const RUNS = 2;
const NODE = 'Video';
const PARAMETERS = { resource: 'video', operation: 'create', prompt: '={{ $json.prompt }}' };
const PROMPTS = Array.from({ length: ITEMS }, (_none, index) => `Wave ${index}`);

/** Measures 1,000 videos on 80 slots in real time: the duration in n8n's engine, and the garbage in a real n8n instance. */
export async function measure(context: BenchmarkContext): Promise<void> {
	await measureMakespan(context);
	await compareGarbage(context);
}

async function measureMakespan(context: BenchmarkContext): Promise<void> {
	const simulator = await startSimulatorProcess({ slots: SLOTS_EACH, accounts: ACCOUNTS });
	try {
		const subject = new PixVerseSubject(context.packageFolder);
		const items = PROMPTS.map((prompt) => ({ prompt }));
		const workflow = subject.createWorkflow(simulator, PARAMETERS, items);
		const seconds = await repeat(RUNS, async (index) => {
			context.progress(`${ITEMS} items, run ${index + 1} of ${RUNS}`);
			await resetSimulator(simulator);
			const result = await execute(workflow);
			if (result.error || result.getItems('PixVerse').length !== ITEMS)
				throw new Error(`The node didn't return all ${ITEMS} items: ${result.error?.message}`);
			return round(result.durationMs / SECOND, 1);
		});
		const ratio = round((seconds[0] ?? Number.NaN) / IDEAL_SECONDS);
		context.report({
			figure: `makespan of ${ITEMS} jobs of ${JOB_SECONDS} s on ${ACCOUNTS * SLOTS_EACH} slots ÷ ideal, first run`,
			value: ratio,
			unit: 'ratio',
			...checkAtMost(1.08, ratio),
			seconds,
			idealSeconds: IDEAL_SECONDS,
		});
	} finally {
		await simulator.stop();
	}
}

/** Compares with n8n's HTTP Request node, which only creates the jobs, each in a new n8n instance. */
async function compareGarbage(context: BenchmarkContext): Promise<void> {
	const figure = `memory that n8n allocates, ${ITEMS} jobs ÷ the HTTP Request node's`;
	const unit = 'ratio';
	if (!canMeasureGarbage()) {
		const note = "the process of n8n can't be found on this operating system";
		context.report({ figure, value: null, unit, note });
		return;
	}
	const measureNode = async (
		name: string,
		createNode: (credential: Credential, url: string) => WorkflowNode,
		accounts: { slots: number; accounts: number },
	) => {
		const simulator = await startSimulatorProcess(accounts);
		try {
			return await measureInstanceGarbage({
				simulator,
				createNode: (credential) => createNode(credential, simulator.url),
				prompts: PROMPTS,
				runs: RUNS,
				prepare: async (run) => {
					context.progress(`${ITEMS} items in n8n, ${name}, run ${run + 1} of ${RUNS}`);
					await resetSimulator(simulator);
				},
				folder: context.packageFolder,
			});
		} finally {
			await simulator.stop();
		}
	};
	const own = await measureNode(
		'PixVerse',
		(credential) => pixVerseNode(NODE, credential, { ...PARAMETERS, download: false }),
		{ slots: SLOTS_EACH, accounts: ACCOUNTS },
	);
	const http = await measureNode('HTTP Request', createHttpRequestNode, {
		slots: ITEMS,
		accounts: 1,
	});
	const value = round((own[0]?.allocated ?? Number.NaN) / (http[0]?.allocated ?? Number.NaN));
	context.report({
		figure: `${figure}, first run`,
		value,
		unit,
		...checkAtMost(1, value),
		megabytes: own,
		httpRequestNode: http,
	});
}

async function resetSimulator(simulator: SimulatorProcess): Promise<void> {
	await simulator.reset();
	await simulator.setDuration('video', JOB_SECONDS * SECOND);
}

function createHttpRequestNode({ id, name }: Credential, url: string): WorkflowNode {
	return {
		name: NODE,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0],
		parameters: {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'pixVerseApi',
			...buildCreateParameters(url),
		},
		credentials: { pixVerseApi: { id, name } },
	};
}
