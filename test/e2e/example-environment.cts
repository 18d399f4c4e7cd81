import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import { ChatModel } from './chat-model.cts';
import { readExample, withCredential, withValues } from './examples.cts';
import type { Execution, Item } from './n8n/execution.cts';
import type { Credential, Workflow } from './n8n/rest.cts';
import { startEnvironment, type TestEnvironment } from './environment.cts';
import { chainNodes, START } from './workflows.cts';

/** The trigger of most examples. */
const MANUAL_TRIGGER = 'When clicking ‘Execute workflow’';
const EXECUTION_TIMEOUT_MS = 120_000;
const PUBLISH_TIMEOUT_MS = 60_000;

/** Values of Edit Fields nodes, by node and field. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The systems that the examples use, on loopback: n8n, PixVerse, and a chat model. */
export class ExampleEnvironment {
	/** The ID of the latest execution of each example. Examples run at the same time. */
	readonly executions = new Map<string, string>();

	private constructor(
		readonly environment: TestEnvironment,
		readonly model: ChatModel,
		private readonly modelCredential: Credential,
	) {}

	static async open(): Promise<ExampleEnvironment> {
		const environment = await startEnvironment('examples', {
			// Enough slots for all examples at the same time.
			simulator: {
				accounts: [{ email: 'studio@example.com', maxJobs: 40, genSimultaneously: 40 }],
			},
		});
		const model = await ChatModel.start();
		const key = { apiKey: 'sk-1', url: model.url };
		const credential = await environment.rest.createCredential('Chat model', 'openAiApi', key);
		return new ExampleEnvironment(environment, model, credential);
	}

	async close(): Promise<void> {
		await this.environment.close();
		await this.model.stop();
	}

	/** Saves an example with its credentials and settings. Returns the ID of the workflow. */
	async save(file: string, settings: Settings = {}): Promise<string> {
		const chosen = withCredential(
			withCredential(readExample(file), this.environment.credential),
			this.modelCredential,
			/lmChatOpenAi$/,
		);
		const workflow: Workflow = Object.entries(settings).reduce(
			(filledIn, [node, values]) => withValues(filledIn, node, values),
			chosen,
		);
		return (await this.environment.rest.createWorkflow(workflow)).id;
	}

	/** Saves and executes an example. */
	async start(
		file: string,
		settings?: Settings,
		trigger = MANUAL_TRIGGER,
		item?: Record<string, unknown>,
	): Promise<void> {
		const id = await this.save(file, settings);
		this.executions.set(file, await this.environment.rest.start(id, trigger, item));
	}

	/** Saves an example with a form trigger, and submits the form. Its fields are named `field-0`, `field-1`, and so on. */
	async submit(file: string, form: FormData): Promise<void> {
		const { rest, n8n } = this.environment;
		const id = await this.save(file);
		const trigger = readExample(file).nodes.find(({ type }) => type.endsWith('.formTrigger'));
		await rest.activate(id);
		const url = `${n8n.url}/form/${String(trigger?.webhookId)}`;
		const post = async () => (await fetch(url, { method: 'POST', body: form })).status;
		// n8n still publishes the workflow after it has responded.
		const deadline = Date.now() + PUBLISH_TIMEOUT_MS;
		let status = await post();
		for (; status === 404 && Date.now() < deadline; status = await post()) await sleep(200);
		if (status !== 200) throw new Error(`n8n answered ${status} to the form of ${file}`);
		// Another copy of the example uses the same path.
		await rest.deactivate(id);
		const [execution = ''] = await rest.listExecutionIds(id);
		this.executions.set(file, execution);
	}

	async publish(file: string): Promise<void> {
		await this.environment.rest.activate(await this.save(file));
	}

	/** Waits until the latest execution of an example has ended. */
	async waitForExecution(file: string): Promise<Execution> {
		return await this.environment.rest.waitForExecution(
			this.executions.get(file) ?? '',
			EXECUTION_TIMEOUT_MS,
		);
	}

	/** Waits until the latest execution of an example has succeeded. */
	async waitForSuccess(file: string): Promise<{ execution: Execution; jobs: Job[] }> {
		const execution = await this.waitForExecution(file);
		expect(execution.getSummary()).toContain('"success"');
		return { execution, jobs: this.getJobs(execution) };
	}

	/** Waits for the form of an example and submits it. @returns the jobs that were created before */
	async answerForm(file: string, answer: string): Promise<Job[]> {
		const { rest } = this.environment;
		const id = this.executions.get(file) ?? '';
		const form = await rest.waitForForm(id);
		const body = new FormData();
		body.set('field-0', answer);
		const jobs = this.getJobs(await rest.getExecution(id));
		const response = await fetch(form, { method: 'POST', body });
		expect(response.status).toBe(200);
		return jobs;
	}

	/** Returns the jobs that an execution has created, oldest first. The node's references contain the execution's ID. */
	getJobs({ id }: Execution): Job[] {
		const reference = new RegExp(`^n8n-[0-9a-f]+-${id}-`);
		return this.environment.simulator.jobs.filter(({ replyRef = '' }) => reference.test(replyRef));
	}

	/** Returns the file that the simulator serves for a job. */
	getMediaBytes(job?: Job): Buffer {
		return this.environment.simulator.media.getBytes(job?.id ?? '');
	}

	/** Downloads a file of an item. */
	async downloadFile(item?: Item, field = 'data'): Promise<Buffer> {
		return await this.environment.rest.downloadBinary(item?.binary?.[field]?.id ?? '');
	}

	/** Expects that an item has the file of a job. */
	async expectFile(item?: Item, job?: Job, field?: string): Promise<void> {
		expect(await this.downloadFile(item, field)).toEqual(this.getMediaBytes(job));
	}

	/** Lists the rows of a data table, oldest first. The list is empty if the table doesn't exist. */
	async listRows(table: string): Promise<Array<Record<string, unknown>>> {
		const get = readExample('batch-from-a-table.json').nodes.find(
			({ name }) => name === 'Rows to do',
		);
		if (!get) throw new Error('The example does not read a table');
		const dataTableId = { __rl: true, mode: 'name', value: table };
		const parameters = { ...get.parameters, dataTableId, filters: {} };
		const all = { ...get, name: 'Rows', parameters, alwaysOutputData: false };
		const { id } = await this.environment.rest.createWorkflow(chainNodes('Rows', START, all));
		const execution = await this.environment.rest.run(id, START.name);
		if (!execution.getSummary().includes('"success"')) return [];
		return execution.getItems('Rows').map(({ json: { updatedAt: _, ...row } }) => row);
	}
}
