import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../simulator/jobs.cts';
import { ChatModel } from './chat-model.cts';
import { startReceiver, type Receiver } from './example-receiver.cts';
import { readExample, withCredential, withValues } from './examples.cts';
import { serveFile } from './file-server.cts';
import type { Execution, Item } from './n8n/execution.cts';
import type { Credential, Workflow } from './n8n/rest.cts';
import { startEnvironment, type TestEnvironment } from './environment.cts';
import { chainNodes, START } from './workflows.cts';

/** What examples are started by, unless it is something else. */
const BUTTON = 'When clicking ‘Execute workflow’';
const EXECUTIONS_TAKE_MS = 120_000;

/** What a person fills in: values by Edit Fields node. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whatever the examples deal with, on loopback: n8n, PixVerse, a web host, a webhook, a chat model, a folder. */
export class ExampleEnvironment {
	/** The latest execution of each example. All of them run at the same time. */
	readonly executions = new Map<string, string>();

	private constructor(
		readonly environment: TestEnvironment,
		/** The only folder that n8n may write to. */
		readonly folder: string,
		readonly picture: Awaited<ReturnType<typeof serveFile>>,
		readonly song: Awaited<ReturnType<typeof serveFile>>,
		readonly receiver: Receiver,
		readonly model: ChatModel,
		private readonly modelCredential: Credential,
	) {}

	static async open(): Promise<ExampleEnvironment> {
		const folder = mkdtempSync(join(tmpdir(), 'pixverse-examples-'));
		const sample = (name: string) =>
			readFileSync(join(__dirname, '../..', 'simulator', 'media', name));
		const environment = await startEnvironment('examples', {
			settings: { N8N_RESTRICT_FILE_ACCESS_TO: folder },
			// No example waits for the slots of another one.
			simulator: {
				accounts: [{ email: 'studio@example.com', maxJobs: 40, genSimultaneously: 40 }],
			},
		});
		const picture = await serveFile(sample('frame.png'), 'image/png', 'picture.png');
		const song = await serveFile(sample('song.mp3'), 'audio/mpeg', 'song.mp3');
		const receiver = await startReceiver();
		const model = await ChatModel.start();
		const key = { apiKey: 'sk-1', url: model.url };
		const credential = await environment.rest.createCredential('Chat model', 'openAiApi', key);
		const hosts = [picture, song, receiver, model] as const;
		return new ExampleEnvironment(environment, folder, ...hosts, credential);
	}

	async close(): Promise<void> {
		await this.environment.close();
		const { receiver, model, picture, song } = this;
		await Promise.all([receiver, model, picture, song].map(async (it) => await it.stop()));
		rmSync(this.folder, { recursive: true, force: true });
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

	async publish(file: string, settings: Settings): Promise<void> {
		await this.environment.rest.activate(await this.save(file, settings));
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
	async fileOf(item?: Item): Promise<Buffer> {
		return await this.environment.rest.binary(item?.binary?.data?.id ?? '');
	}

	/** A file that n8n has written to its folder. */
	written(name: string): Buffer {
		return readFileSync(join(this.folder, name));
	}

	/** The rows of the data table that an example's node reads, in the order they were added. */
	async rowsReadBy(file: string, name: string): Promise<Array<Record<string, unknown>>> {
		const get = readExample(file).nodes.find((node) => node.name === name);
		if (!get) throw new Error(`${file} has no node "${name}"`);
		const all = { ...get, name: 'Rows', parameters: { ...get.parameters, filters: {} } };
		const { id } = await this.environment.rest.createWorkflow(chainNodes('Rows', START, all));
		const execution = await this.environment.rest.run(id, START.name);
		return execution.itemsOf('Rows').map(({ json: { updatedAt: _, ...row } }) => row);
	}
}
