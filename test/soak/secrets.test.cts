import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse as parseFlatted } from 'flatted';
import { respondWith, startUntrustedServer, type UntrustedServer } from '../fuzz/server.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { startReportedSimulator } from '../reporting/requests.cts';
import {
	EXPRESSIONS,
	failingExecutions,
	respondSuccessfully,
	SECRETS,
	type FailingExecution,
} from '../e2e/failing-executions.cts';
import type { Item } from '../e2e/n8n/execution.cts';
import { startN8n, type N8n } from '../e2e/n8n/instance.cts';
import { RestClient, type Credential } from '../e2e/n8n/rest.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { chainNodes, codeNode, pixVerseNode, START } from '../e2e/workflows.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-secrets-'));
const log = join(ARTIFACTS, 'secrets.n8n.log');
const settings = {
	N8N_LOG_LEVEL: 'debug',
	// Blocks all internal addresses except the one of the test servers.
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
};

let simulator: Simulator;
let api: UntrustedServer;
/** A server at an internal address that n8n blocks. */
let internalServer: UntrustedServer;
let n8n: N8n;
let rest: RestClient;
/** The URLs and bodies of the requests to the API. */
const sentToApi: string[] = [];

beforeAll(async () => {
	[simulator, api, internalServer] = await Promise.all([
		startReportedSimulator({ speed: 10 }),
		startUntrustedServer(),
		startUntrustedServer('127.0.0.7'),
	]);
	api.setHandler((request, response) => {
		const [, number] = /^\/case-(\d+)\//.exec(request.url ?? '') ?? [];
		request.on('data', (piece) => sentToApi.push(String(piece)));
		sentToApi.push(request.url ?? '');
		(failingExecutions[Number(number)]?.api ?? respondSuccessfully)(request, response);
	});
	n8n = await startN8n({ userFolder, log, settings });
	rest = await RestClient.logIn(n8n.url, owner);
}, START_TIMEOUT_MS);
afterAll(async () => {
	await n8n?.stop();
	await Promise.all([simulator?.stop(), api?.stop(), internalServer?.stop()]);
	rmSync(userFolder, { recursive: true, force: true });
}, START_TIMEOUT_MS);

const createCredential = async (baseUrl: string, apiToken: string = SECRETS.token) =>
	await rest.createCredential('PixVerse account', 'pixVerseApi', { apiToken, baseUrl });
const createItemsNode = (items: unknown) =>
	codeNode('Items', `return ${JSON.stringify(items)}.map((json) => ({ json }));`);

async function executeFailing(run: FailingExecution, number: number) {
	const base = `${api.url}/case-${number}`;
	const credential = await createCredential(base);
	const items = (run.items ?? [{}]).map((item) => ({ ...item, base }));
	const node = { ...pixVerseNode('Video', credential, run.parameters), ...run.node };
	const { id } = await rest.createWorkflow(
		chainNodes(run.name, START, createItemsNode(items), node),
	);
	const executionId = await rest.start(id, START.name);
	const execution = await rest.waitForExecution(executionId, 400_000);
	const error =
		execution.error ??
		[0, 1].flatMap((output) => execution.getItems('Video', output))[0]?.json.error;
	return { name: run.name, executionId, error };
}

/** Collects all errors in an execution: of nodes, of items, and in descriptions. */
function collectErrors(
	value: unknown,
	found: unknown[] = [],
	seen = new Set<unknown>(),
): unknown[] {
	if (typeof value !== 'object' || value === null || seen.has(value)) return found;
	seen.add(value);
	for (const [name, inner] of Object.entries(value)) {
		if (/^(error|errors|hints|details|message|description)$/.test(name)) found.push(inner);
		collectErrors(inner, found, seen);
	}
	return found;
}

const listFiles = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((file) => !file.includes('node_modules') && statSync(file).isFile());

describe('After dozens of failing executions', () => {
	const executions: string[] = [];
	let shownMessages = '';

	it('each execution should have an error', async () => {
		const pending = failingExecutions.map((run, number) => ({ run, number }));
		const withoutError: string[] = [];
		const runPending = async () => {
			for (let next = pending.pop(); next; next = pending.pop()) {
				const { name, executionId, error } = await executeFailing(next.run, next.number);
				executions.push(executionId);
				if (error === undefined) withoutError.push(name);
			}
		};
		await Promise.all(Array.from({ length: 10 }, runPending));
		expect(withoutError).toEqual([]);
		expect(executions.length).toBeGreaterThanOrEqual(50);
	}, 600_000);

	it('the credential test, the lists of the editor, and a trigger should have failed too', async () => {
		const credential = await createCredential(`${api.url}/case-0`);
		for (const number of [0, 2, 4, 22, 25, 28, 31]) {
			const data = { apiToken: SECRETS.token, baseUrl: `${api.url}/case-${number}` };
			const { status, message } = await rest.testCredential(credential, data);
			expect(status).toBe('Error');
			shownMessages += message;
		}
		const trigger = {
			...pixVerseNode('Finished', credential, { pollTimes: { item: [{ mode: 'everyMinute' }] } }),
			type: 'n8n-nodes-pixverse.pixVerseTrigger',
		};
		const { id } = await rest.createWorkflow(
			chainNodes('Watching', trigger, codeNode('Then', 'return [];')),
		);
		const activationError: unknown = await rest.activate(id).catch((error: unknown) => error);
		shownMessages += String(activationError);
		// n8n still publishes the workflow after it has responded.
		await sleep(5000);
		expect(
			sentToApi.filter((url) => url === '/case-0/v2/pixverse/accounts').length,
		).toBeGreaterThan(0);
		await rest.deactivate(id).catch(() => {});
	});

	it('no expression in a parameter should be able to read the token', async () => {
		const credential = await createCredential(`${api.url}/case-99`);
		for (const expression of EXPRESSIONS) {
			const parameters = {
				...{ resource: 'video', operation: 'create', waitMode: 'none' },
				prompt: `=A prompt: ${expression}`,
				options: { timeout: 0.1 },
			};
			const { id } = await rest.createWorkflow(
				chainNodes('Expression', START, pixVerseNode('Video', credential, parameters)),
			);
			const executionId = await rest.start(id, START.name);
			executions.push(executionId);
		}
		for (const id of executions.slice(-EXPRESSIONS.length))
			await rest.waitForExecution(id, 120_000);
		expect(sentToApi.join('\n')).not.toContain(SECRETS.token);
		expect(sentToApi.filter((body) => body.includes('A prompt')).length).toBeGreaterThan(5);
	}, 300_000);

	it('no execution should contain a token, and no error a signature', async () => {
		for (const id of executions) {
			const text = await rest.getExecutionText(id);
			expect(text).not.toContain(SECRETS.token);
			expect(text).not.toContain(SECRETS.signature);
			const { data } = JSON.parse(text).data as { data: string };
			const errors = JSON.stringify(collectErrors(parseFlatted(data)));
			expect(errors).not.toContain(SECRETS.itemSignature);
			expect(errors).not.toContain(SECRETS.password);
		}
		for (const secret of Object.values(SECRETS)) expect(shownMessages).not.toContain(secret);
	}, 120_000);
});

describe("n8n's SSRF protection", () => {
	const getInternalHost = () => internalServer.url.replace('http://', '');
	/** Different spellings of internal addresses. */
	const getInternalUrls = () => [
		`http://${getInternalHost()}/a.png`,
		`http://user:pass@${getInternalHost()}/a.png`,
		internalServer.url.replace('127.0.0.7', '2130706439') + '/a.png',
		internalServer.url.replace('127.0.0.7', '0x7f.0.0.7') + '/a.png',
		internalServer.url.replace('127.0.0.7', '[::ffff:127.0.0.7]') + '/a.png',
		'http://169.254.169.254/latest/meta-data/',
		'http://[::1]:5678/rest/settings',
	];

	/** Redirects to the address in the query. @returns whether the request was for a redirect */
	const redirect = (request: IncomingMessage, response: ServerResponse): boolean => {
		request.resume();
		const [path, location = ''] = decodeURIComponent(request.url ?? '').split('?');
		if (path !== '/to') return false;
		response.writeHead(302, { location }).end();
		return true;
	};
	/** The internal URLs, and URLs that redirect to them. */
	const getUrls = () => {
		const internalUrls = getInternalUrls();
		return [
			...internalUrls,
			...internalUrls.map((to) => `${api.url}/to?${encodeURIComponent(to)}`),
		];
	};

	const REASON = 'your n8n instance does not allow requests to that address';
	/** Executes the node for each item, and expects that no request reaches the internal address. */
	async function executeBlocked(
		credential: Credential,
		parameters: Record<string, unknown>,
		inputs: object[],
	): Promise<Item[]> {
		const node = pixVerseNode('File', credential, parameters, { onError: 'continueRegularOutput' });
		const workflow = chainNodes('Blocked', START, createItemsNode(inputs), node);
		const { id } = await rest.createWorkflow(workflow);
		const items = (await rest.run(id, START.name)).getItems('File');
		expect(items).toHaveLength(inputs.length);
		expect(internalServer.requests).toEqual([]);
		return items;
	}

	it('should prevent uploads from internal addresses, directly and by redirect', async () => {
		api.setHandler(redirect);
		const file = { __rl: true, mode: 'url', value: '={{ $json.url }}' };
		const items = await executeBlocked(
			await createCredential(simulator.url, simulator.token),
			{ resource: 'file', operation: 'upload', file },
			getUrls().map((url) => ({ url })),
		);
		for (const { json } of items) expect(JSON.stringify(json)).toContain(REASON);
		expect(simulator.files.list()).toEqual([]);
	});

	it('should prevent downloads from internal addresses, directly and by redirect', async () => {
		const images = getUrls().map((image_url, number) => ({
			image_id: `user:1-pixverse:a@b.test-image:${number}`,
			image_status: 1,
			image_url,
		}));
		api.setHandler((request, response) => {
			if (redirect(request, response)) return;
			respondWith(JSON.stringify({ data: images, total: images.length }))(request, response);
		});
		const items = await executeBlocked(
			await createCredential(api.url),
			{ resource: 'image', operation: 'download', imageId: '={{ $json.id }}' },
			images.map(({ image_id }) => ({ id: image_id })),
		);
		for (const { json, binary } of items) {
			expect(String(json.error)).toContain(REASON);
			expect(binary).toBeUndefined();
		}
	});
});

describe('All files after n8n has ended', () => {
	it('should contain no token and no signature', async () => {
		await n8n.stop();
		const token = Buffer.from(SECRETS.token);
		const encodedSecrets = [
			SECRETS.token,
			encodeURIComponent(SECRETS.token),
			token.toString('base64').replace(/=+$/, ''),
			token.toString('hex'),
			SECRETS.signature,
		];
		const files = [...listFiles(userFolder), log];
		expect(files.some((file) => file.endsWith('.sqlite'))).toBe(true);
		let bytes = 0;
		for (const file of files) {
			const data = readFileSync(file);
			bytes += data.length;
			for (const form of encodedSecrets)
				if (data.includes(form)) throw new Error(`${file} has ${form}`);
		}
		const logText = readFileSync(log, 'utf8');
		expect(logText.length).toBeGreaterThan(1000);
		for (const secret of Object.values(SECRETS)) expect(logText).not.toContain(secret);
		process.stdout.write(`Scanned ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MB\n`);
	}, 60_000);
});
