import type { Job } from '../../simulator/jobs.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { ChatModel, type ModelReply, type ReplyScript } from './chat-model.cts';
import { startEnvironment, type TestEnvironment } from './environment.cts';
import type { Execution } from './n8n/execution.cts';
import type { Credential, Workflow, WorkflowNode } from './n8n/rest.cts';
import { START } from './workflows.cts';

/** The parameters of PixVerse tools by their names. */
export type Tools = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type ToolCalls = Exclude<ModelReply, string>;
type ToolItem = Record<string, unknown>;

/** The expression that n8n writes when the user lets the model define a parameter. */
export const fromAi = (key: string, description: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;

/** A script that calls tools in turns. A turn may depend on the items that the earlier turns returned. */
export const callInTurns =
	(...turns: Array<ToolCalls | ((items: ToolItem[]) => ToolCalls)>): ReplyScript =>
	(toolResults) => {
		let count = 0;
		for (const turn of turns) {
			const calls =
				typeof turn === 'function' ? turn(toolResults.slice(0, count).map(parseToolResult)) : turn;
			if (toolResults.length <= count) return calls;
			count += calls.length;
		}
		return 'Done';
	};

/** Returns the item of a tool result. Both agent versions pass tool results as a list. */
export function parseToolResult(text: string): ToolItem {
	const result: unknown = JSON.parse(text);
	expect(result).toEqual([expect.any(Object)]);
	return (result as [ToolItem])[0];
}

/** n8n with agents, which have a scripted chat model and PixVerse tools. */
export class AgentEnvironment {
	private constructor(
		private readonly environment: TestEnvironment,
		readonly model: ChatModel,
		private readonly modelCredential: Credential,
	) {}

	static async open(name: string): Promise<AgentEnvironment> {
		const environment = await startEnvironment(name, {
			simulator: { accounts: [{ email: 'studio@example.com', maxJobs: 8, genSimultaneously: 8 }] },
		});
		const model = await ChatModel.start();
		const key = { apiKey: 'sk-1', url: model.url };
		const credential = await environment.rest.createCredential('Chat model', 'openAiApi', key);
		return new AgentEnvironment(environment, model, credential);
	}

	get simulator(): Simulator {
		return this.environment.simulator;
	}

	/** The items of the tool results in the model's last request. */
	get toolItems(): ToolItem[] {
		return this.model.toolResults.map(parseToolResult);
	}

	async close(): Promise<void> {
		await this.environment.close();
		await this.model.stop();
	}

	/** Executes an agent with the given tools, once for each person. */
	async run(
		version: number,
		tools: Tools,
		script: ReplyScript,
		people = ['Ann'],
	): Promise<Execution> {
		this.model.setScript(script);
		const { rest } = this.environment;
		const { id } = await rest.createWorkflow(this.createWorkflow(version, tools, people));
		return await rest.run(id, START.name, 120_000);
	}

	/** Finds the jobs whose prompt contains a text. */
	findJobs(text: string): Job[] {
		return this.simulator.jobs.filter(({ parameters }) => parameters.prompt?.includes(text));
	}

	/** Finds the only job whose prompt contains a text. */
	findOnlyJob(text: string): Job {
		const [job, second] = this.findJobs(text);
		if (!job || second) throw new Error(`There is not exactly one job for "${text}"`);
		return job;
	}

	/** Creates a workflow with an agent that gets one item per person. */
	private createWorkflow(typeVersion: number, tools: Tools, people: string[]): Workflow {
		const options = people.length > 1 ? { batching: { batchSize: people.length } } : {};
		const createNode = (
			name: string,
			type: string,
			version: number,
			more: Partial<WorkflowNode>,
		) => ({
			name,
			type,
			typeVersion: version,
			position: [0, 0] as [number, number],
			parameters: {},
			...more,
		});
		const { id, name } = this.environment.credential;
		const { modelCredential } = this;
		const nodes = [
			START,
			// Not a Code node, whose task runner starts slowly on a busy machine.
			createNode('All people', 'n8n-nodes-base.set', 3.4, {
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ person: people }), options: {} },
			}),
			createNode('People', 'n8n-nodes-base.splitOut', 1, {
				parameters: { fieldToSplitOut: 'person', options: {} },
			}),
			createNode('Agent', '@n8n/n8n-nodes-langchain.agent', typeVersion, {
				parameters: { promptType: 'define', text: '={{ $json.person }}', options },
			}),
			createNode('Chat model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
				parameters: { model: { __rl: true, mode: 'list', value: 'gpt-4.1-mini' }, options: {} },
				credentials: { openAiApi: { id: modelCredential.id, name: modelCredential.name } },
			}),
			...Object.entries(tools).map(([tool, parameters]) =>
				createNode(tool, 'n8n-nodes-pixverse.pixVerseTool', 1, {
					parameters,
					credentials: { pixVerseApi: { id, name } },
				}),
			),
		];
		const connectTo = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
		return {
			name: `Agent ${typeVersion}`,
			nodes: nodes.map((node, index) => ({ ...node, id: `node-${index}` })),
			connections: {
				Start: connectTo('All people', 'main'),
				'All people': connectTo('People', 'main'),
				People: connectTo('Agent', 'main'),
				'Chat model': connectTo('Agent', 'ai_languageModel'),
				...Object.fromEntries(
					Object.keys(tools).map((tool) => [tool, connectTo('Agent', 'ai_tool')]),
				),
			},
			settings: { executionOrder: 'v1' },
		};
	}
}
