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

/** An execution that may be suspended, with everything that n8n needs to resume it. */
export interface StoredExecution {
	readonly id: string;
	readonly workflow: Workflow;
	readonly mode: WorkflowExecuteMode;
	readonly nodeType: INodeType;
	/** Creates n8n's additional data of a run. */
	buildAdditionalData(
		more: Partial<IWorkflowExecuteAdditionalData>,
	): IWorkflowExecuteAdditionalData;
}

interface ExecutionRecord extends StoredExecution {
	/** The execution data as in n8n's database. Not set while the execution runs. */
	stored?: string;
	token?: string;
	timer?: NodeJS.Timeout;
	/** Whether the execution can't be resumed, because it is being resumed or has ended. */
	isClosed: boolean;
	resume(run: IRunExecutionData): void;
}

/** A callback of a suspended execution, and how n8n responded. */
interface CallbackEntry {
	readonly path: string;
	readonly status: number;
}

/**
 * Stores suspended executions and resumes them, as waiting-webhooks, webhook-helpers, and wait-tracker of n8n 2.40 do.
 * Uses n8n-core's own WebhookContext and WorkflowExecute, and serializes the execution data as n8n's database does.
 */
export class ExecutionStore {
	readonly calls: CallbackEntry[] = [];
	private readonly records = new Map<string, ExecutionRecord>();

	private constructor(private readonly server: Server) {
		server.on('request', (request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				const path = request.url ?? '';
				void this.handleCallback(path, text).then((status) => {
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

	/** The base URL of `$execution.resumeUrl`. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook-waiting`;
	}

	async close(): Promise<void> {
		for (const { timer } of this.records.values()) clearTimeout(timer);
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Registers an execution. Until it is suspended, callbacks get a 409. */
	register(execution: StoredExecution): void {
		this.records.set(execution.id, { ...execution, isClosed: false, resume: () => {} });
	}

	/** Resumes an execution each time it is suspended, until it ends. */
	async runToEnd(id: string, first: IRun): Promise<IRun> {
		let run = first;
		while (run.status === 'waiting') {
			const record = this.getRecord(id);
			const resumed = new Promise<IRunExecutionData>((resolve) => (record.resume = resolve));
			record.token = run.data.resumeToken;
			record.stored = stringify(run.data);
			const remainingMs = new Date(run.waitTill ?? 0).getTime() - Date.now();
			// At the time limit, n8n's wait tracker calls neither execute() nor webhook().
			record.timer = setTimeout(() => {
				if (!record.isClosed) {
					record.isClosed = true;
					record.resume(this.loadData(record));
				}
			}, remainingMs);
			const data = await resumed;
			clearTimeout(record.timer);
			delete record.stored;
			record.isClosed = false;
			const { workflow, mode } = record;
			const additionalData = record.buildAdditionalData({
				executionId: id,
				restartExecutionId: id,
			});
			run = await new n8nCore.WorkflowExecute(additionalData, mode, data).processRunExecutionData(
				workflow,
			);
		}
		this.getRecord(id).isClosed = true;
		return run;
	}

	/** The stored data of an execution while it is suspended. */
	getStored(id: string): string | undefined {
		return this.records.get(id)?.stored;
	}

	/** Changes the stored data of a suspended execution. */
	updateStored(id: string, update: (data: IRunExecutionData) => void): void {
		const record = this.getRecord(id);
		const data = this.loadData(record);
		update(data);
		record.stored = stringify(data);
	}

	private getRecord(id: string): ExecutionRecord {
		const record = this.records.get(id);
		if (!record) throw new Error(`Execution ${id} is not registered`);
		return record;
	}

	private loadData({ stored }: ExecutionRecord): IRunExecutionData {
		return parse(stored ?? '') as IRunExecutionData;
	}

	private async handleCallback(path: string, text: string): Promise<number> {
		const url = new URL(path, 'http://n8n');
		const [, , id = '', suffix = ''] = url.pathname.split('/');
		const record = this.records.get(id);
		if (!record) return 404;
		if (record.stored === undefined) return 409;
		if (url.searchParams.get('signature') !== record.token) return 401;
		const data = this.loadData(record);
		const [entry] = data.executionData?.nodeExecutionStack ?? [];
		const { lastNodeExecuted = '', runData } = data.resultData;
		const node = record.workflow.getNode(lastNodeExecuted);
		const webhookDescription = record.nodeType.description.webhooks?.find(
			({ path, restartWebhook }) => restartWebhook === true && path === suffix,
		);
		if (!entry || !node || !webhookDescription) return 404;
		entry.node.disabled = true;
		delete data.waitTill;
		runData[lastNodeExecuted]?.pop();
		const body = JSON.parse(text || '{}') as IDataObject;
		const additionalData = record.buildAdditionalData({ executionId: id });
		Object.assign(additionalData, { httpRequest: { body, headers: {}, query: {}, params: {} } });
		const webhookData = { webhookDescription } as unknown as IWebhookData;
		const { workflow, mode } = record;
		const context = new n8nCore.WebhookContext(
			workflow,
			node,
			additionalData,
			mode,
			webhookData,
			[],
			data,
		);
		let items;
		await workflow.expression.acquireIsolate();
		try {
			({ workflowData: items } = (await record.nodeType.webhook?.call(context)) ?? {});
		} catch (error) {
			// n8n continues with an empty item, and without the results so far.
			data.resultData = { runData: {}, lastNodeExecuted, error: error as never };
			items = [[{ json: {} }]];
		} finally {
			await workflow.expression.releaseIsolate();
		}
		if (items === undefined) return 200;
		if (record.isClosed || record.stored === undefined) return 500;
		record.isClosed = true;
		entry.data.main = items;
		entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
		// In queue mode, n8n reads it from the database again.
		record.resume(parse(stringify(data)) as IRunExecutionData);
		return 200;
	}
}
