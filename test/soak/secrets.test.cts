import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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
import { startN8n, type N8n } from '../e2e/n8n/instance.cts';
import { Rest, type Credential } from '../e2e/n8n/rest.cts';
import { ARTIFACTS, START_TIMEOUT_MS } from '../e2e/environment.cts';
import { chainNodes, codeNode, pixVerseNode, START } from '../e2e/workflows.cts';

const owner = { email: 'owner@example.com', password: 'Sunny-day-1' };
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-trust-'));
const log = join(ARTIFACTS, 'trust.n8n.log');
const settings = {
	N8N_LOG_LEVEL: 'debug',
	// All but what the tests themselves listen on is inside.
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
};

let simulator: Simulator;
let api: UntrustedServer;
/** A server inside the network of this n8n. */
let inside: UntrustedServer;
let n8n: N8n;
let rest: Rest;
/** What the API was sent. */
const sent: string[] = [];

beforeAll(async () => {
	[simulator, api, inside] = await Promise.all([
		startReportedSimulator({ speed: 10 }),
		startUntrustedServer(),
		startUntrustedServer('127.0.0.7'),
	]);
	api.behave((request, response) => {
		const [, number] = /^\/case-(\d+)\//.exec(request.url ?? '') ?? [];
		request.on('data', (piece) => sent.push(String(piece)));
		sent.push(request.url ?? '');
		(failingExecutions[Number(number)]?.api ?? respondSuccessfully)(request, response);
	});
	n8n = await startN8n({ userFolder, log, settings });
	rest = await Rest.logIn(n8n.url, owner);
}, START_TIMEOUT_MS);
afterAll(async () => {
	await n8n?.stop();
	await Promise.all([simulator?.stop(), api?.stop(), inside?.stop()]);
	rmSync(userFolder, { recursive: true, force: true });
}, START_TIMEOUT_MS);

const credentialAt = async (baseUrl: string, apiToken: string = SECRETS.token) =>
	await rest.createCredential('PixVerse account', 'pixVerseApi', { apiToken, baseUrl });
const itemsFrom = (items: unknown) =>
	codeNode('Items', `return ${JSON.stringify(items)}.map((json) => ({ json }));`);

async function fail(run: FailingExecution, number: number) {
	const base = `${api.url}/case-${number}`;
	const credential = await credentialAt(base);
	const items = (run.items ?? [{}]).map((item) => ({ ...item, base }));
	const node = { ...pixVerseNode('Video', credential, run.parameters), ...run.node };
	const { id } = await rest.createWorkflow(chainNodes(run.name, START, itemsFrom(items), node));
	const executionId = await rest.start(id, START.name);
	const execution = await rest.ended(executionId, 400_000);
	const failed =
		execution.error ??
		[0, 1].flatMap((output) => execution.itemsOf('Video', output))[0]?.json.error;
	return { name: run.name, executionId, failed };
}

/** All errors in an execution, wherever they are: of nodes, of items, in descriptions. */
function errorsIn(value: unknown, found: unknown[] = [], seen = new Set<unknown>()): unknown[] {
	if (typeof value !== 'object' || value === null || seen.has(value)) return found;
	seen.add(value);
	for (const [name, inner] of Object.entries(value)) {
		if (/^(error|errors|hints|details|message|description)$/.test(name)) found.push(inner);
		errorsIn(inner, found, seen);
	}
	return found;
}

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((file) => !file.includes('node_modules') && statSync(file).isFile());

describe('After dozens of failing runs', () => {
	const executions: string[] = [];
	let told = '';

	it('each should have its own error', async () => {
		const left = failingExecutions.map((run, number) => ({ run, number }));
		const unfailed: string[] = [];
		const one = async () => {
			for (let next = left.pop(); next; next = left.pop()) {
				const { name, executionId, failed } = await fail(next.run, next.number);
				executions.push(executionId);
				if (failed === undefined) unfailed.push(name);
			}
		};
		await Promise.all(Array.from({ length: 10 }, one));
		expect(unfailed).toEqual([]);
		expect(executions.length).toBeGreaterThanOrEqual(50);
	}, 600_000);

	it('the credential test, the lists of the editor, and a trigger should have failed too', async () => {
		const credential = await credentialAt(`${api.url}/case-0`);
		for (const number of [0, 2, 4, 22, 25, 28, 31]) {
			const data = { apiToken: SECRETS.token, baseUrl: `${api.url}/case-${number}` };
			const { status, message } = await rest.testCredential(credential, data);
			expect(status).toBe('Error');
			told += message;
		}
		const trigger = {
			...pixVerseNode('Finished', credential, { pollTimes: { item: [{ mode: 'everyMinute' }] } }),
			type: 'n8n-nodes-pixverse.pixVerseTrigger',
		};
		const { id } = await rest.createWorkflow(
			chainNodes('Watching', trigger, codeNode('Then', 'return [];')),
		);
		const refused: unknown = await rest.activate(id).catch((error: unknown) => error);
		told += String(refused);
		// Publishing goes on after the answer.
		await sleep(5000);
		expect(sent.filter((url) => url === '/case-0/v2/pixverse/accounts').length).toBeGreaterThan(0);
		await rest.deactivate(id).catch(() => {});
	});

	it('no expression of a parameter should reach the token', async () => {
		const credential = await credentialAt(`${api.url}/case-99`);
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
		for (const id of executions.slice(-EXPRESSIONS.length)) await rest.ended(id, 120_000);
		expect(sent.join('\n')).not.toContain(SECRETS.token);
		expect(sent.filter((body) => body.includes('A prompt')).length).toBeGreaterThan(5);
	}, 300_000);

	it('nothing that n8n shows should have a token, and no error a signature', async () => {
		for (const id of executions) {
			const text = await rest.executionText(id);
			expect(text).not.toContain(SECRETS.token);
			expect(text).not.toContain(SECRETS.signature);
			const { data } = JSON.parse(text).data as { data: string };
			const errors = JSON.stringify(errorsIn(parseFlatted(data)));
			expect(errors).not.toContain(SECRETS.ofItem);
			expect(errors).not.toContain(SECRETS.password);
		}
		for (const secret of Object.values(SECRETS)) expect(told).not.toContain(secret);
	}, 120_000);
});

describe('An n8n that guards its network', () => {
	const internal = () => inside.url.replace('http://', '');
	/** Names of the same machine that do not look like it. */
	const addresses = () => [
		`http://${internal()}/a.png`,
		`http://user:pass@${internal()}/a.png`,
		inside.url.replace('127.0.0.7', '2130706439') + '/a.png',
		inside.url.replace('127.0.0.7', '0x7f.0.0.7') + '/a.png',
		inside.url.replace('127.0.0.7', '[::ffff:127.0.0.7]') + '/a.png',
		'http://169.254.169.254/latest/meta-data/',
		'http://[::1]:5678/rest/settings',
	];

	it('should upload nothing from inside, directly or by redirect', async () => {
		const credential = await credentialAt(simulator.url, simulator.token);
		const { id } = await rest.createWorkflow(
			chainNodes(
				'Upload',
				START,
				itemsFrom([
					...addresses().map((url) => ({ url })),
					...addresses().map((to) => ({ url: `${api.url}/to?${encodeURIComponent(to)}` })),
				]),
				pixVerseNode(
					'File',
					credential,
					{
						...{ resource: 'file', operation: 'upload' },
						file: { __rl: true, mode: 'url', value: '={{ $json.url }}' },
					},
					{ onError: 'continueRegularOutput' },
				),
			),
		);
		api.behave((request, response) => {
			request.resume();
			const location = decodeURIComponent(request.url?.split('?')[1] ?? '');
			response.writeHead(302, { location }).end();
		});
		const items = (await rest.run(id, START.name)).itemsOf('File');
		expect(items).toHaveLength(2 * addresses().length);
		for (const { json } of items)
			expect(JSON.stringify(json)).toContain(
				'your n8n instance does not allow requests to that address',
			);
		expect(inside.asked).toEqual([]);
		expect(simulator.files.list()).toEqual([]);
	});

	it('should download nothing from inside, directly or by redirect', async () => {
		const job = (number: number) => `user:1-pixverse:a@b.test-image:${number}`;
		const all = addresses();
		api.behave((request, response) => {
			request.resume();
			const url = decodeURIComponent(request.url ?? '');
			if (url.startsWith('/to?')) {
				response.writeHead(302, { location: url.split('?')[1] }).end();
				return;
			}
			const redirects = all.map((to) => `${api.url}/to?${encodeURIComponent(to)}`);
			const data = [...all, ...redirects].map((image_url, number) => ({
				image_id: job(number),
				image_status: 1,
				image_url,
			}));
			respondWith(JSON.stringify({ data, total: data.length }))(request, response);
		});
		const credential: Credential = await credentialAt(api.url);
		const ids = [...all, ...all].map((_address, number) => ({ id: job(number) }));
		const { id } = await rest.createWorkflow(
			chainNodes(
				'Download',
				START,
				itemsFrom(ids),
				pixVerseNode(
					'File',
					credential,
					{ resource: 'image', operation: 'download', imageId: '={{ $json.id }}' },
					{ onError: 'continueRegularOutput' },
				),
			),
		);
		const items = (await rest.run(id, START.name)).itemsOf('File');
		expect(items).toHaveLength(ids.length);
		for (const { json, binary } of items) {
			expect(String(json.error)).toContain(
				'your n8n instance does not allow requests to that address',
			);
			expect(binary).toBeUndefined();
		}
		expect(inside.asked).toEqual([]);
	});
});

describe('All files after n8n has ended', () => {
	it('should have no token and no signature', async () => {
		await n8n.stop();
		const token = Buffer.from(SECRETS.token);
		const forms = [
			SECRETS.token,
			encodeURIComponent(SECRETS.token),
			token.toString('base64').replace(/=+$/, ''),
			token.toString('hex'),
			SECRETS.signature,
		];
		const files = [...filesIn(userFolder), log];
		expect(files.some((file) => file.endsWith('.sqlite'))).toBe(true);
		let bytes = 0;
		for (const file of files) {
			const data = readFileSync(file);
			bytes += data.length;
			for (const form of forms) if (data.includes(form)) throw new Error(`${file} has ${form}`);
		}
		const logged = readFileSync(log, 'utf8');
		expect(logged.length).toBeGreaterThan(1000);
		for (const secret of Object.values(SECRETS)) expect(logged).not.toContain(secret);
		process.stdout.write(`Scanned ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MB\n`);
	}, 60_000);
});
