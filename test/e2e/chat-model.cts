import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const toolCallSchema = z.object({
	id: z.string(),
	function: z.object({ name: z.string(), arguments: z.string() }),
});

const messageSchema = z.object({
	role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
	content: z.unknown(),
	tool_call_id: z.string().optional(),
	tool_calls: z.array(toolCallSchema).optional(),
});

const toolSchema = z.object({
	function: z.object({
		name: z.string(),
		description: z.string(),
		parameters: z.object({
			properties: z.record(z.record(z.unknown())).default({}),
			required: z.array(z.string()).default([]),
		}),
	}),
});

const completionRequestSchema = z.object({
	messages: z.array(messageSchema),
	tools: z.array(toolSchema).default([]),
});

/** A request of an agent to its chat model. */
export type CompletionRequest = z.infer<typeof completionRequestSchema>;

/** A tool that the model can call. */
export type OfferedTool = z.infer<typeof toolSchema>['function'];

/** A reply of the model: tools to call in parallel, or its final answer. */
export type ModelReply =
	| string
	| ReadonlyArray<{ readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> }>;

/** Returns the model's next reply, based on the tool results so far, oldest first. */
export type ReplyScript = (toolResults: string[], request: CompletionRequest) => ModelReply;

/** A scripted chat model on loopback with OpenAI's API. */
export class ChatModel {
	/** The requests since the script was set, oldest first. */
	readonly requests: CompletionRequest[] = [];
	private script: ReplyScript = () => 'Done.';
	private calls = 0;

	private constructor(
		/** The base URL for n8n's OpenAI credential. */
		readonly url: string,
		readonly stop: () => Promise<void>,
	) {}

	static async start(): Promise<ChatModel> {
		const server = createServer((request, response) => {
			void readBody(request).then(
				(body) => {
					const json = model.createResponse(completionRequestSchema.parse(JSON.parse(body)));
					response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
				},
				(error: unknown) => response.writeHead(500).end(String(error)),
			);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const model: ChatModel = new ChatModel(`http://127.0.0.1:${port}/v1`, async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		});
		return model;
	}

	/** Sets the replies and clears the recorded requests. */
	setScript(script: ReplyScript): void {
		this.script = script;
		this.requests.length = 0;
	}

	/** The tools of the latest request by name. */
	get tools(): Record<string, OfferedTool> {
		const offered = this.requests.at(-1)?.tools ?? [];
		return Object.fromEntries(offered.map((each) => [each.function.name, each.function]));
	}

	/** The tool results in the latest request. */
	get toolResults(): string[] {
		return getToolResults(this.requests.at(-1));
	}

	private createResponse(request: CompletionRequest): unknown {
		this.requests.push(request);
		const reply = this.script(getToolResults(request), request);
		const content = typeof reply === 'string' ? { content: reply } : { content: null };
		const toolCalls =
			typeof reply === 'string'
				? undefined
				: reply.map((call) => ({
						id: `call_${++this.calls}`,
						type: 'function',
						function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
					}));
		return {
			id: `chatcmpl-${this.requests.length}`,
			object: 'chat.completion',
			created: 0,
			model: 'a-model',
			choices: [
				{
					index: 0,
					message: { role: 'assistant', ...content, ...(toolCalls && { tool_calls: toolCalls }) },
					finish_reason: toolCalls ? 'tool_calls' : 'stop',
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}

function getToolResults(request: CompletionRequest | undefined): string[] {
	const messages = request?.messages ?? [];
	return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
