import { parse as parseFlatted } from 'flatted';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { ENDED_STATUSES, Execution, executionResponseSchema } from './execution.cts';

/** On a machine that is busy with other tests, too. */
const EXECUTION_ENDS_WITHIN_MS = 180_000;

/** Who owns a new n8n. */
export interface Owner {
	readonly email: string;
	readonly password: string;
}

/** A node as a saved workflow has it. */
export interface WorkflowNode {
	readonly id?: string;
	/** Of a node with webhooks: without one, n8n serves them under other paths. */
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

const credential = z.object({ id: z.string(), name: z.string(), type: z.string() });
const savedWorkflow = z.object({ id: z.string(), name: z.string() }).passthrough();
const savedVersion = z.object({ versionId: z.string() });
const executionList = z.object({ results: z.array(z.object({ id: z.string() })) });
const started = z.object({ executionId: z.string() });
const retried = z.object({ id: z.string() });
const credentialTest = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });
const inData = <T extends z.ZodTypeAny>(data: T) => z.object({ data });

/** A node's run as n8n keeps it. */
const ranWith = (json: Record<string, unknown>) => ({
	startTime: Date.now(),
	executionTime: 0,
	executionIndex: 0,
	executionStatus: 'success',
	source: [null],
	data: { main: [[{ json }]] },
});

/** n8n's own REST API, as its editor uses it, logged in as the owner. */
export class Rest {
	private cookie = '';

	private constructor(private readonly url: string) {}

	/**
	 * Logs in at an n8n. A new one gets this owner.
	 *
	 * @param url The editor's address.
	 */
	static async logIn(url: string, owner: Owner): Promise<Rest> {
		const rest = new Rest(url);
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
		return await this.post('/rest/credentials', { name, type, data }, credential);
	}

	async credentials(): Promise<Credential[]> {
		return await this.get('/rest/credentials', z.array(credential));
	}

	async updateCredential(
		{ id, name, type }: Credential,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.send('PATCH', `/rest/credentials/${id}`, { name, type, data }, z.unknown());
	}

	/** What the editor does when a credential is saved: runs its test and shows the message. */
	async testCredential(
		{ id, name, type }: Credential,
		data: Record<string, unknown>,
	): Promise<z.infer<typeof credentialTest>> {
		return await this.post(
			'/rest/credentials/test',
			{ credentials: { id, name, type, data } },
			credentialTest,
		);
	}

	async createWorkflow(workflow: Workflow): Promise<{ id: string; name: string }> {
		return await this.post('/rest/workflows', { settings: {}, ...workflow }, savedWorkflow);
	}

	/** Publishes the saved version of a workflow; fails when its trigger does. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.get(`/rest/workflows/${id}`, savedVersion);
		await this.post(`/rest/workflows/${id}/activate`, { versionId }, z.unknown());
	}

	/** Ends the publication of a workflow. */
	async deactivate(id: string): Promise<void> {
		await this.post(`/rest/workflows/${id}/deactivate`, {}, z.unknown());
	}

	/** The executions of a workflow that n8n has started, oldest first. */
	async executionsOf(id: string): Promise<string[]> {
		const query = new URLSearchParams({ filter: JSON.stringify({ workflowId: id }), limit: '100' });
		const { results } = await this.get(`/rest/executions?${query}`, executionList);
		return results.map((execution) => execution.id).reverse();
	}

	async workflows(): Promise<{ id: string; name: string }[]> {
		return await this.get('/rest/workflows', z.array(savedWorkflow));
	}

	/** Full names of the node types that n8n has loaded. */
	async nodeTypes(): Promise<string[]> {
		const types = await this.fetchJson(
			'/types/nodes.json',
			z.array(z.object({ name: z.string() })),
		);
		return types.map(({ name }) => name);
	}

	/**
	 * Runs a saved workflow as the editor's "Execute workflow" button does, and waits until the execution has ended.
	 *
	 * @param trigger The name of the trigger node to start from.
	 * @throws {Error} When it has not ended within `withinMs`.
	 */
	async run(id: string, trigger: string, withinMs = EXECUTION_ENDS_WITHIN_MS): Promise<Execution> {
		return await this.ended(await this.start(id, trigger), withinMs);
	}

	/**
	 * Waits until an execution has ended.
	 *
	 * @throws {Error} When it has not within `withinMs`.
	 */
	async ended(executionId: string, withinMs = EXECUTION_ENDS_WITHIN_MS): Promise<Execution> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			const execution = await this.execution(executionId);
			if (ENDED_STATUSES.has(execution.status)) return execution;
			await sleep(200);
		}
		throw new Error(`Execution ${executionId} had not ended after ${withinMs / 1000} s`);
	}

	/**
	 * Waits until an execution waits for the answer to a form.
	 *
	 * @returns The address of the form, which a node of the execution has in its output.
	 */
	async formOf(executionId: string, withinMs = EXECUTION_ENDS_WITHIN_MS): Promise<string> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			const { status } = await this.execution(executionId);
			const text = status === 'waiting' ? await this.executionText(executionId) : '';
			const [form] = /https?:[^"\\]+\/form-waiting\/[^"\\]+/.exec(text) ?? [];
			if (form) return form;
			await sleep(200);
		}
		throw new Error(`Execution ${executionId} shows no form after ${withinMs / 1000} s`);
	}

	/**
	 * Starts a saved workflow and returns the id of the execution.
	 *
	 * @param item What the trigger hands on, as a chat does with a message; else it runs by itself.
	 */
	async start(id: string, trigger: string, item?: Record<string, unknown>): Promise<string> {
		const workflowData = await this.get(`/rest/workflows/${id}`, savedWorkflow);
		const body = {
			workflowData,
			triggerToStartFrom: { name: trigger, ...(item && { data: ranWith(item) }) },
		};
		return (await this.post(`/rest/workflows/${id}/run`, body, started)).executionId;
	}

	/** What "Retry execution" does: runs a failed execution again, as a new one, and returns its id when that rests. */
	async retry(id: string): Promise<string> {
		return (await this.post(`/rest/executions/${id}/retry`, {}, retried)).id;
	}

	async execution(id: string): Promise<Execution> {
		const answer = await this.get(`/rest/executions/${id}`, executionResponseSchema);
		return new Execution(id, answer.status, parseFlatted(answer.data));
	}

	/** An execution as n8n shows it to the editor, as text: everything it has kept of it. */
	async executionText(id: string): Promise<string> {
		return await this.fetchText(`/rest/executions/${id}`, { method: 'GET' });
	}

	/** A file that an execution has stored, by its id in the execution's binary data. */
	async binary(id: string): Promise<Buffer> {
		const { statusCode, body } = await request(`${this.url}/rest/binary-data`, {
			query: { id, action: 'download' },
			headers: { cookie: this.cookie },
		});
		if (statusCode !== 200) throw new Error(`n8n answered ${statusCode} for the file ${id}`);
		return Buffer.from(await body.arrayBuffer());
	}

	private async get<T extends z.ZodTypeAny>(path: string, shape: T): Promise<z.infer<T>> {
		return (await this.fetchJson(path, inData(shape))).data;
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
		return inData(shape).parse(JSON.parse(text)).data;
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
			// A busy n8n closes idle connections just when they are used again.
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
