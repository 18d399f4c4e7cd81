import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../simulator/jobs.cts';
import { ChatModel } from './chat-model.cts';
import { readExample, withCredential, withValues } from './examples.cts';
import type { Execution, Item } from './n8n/execution.cts';
import type { Credential, Workflow } from './n8n/rest.cts';
import { startEnvironment, type TestEnvironment } from './environment.cts';
import { chainNodes, START } from './workflows.cts';

/** What examples are started by, unless it is something else. */
const BUTTON = 'When clicking ‘Execute workflow’';
const EXECUTIONS_TAKE_MS = 120_000;
const PUBLISHED_WITHIN_MS = 60_000;

/** What a person fills in: values by Edit Fields node. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whatever the examples deal with, on loopback: n8n, PixVerse, a chat model. */
export class ExampleEnvironment {
	/** The latest execution of each example. All of them run at the same time. */
	readonly executions = new Map<string, string>();

	private constructor(
		readonly environment: TestEnvironment,
		readonly model: ChatModel,
		private readonly modelCredential: Credential,
	) {}

	static async open(): Promise<ExampleEnvironment> {
		const environment = await startEnvironment('examples', {
			// No example waits for the slots of another one.
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

	/** Saves the example with its credentials chosen and its settings filled in; returns the workflow's id. */
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
		trigger = BUTTON,
		item?: Record<string, unknown>,
	): Promise<void> {
		const id = await this.save(file, settings);
		this.executions.set(file, await this.environment.rest.start(id, trigger, item));
	}

	/** Saves an example whose trigger is a form, and submits the form: the fields are numbered from `field-0`. */
	async submit(file: string, form: FormData): Promise<void> {
		const { rest, n8n } = this.environment;
		const id = await this.save(file);
		const trigger = readExample(file).nodes.find(({ type }) => type.endsWith('.formTrigger'));
		await rest.activate(id);
		const url = `${n8n.url}/form/${String(trigger?.webhookId)}`;
		const post = async () => (await fetch(url, { method: 'POST', body: form })).status;
		// Publishing goes on after the answer.
		const deadline = Date.now() + PUBLISHED_WITHIN_MS;
		let status = await post();
		for (; status === 404 && Date.now() < deadline; status = await post()) await sleep(200);
		if (status !== 200) throw new Error(`n8n answered ${status} to the form of ${file}`);
		// Another one has the same address.
		await rest.deactivate(id);
		const [execution = ''] = await rest.executionsOf(id);
		this.executions.set(file, execution);
	}

	async publish(file: string): Promise<void> {
		await this.environment.rest.activate(await this.save(file));
	}

	/** The latest execution of an example, when it has ended. */
	async ended(file: string): Promise<Execution> {
		return await this.environment.rest.ended(this.executions.get(file) ?? '', EXECUTIONS_TAKE_MS);
	}

	/** What an execution has started at PixVerse, oldest first: the node puts the execution into its references. */
	jobsOf({ id }: Execution): Job[] {
		const reference = new RegExp(`^n8n-[0-9a-f]+-${id}-`);
		return this.environment.simulator.jobs.filter(({ replyRef = '' }) => reference.test(replyRef));
	}

	/** The very bytes that PixVerse serves for a job. */
	bytesOf(job?: Job): Buffer {
		return this.environment.simulator.media.getBytes(job?.id ?? '');
	}

	/** The file that an item carries. */
	async fileOf(item?: Item, field = 'data'): Promise<Buffer> {
		return await this.environment.rest.binary(item?.binary?.[field]?.id ?? '');
	}

	/** The rows of a data table, in the order they were added; empty while there is no such table. */
	async rowsOf(table: string): Promise<Array<Record<string, unknown>>> {
		const get = readExample('batch-from-a-table.json').nodes.find(
			({ name }) => name === 'Rows to do',
		);
		if (!get) throw new Error('The example does not read a table');
		const dataTableId = { __rl: true, mode: 'name', value: table };
		const parameters = { ...get.parameters, dataTableId, filters: {} };
		const all = { ...get, name: 'Rows', parameters, alwaysOutputData: false };
		const { id } = await this.environment.rest.createWorkflow(chainNodes('Rows', START, all));
		const execution = await this.environment.rest.run(id, START.name);
		if (!execution.summary().includes('"success"')) return [];
		return execution.itemsOf('Rows').map(({ json: { updatedAt: _, ...row } }) => row);
	}
}
