import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { setUpN8n } from './installation.cts';
import { findFreePort, isPortInUse } from './ports.cts';
import { installPackage } from './user-folder.cts';

/** The types of processes in n8n's queue mode. */
export type Role = 'main' | 'worker' | 'webhook';

export interface N8nOptions {
	/** The folder for n8n's database and settings. Default: a temporary folder that is removed at the end. */
	readonly userFolder?: string;
	/** The port on 127.0.0.1 of the editor, of the webhooks, or of a worker's health check. Default: any free port. */
	readonly port?: number;
	/** The path of the log file. */
	readonly log: string;
	/** The time n8n has to shut down before it is killed. */
	readonly graceMs?: number;
	/** Aborts the start. */
	readonly signal?: AbortSignal;
	/** Environment variables in addition to the defaults. */
	readonly settings?: Readonly<Record<string, string>>;
	/** The type of process in queue mode. Default: main, the only one with an editor. */
	readonly role?: Role;
	/** The maximum number of executions that a worker runs at the same time. Default: 10. */
	readonly concurrency?: number;
}

/** Another process uses the port. */
export class PortInUseError extends Error {
	constructor(readonly port: number) {
		super(`Port ${port} is in use`);
	}
}

/** A running n8n instance with the packed package installed. */
export interface N8n {
	/** The base URL, without a trailing slash. */
	readonly url: string;
	/** The ID of the process whose child n8n is. */
	readonly parentPid: number;
	/** Resolves when n8n has ended. */
	readonly ended: Promise<void>;
	/** Returns the last lines of the log. */
	getLogTail(): string;
	/** Stops n8n and all processes it has started. */
	stop(): Promise<void>;
	/** Kills n8n, like a power cut: n8n can't shut down. */
	kill(): Promise<void>;
}

/** The first start creates the database, which takes minutes on a busy machine with two cores. */
const READY_TIMEOUT_MS = 600_000;
const MAX_TAIL_LINES = 40;

/**
 * Starts a real n8n instance with the packed package, and waits until it responds. It ends with this process, even if this
 * process is killed.
 *
 * @throws {PortInUseError}
 * @throws {Error} With the last lines of the log if n8n doesn't start.
 */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	if (options.port !== undefined && (await isPortInUse(options.port)))
		throw new PortInUseError(options.port);
	const installation = await setUpN8n(options.signal);
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'n8n-pixverse-'));
	mkdirSync(userFolder, { recursive: true });
	installPackage(userFolder, installation.package);

	const { role = 'main' } = options;
	const port = options.port ?? (await findFreePort());
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
				...(await createProcessEnvironment(userFolder, port, dirname(node))),
				...(role === 'worker' && createWorkerSettings(port)),
				...options.settings,
				// A compile cache makes the next start two seconds shorter.
				NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
			},
			stdio: ['pipe', log, log],
			// This process handles Ctrl+C: n8n must not end before `stop` is called.
			detached: process.platform !== 'win32',
		},
	);
	closeSync(log);

	const url = `http://127.0.0.1:${port}`;
	const getLogTail = () =>
		existsSync(options.log)
			? readFileSync(options.log, 'utf8').trimEnd().split('\n').slice(-MAX_TAIL_LINES).join('\n')
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
		const healthPath = role === 'main' ? '/rest/settings' : '/healthz';
		await untilReady(`${url}${healthPath}`, child, options.signal);
	} catch (error) {
		await stop();
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`${reason}. The end of its log (${options.log}):\n${getLogTail()}`);
	}
	return { url, parentPid: child.pid ?? 0, ended, getLogTail, stop, kill };
}

/** Waits until n8n responds with JSON. While it starts, it responds with text or an error. */
async function untilReady(url: string, child: ChildProcess, signal?: AbortSignal): Promise<void> {
	const deadline = Date.now() + READY_TIMEOUT_MS;
	while (Date.now() < deadline) {
		signal?.throwIfAborted();
		if (child.exitCode !== null) throw new Error(`n8n ended with exit code ${child.exitCode}`);
		const answer = await request(url).catch(() => undefined);
		const text = await answer?.body.text().catch(() => '');
		if (answer?.statusCode === 200 && text?.startsWith('{')) return;
		await sleep(200);
	}
	throw new Error(`n8n was not up after ${READY_TIMEOUT_MS / 1000} s`);
}

const createWorkerSettings = (port: number) => ({
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	QUEUE_HEALTH_CHECK_PORT: String(port),
});

/** Returns n8n's environment variables. Variables for another n8n instance of the user (N8N_…, DB_…) are omitted. */
async function createProcessEnvironment(
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
		// Requests to the simulator, which is on loopback, must not use a proxy.
		NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(await findFreePort()),
		// Turns off telemetry and features that need the network.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	};
}
