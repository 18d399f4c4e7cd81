import { parse, stringify } from 'flatted';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	IDataObject,
	INodeType,
	IRun,
	IRunExecutionData,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { n8nCore } from './engine.cts';

/** An execution that may be suspended, with all that n8n needs to resume it. */
export interface StoredExecution {
	readonly id: string;
	readonly workflow: Workflow;
	readonly mode: WorkflowExecuteMode;
	readonly nodeType: INodeType;
	/** The environment of a run, created for each run. */
	around(more: Partial<IWorkflowExecuteAdditionalData>): IWorkflowExecuteAdditionalData;
}

interface Place extends StoredExecution {
	/** As in n8n's database: flatted text. Absent while the execution runs. */
	stored?: string;
	token?: string;
	timer?: NodeJS.Timeout;
	/** Set when it is being resumed or has ended. */
	over: boolean;
	wake(run: IRunExecutionData): void;
}

/** A callback of a suspended execution, and how n8n responded. */
interface Call {
	readonly path: string;
	readonly status: number;
}

/**
 * The part of n8n that stores suspended executions and resumes them: /webhook-waiting and the wait tracker. It does what
 * waiting-webhooks, webhook-helpers and wait-tracker of n8n 2.40 do, with n8n-core's own WebhookContext and
 * WorkflowExecute; executions go through text in between, as through the database.
 */
export class ExecutionStore {
	readonly calls: Call[] = [];
	private readonly places = new Map<string, Place>();

	private constructor(private readonly server: Server) {
		server.on('request', (request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				const path = request.url ?? '';
				void this.answer(path, text).then((status) => {
					this.calls.push({ path, status });
					response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
				});
			});
		});
	}

	static async open(): Promise<ExecutionStore> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new ExecutionStore(server);
	}

	/** What `$execution.resumeUrl` begins with. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook-waiting`;
	}

	async close(): Promise<void> {
		for (const { timer } of this.places.values()) clearTimeout(timer);
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Announces an execution: until it is suspended, n8n responds to callbacks with 409. */
	expect(execution: StoredExecution): void {
		this.places.set(execution.id, { ...execution, over: false, wake: () => {} });
	}

	/** Sees an execution through to its end, however often it is suspended. */
	async seeThrough(id: string, first: IRun): Promise<IRun> {
		let run = first;
		while (run.status === 'waiting') {
			const place = this.at(id);
			const woken = new Promise<IRunExecutionData>((resolve) => (place.wake = resolve));
			place.token = run.data.resumeToken;
			place.stored = stringify(run.data);
			const left = new Date(run.waitTill ?? 0).getTime() - Date.now();
			// Like the wait tracker at the time limit: it calls neither execute() nor webhook().
			place.timer = setTimeout(() => {
				if (!place.over) {
					place.over = true;
					place.wake(this.load(place));
				}
			}, left);
			const data = await woken;
			clearTimeout(place.timer);
			delete place.stored;
			place.over = false;
			const { workflow, mode } = place;
			const around = place.around({ executionId: id, restartExecutionId: id });
			run = await new n8nCore.WorkflowExecute(around, mode, data).processRunExecutionData(workflow);
		}
		this.at(id).over = true;
		return run;
	}

	/** The text that n8n has stored of an execution that is suspended now. */
	storedOf(id: string): string | undefined {
		return this.places.get(id)?.stored;
	}

	/** Changes what n8n has stored of an execution that is suspended now. */
	change(id: string, update: (data: IRunExecutionData) => void): void {
		const place = this.at(id);
		const data = this.load(place);
		update(data);
		place.stored = stringify(data);
	}

	private at(id: string): Place {
		const place = this.places.get(id);
		if (!place) throw new Error(`Execution ${id} was not announced`);
		return place;
	}

	private load({ stored }: Place): IRunExecutionData {
		return parse(stored ?? '') as IRunExecutionData;
	}

	private async answer(path: string, text: string): Promise<number> {
		const url = new URL(path, 'http://n8n');
		const [, , id = '', suffix = ''] = url.pathname.split('/');
		const place = this.places.get(id);
		if (!place) return 404;
		if (place.stored === undefined) return 409;
		if (url.searchParams.get('signature') !== place.token) return 401;
		const data = this.load(place);
		const [entry] = data.executionData?.nodeExecutionStack ?? [];
		const { lastNodeExecuted = '', runData } = data.resultData;
		const node = place.workflow.getNode(lastNodeExecuted);
		const webhookDescription = place.nodeType.description.webhooks?.find(
			({ path, restartWebhook }) => restartWebhook === true && path === suffix,
		);
		if (!entry || !node || !webhookDescription) return 404;
		entry.node.disabled = true;
		delete data.waitTill;
		runData[lastNodeExecuted]?.pop();
		const body = JSON.parse(text || '{}') as IDataObject;
		const around = place.around({ executionId: id });
		Object.assign(around, { httpRequest: { body, headers: {}, query: {}, params: {} } });
		const webhookData = { webhookDescription } as unknown as IWebhookData;
		const { workflow, mode } = place;
		const context = new n8nCore.WebhookContext(workflow, node, around, mode, webhookData, [], data);
		let items;
		await workflow.expression.acquireIsolate();
		try {
			({ workflowData: items } = (await place.nodeType.webhook?.call(context)) ?? {});
		} catch (error) {
			// n8n goes on with an empty item and without the results so far.
			data.resultData = { runData: {}, lastNodeExecuted, error: error as never };
			items = [[{ json: {} }]];
		} finally {
			await workflow.expression.releaseIsolate();
		}
		if (items === undefined) return 200;
		if (place.over || place.stored === undefined) return 500;
		place.over = true;
		entry.data.main = items;
		entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
		// In queue mode it goes through the database once more.
		place.wake(parse(stringify(data)) as IRunExecutionData);
		return 200;
	}
}
