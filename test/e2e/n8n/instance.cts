import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { setUpN8n } from './installation.cts';
import { freePort, isTaken } from './ports.cts';
import { installPackage } from './user-folder.cts';

/** The processes of n8n's queue mode: the editor, an executor, the receiver of webhooks. */
export type Role = 'main' | 'worker' | 'webhook';

export interface N8nOptions {
	/** Where n8n keeps its database and settings; a temporary folder, removed at the end, if not given. */
	readonly userFolder?: string;
	/** The port on 127.0.0.1 of the editor, of the webhooks or of a worker's health check; any free one if not given. */
	readonly port?: number;
	/** The file that gets everything n8n prints. */
	readonly log: string;
	/** How long n8n may take to end by itself before it is killed, in ms. */
	readonly graceMs?: number;
	/** Gives up starting. */
	readonly signal?: AbortSignal;
	/** Settings beside those every n8n of ours gets. */
	readonly settings?: Readonly<Record<string, string>>;
	/** What it is in n8n's queue mode. Only main, the default, has an editor. */
	readonly role?: Role;
	/** How many executions a worker is at, at the same time; 10 if not given. */
	readonly concurrency?: number;
}

/** Another process listens on the port for the editor. */
export class PortTaken extends Error {
	constructor(readonly port: number) {
		super(`Port ${port} is taken`);
	}
}

/** A running n8n with the packed PixVerse package installed. */
export interface N8n {
	/** The editor's address, without a slash at the end. */
	readonly url: string;
	/** Fulfilled when n8n has ended, for whatever reason. */
	readonly ended: Promise<void>;
	/** The last lines n8n printed. */
	logTail(): string;
	/** Ends n8n and everything it has started. */
	stop(): Promise<void>;
	/** Kills it, like a power cut: n8n can't shut down. */
	kill(): Promise<void>;
}

/** A first start creates the database, which takes longest on a busy machine with two cores. */
const STARTS_WITHIN_MS = 600_000;
const TAIL_LINES = 40;

/**
 * Starts a real n8n with the packed package, and returns when its REST API answers. It ends with this process, however
 * that ends.
 *
 * @throws {PortTaken}
 * @throws {Error} With n8n's own words when it does not come up.
 */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	if (options.port !== undefined && (await isTaken(options.port)))
		throw new PortTaken(options.port);
	const installation = await setUpN8n(options.signal);
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'n8n-pixverse-'));
	mkdirSync(userFolder, { recursive: true });
	installPackage(userFolder, installation.package);

	const { role = 'main' } = options;
	const port = options.port ?? (await freePort());
	const { folder, node, program } = installation.n8n;
	mkdirSync(dirname(options.log), { recursive: true });
	const log = openSync(options.log, 'w');
	const child = spawn(
		process.execPath,
		[
			join(__dirname, 'process-guard.mjs'),
			String(options.graceMs ?? 3_000),
			options.userFolder ? '' : userFolder,
			node,
			program,
			role === 'main' ? 'start' : role,
			...(options.concurrency === undefined ? [] : [`--concurrency=${options.concurrency}`]),
		],
		{
			cwd: userFolder,
			env: {
				...(await environment(userFolder, port, dirname(node))),
				...(role === 'worker' && workerSettings(port)),
				...options.settings,
				// Compiled code of a former run makes the next start two seconds shorter.
				NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
			},
			stdio: ['pipe', log, log],
			// Ctrl+C is ours to handle: n8n must not end before we have told it to.
			detached: process.platform !== 'win32',
		},
	);
	closeSync(log);

	const url = `http://127.0.0.1:${port}`;
	const logTail = () =>
		existsSync(options.log)
			? readFileSync(options.log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
			: '';
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const stop = async () => {
		child.stdin?.end();
		await ended;
	};
	const kill = async () => {
		child.stdin?.write('kill\n');
		await ended;
	};
	try {
		const answers = role === 'main' ? '/rest/settings' : '/healthz';
		await untilReady(`${url}${answers}`, child, options.signal);
	} catch (error) {
		await stop();
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`${reason}. Its last words (all: ${options.log}):\n${logTail()}`);
	}
	return { url, ended, logTail, stop, kill };
}

/** While it starts, n8n answers with a text or an error; it is ready when JSON comes. */
async function untilReady(url: string, child: ChildProcess, signal?: AbortSignal): Promise<void> {
	const deadline = Date.now() + STARTS_WITHIN_MS;
	while (Date.now() < deadline) {
		signal?.throwIfAborted();
		if (child.exitCode !== null) throw new Error(`n8n ended with exit code ${child.exitCode}`);
		const answer = await request(url).catch(() => undefined);
		const text = await answer?.body.text().catch(() => '');
		if (answer?.statusCode === 200 && text?.startsWith('{')) return;
		await sleep(200);
	}
	throw new Error(`n8n was not up after ${STARTS_WITHIN_MS / 1000} s`);
}

const workerSettings = (port: number) => ({
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	QUEUE_HEALTH_CHECK_PORT: String(port),
});

/** The settings of this n8n. Those of an n8n that the user may run otherwise (N8N_…, DB_…) must not reach it. */
async function environment(
	userFolder: string,
	port: number,
	nodeFolder: string,
): Promise<NodeJS.ProcessEnv> {
	const inherited = Object.entries(process.env).filter(
		([name]) =>
			!/^(?:N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_|NODE_OPTIONS|NODE_ENV|NODE_PATH|NODES_|JEST_|npm_|PIXVERSE_)/.test(
				name,
			),
	);
	return {
		...Object.fromEntries(inherited),
		PATH: `${nodeFolder}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
		// The simulator is on loopback, whatever proxy there is for the rest of the world.
		NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		// It must not call home, nor offer what needs the network.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	};
}
