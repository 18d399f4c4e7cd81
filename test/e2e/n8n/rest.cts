import { parse as parseFlatted } from 'flatted';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { ENDED_STATUSES, Execution, executionResponseSchema } from './execution.cts';

/** Long enough for a machine that is busy with other tests. */
const EXECUTION_TIMEOUT_MS = 180_000;

/** The login of the instance owner. */
export interface Owner {
	readonly email: string;
	readonly password: string;
}

/** A node in a saved workflow. */
export interface WorkflowNode {
	readonly id?: string;
	/** Required for nodes with webhooks: without it, n8n uses other webhook paths. */
	readonly webhookId?: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	readonly executeOnce?: boolean;
	readonly retryOnFail?: boolean;
	readonly maxTries?: number;
	readonly waitBetweenTries?: number;
	readonly onError?: 'continueRegularOutput' | 'continueErrorOutput' | 'stopWorkflow';
}

/** A workflow as n8n exports it. */
export interface Workflow {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

const credentialSchema = z.object({ id: z.string(), name: z.string(), type: z.string() });
const workflowSchema = z.object({ id: z.string(), name: z.string() }).passthrough();
const versionSchema = z.object({ versionId: z.string() });
const executionListSchema = z.object({ results: z.array(z.object({ id: z.string() })) });
const startedExecutionSchema = z.object({ executionId: z.string() });
const retriedExecutionSchema = z.object({ id: z.string() });
const credentialTestSchema = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });
const wrapInData = <T extends z.ZodTypeAny>(data: T) => z.object({ data });

/** Creates the data of a node run in n8n's format, with one output item. */
const createTaskData = (json: Record<string, unknown>) => ({
	startTime: Date.now(),
	executionTime: 0,
	executionIndex: 0,
	executionStatus: 'success',
	source: [null],
	data: { main: [[{ json }]] },
});

/** A client for n8n's internal REST API, which the editor uses. It's logged in as the owner. */
export class RestClient {
	private cookie = '';

	private constructor(private readonly url: string) {}

	/**
	 * Logs in to an n8n instance. On a new instance, creates the owner.
	 *
	 * @param url The base URL of the editor.
	 */
	static async logIn(url: string, owner: Owner): Promise<RestClient> {
		const rest = new RestClient(url);
		const settings = z.object({
			userManagement: z.object({ showSetupOnFirstLoad: z.boolean().optional() }),
		});
		const { userManagement } = await rest.get('/rest/settings', settings);
		if (userManagement.showSetupOnFirstLoad) {
			const person = { ...owner, firstName: 'Pixel', lastName: 'Verse' };
			await rest.post('/rest/owner/setup', person, z.unknown());
		} else {
			const login = { emailOrLdapLoginId: owner.email, password: owner.password };
			await rest.post('/rest/login', login, z.unknown());
		}
		return rest;
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<Credential> {
		return await this.post('/rest/credentials', { name, type, data }, credentialSchema);
	}

	async listCredentials(): Promise<Credential[]> {
		return await this.get('/rest/credentials', z.array(credentialSchema));
	}

	async updateCredential(
		{ id, name, type }: Credential,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.send('PATCH', `/rest/credentials/${id}`, { name, type, data }, z.unknown());
	}

	/** Runs the test of a credential, as the editor does when the credential is saved. */
	async testCredential(
		{ id, name, type }: Credential,
		data: Record<string, unknown>,
	): Promise<z.infer<typeof credentialTestSchema>> {
		return await this.post(
			'/rest/credentials/test',
			{ credentials: { id, name, type, data } },
			credentialTestSchema,
		);
	}

	async createWorkflow(workflow: Workflow): Promise<{ id: string; name: string }> {
		return await this.post('/rest/workflows', { settings: {}, ...workflow }, workflowSchema);
	}

	/** Publishes the saved version of a workflow. Fails if its trigger can't be activated. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.get(`/rest/workflows/${id}`, versionSchema);
		await this.post(`/rest/workflows/${id}/activate`, { versionId }, z.unknown());
	}

	/** Unpublishes a workflow. */
	async deactivate(id: string): Promise<void> {
		await this.post(`/rest/workflows/${id}/deactivate`, {}, z.unknown());
	}

	/** Lists the IDs of a workflow's executions, oldest first. */
	async listExecutionIds(id: string): Promise<string[]> {
		const query = new URLSearchParams({ filter: JSON.stringify({ workflowId: id }), limit: '100' });
		const { results } = await this.get(`/rest/executions?${query}`, executionListSchema);
		return results.map((execution) => execution.id).reverse();
	}

	async getVersion(): Promise<string> {
		return (await this.get('/rest/settings', z.object({ versionCli: z.string() }))).versionCli;
	}

	async listWorkflows(): Promise<{ id: string; name: string }[]> {
		return await this.get('/rest/workflows', z.array(workflowSchema));
	}

	/** Lists the full names of the node types that n8n has loaded. */
	async listNodeTypes(): Promise<string[]> {
		const types = await this.fetchJson(
			'/types/nodes.json',
			z.array(z.object({ name: z.string() })),
		);
		return types.map(({ name }) => name);
	}

	/**
	 * Runs a saved workflow as the editor's "Execute workflow" button does, and waits for the end of the execution.
	 *
	 * @param trigger The name of the trigger node to start from.
	 * @throws {Error} If it doesn't end within the timeout.
	 */
	async run(id: string, trigger: string, timeoutMs = EXECUTION_TIMEOUT_MS): Promise<Execution> {
		return await this.waitForExecution(await this.start(id, trigger), timeoutMs);
	}

	/**
	 * Waits until an execution has ended.
	 *
	 * @throws {Error} If it doesn't end within the timeout.
	 */
	async waitForExecution(
		executionId: string,
		timeoutMs = EXECUTION_TIMEOUT_MS,
	): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const execution = await this.getExecution(executionId);
			if (ENDED_STATUSES.has(execution.status)) return execution;
			await sleep(200);
		}
		throw new Error(`Execution ${executionId} had not ended after ${timeoutMs / 1000} s`);
	}

	/**
	 * Waits until an execution is suspended by a form.
	 *
	 * @returns The URL of the form, from the output of a node.
	 */
	async waitForForm(executionId: string, timeoutMs = EXECUTION_TIMEOUT_MS): Promise<string> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const { status } = await this.getExecution(executionId);
			const text = status === 'waiting' ? await this.getExecutionText(executionId) : '';
			const [form] = /https?:[^"\\]+\/form-waiting\/[^"\\]+/.exec(text) ?? [];
			if (form) return form;
			await sleep(200);
		}
		throw new Error(`Execution ${executionId} shows no form after ${timeoutMs / 1000} s`);
	}

	/**
	 * Starts a saved workflow and returns the ID of the execution.
	 *
	 * @param item The output of the trigger, such as a chat message. If not set, the trigger is executed.
	 */
	async start(id: string, trigger: string, item?: Record<string, unknown>): Promise<string> {
		const workflowData = await this.get(`/rest/workflows/${id}`, workflowSchema);
		const body = {
			workflowData,
			triggerToStartFrom: { name: trigger, ...(item && { data: createTaskData(item) }) },
		};
		return (await this.post(`/rest/workflows/${id}/run`, body, startedExecutionSchema)).executionId;
	}

	/** Retries a failed execution, and returns the ID of the new execution when it has ended or is suspended. */
	async retry(id: string): Promise<string> {
		return (await this.post(`/rest/executions/${id}/retry`, {}, retriedExecutionSchema)).id;
	}

	async getExecution(id: string): Promise<Execution> {
		const answer = await this.get(`/rest/executions/${id}`, executionResponseSchema);
		return new Execution(id, answer.status, parseFlatted(answer.data));
	}

	/** Returns everything that n8n has stored about an execution, as text. */
	async getExecutionText(id: string): Promise<string> {
		return await this.fetchText(`/rest/executions/${id}`, { method: 'GET' });
	}

	/** Downloads a file by its ID in the binary data of an execution. */
	async downloadBinary(id: string): Promise<Buffer> {
		const { statusCode, body } = await request(`${this.url}/rest/binary-data`, {
			query: { id, action: 'download' },
			headers: { cookie: this.cookie },
		});
		if (statusCode !== 200) throw new Error(`n8n answered ${statusCode} for the file ${id}`);
		return Buffer.from(await body.arrayBuffer());
	}

	private async get<T extends z.ZodTypeAny>(path: string, shape: T): Promise<z.infer<T>> {
		return (await this.fetchJson(path, wrapInData(shape))).data;
	}

	private async post<T extends z.ZodTypeAny>(
		path: string,
		body: unknown,
		shape: T,
	): Promise<z.infer<T>> {
		return await this.send('POST', path, body, shape);
	}

	private async send<T extends z.ZodTypeAny>(
		method: 'POST' | 'PATCH',
		path: string,
		body: unknown,
		shape: T,
	): Promise<z.infer<T>> {
		const text = await this.fetchText(path, {
			method,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return wrapInData(shape).parse(JSON.parse(text)).data;
	}

	private async fetchJson<T extends z.ZodTypeAny>(path: string, shape: T): Promise<z.infer<T>> {
		return shape.parse(JSON.parse(await this.fetchText(path, { method: 'GET' })));
	}

	private async fetchText(
		path: string,
		options: { method: 'GET' | 'POST' | 'PATCH'; headers?: Record<string, string>; body?: string },
	): Promise<string> {
		const { statusCode, headers, body } = await request(`${this.url}${path}`, {
			...options,
			headers: { ...options.headers, cookie: this.cookie },
			// A busy n8n instance may close an idle connection at the moment it's used again.
			reset: true,
		});
		const text = await body.text();
		if (statusCode !== 200) {
			throw new Error(
				`n8n answered ${statusCode} to ${options.method} ${path}: ${text.slice(0, 500)}`,
			);
		}
		const [login] = [headers['set-cookie'] ?? []]
			.flat()
			.filter((each) => each.startsWith('n8n-auth='));
		if (login) this.cookie = login.split(';')[0] ?? '';
		return text;
	}
}
