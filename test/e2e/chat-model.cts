import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const toolCall = z.object({
	id: z.string(),
	function: z.object({ name: z.string(), arguments: z.string() }),
});

const message = z.object({
	role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
	content: z.unknown(),
	tool_call_id: z.string().optional(),
	tool_calls: z.array(toolCall).optional(),
});

const tool = z.object({
	function: z.object({
		name: z.string(),
		description: z.string(),
		parameters: z.object({
			properties: z.record(z.record(z.unknown())).default({}),
			required: z.array(z.string()).default([]),
		}),
	}),
});

const completion = z.object({
	messages: z.array(message),
	tools: z.array(tool).default([]),
});

/** What an agent sends to its model. */
export type Completion = z.infer<typeof completion>;

/** A tool as described to the model. */
export type OfferedTool = z.infer<typeof tool>['function'];

/** A reply of the model: tools to call in parallel, or its final answer. */
export type ModelReply =
	| string
	| ReadonlyArray<{ readonly tool: string; readonly with: Readonly<Record<string, unknown>> }>;

/** Decides what the model says from what the tools have answered so far, oldest first. */
export type ReplyScript = (answers: string[], request: Completion) => ModelReply;

/** A chat model behind the interface of OpenAI, on loopback, that says what a script tells it to. */
export class ChatModel {
	/** Everything agents have asked since the script was set, oldest first. */
	readonly requests: Completion[] = [];
	private script: ReplyScript = () => 'Done.';
	private calls = 0;

	private constructor(
		/** For the base URL of n8n's OpenAI credential. */
		readonly url: string,
		readonly stop: () => Promise<void>,
	) {}

	static async start(): Promise<ChatModel> {
		const server = createServer((request, response) => {
			void read(request).then(
				(body) => {
					const json = model.answer(completion.parse(JSON.parse(body)));
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
	says(script: ReplyScript): void {
		this.script = script;
		this.requests.length = 0;
	}

	/** The tools of the latest request by name. */
	get tools(): Record<string, OfferedTool> {
		const offered = this.requests.at(-1)?.tools ?? [];
		return Object.fromEntries(offered.map((each) => [each.function.name, each.function]));
	}

	/** What the tools have answered, as the latest request has it. */
	get answers(): string[] {
		return answersIn(this.requests.at(-1));
	}

	private answer(request: Completion): unknown {
		this.requests.push(request);
		const turn = this.script(answersIn(request), request);
		const said = typeof turn === 'string' ? { content: turn } : { content: null };
		const called =
			typeof turn === 'string'
				? undefined
				: turn.map((call) => ({
						id: `call_${++this.calls}`,
						type: 'function',
						function: { name: call.tool, arguments: JSON.stringify(call.with) },
					}));
		return {
			id: `chatcmpl-${this.requests.length}`,
			object: 'chat.completion',
			created: 0,
			model: 'a-model',
			choices: [
				{
					index: 0,
					message: { role: 'assistant', ...said, ...(called && { tool_calls: called }) },
					finish_reason: called ? 'tool_calls' : 'stop',
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}

function answersIn(request: Completion | undefined): string[] {
	const messages = request?.messages ?? [];
	return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
}

async function read(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
