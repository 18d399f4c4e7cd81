import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from './ports.cts';

/** The database and the queue for n8n's queue mode. */
export interface Services {
	/** Environment variables with which n8n uses them. */
	readonly settings: Record<string, string>;
	/** Queries n8n's database. */
	queryRows<T>(query: string): T[];
	/** Runs SQL in n8n's database. */
	executeSql(sql: string): void;
	stop(): Promise<void>;
}

/** PostgreSQL or Redis can't be installed on this machine. */
export class MissingServicesError extends Error {}

const READY_TIMEOUT_MS = 30_000;
const isRoot = userInfo().uid === 0;

/**
 * Starts PostgreSQL and Redis on free ports, with a temporary folder. On Debian, root installs them if they're missing.
 *
 * @throws {MissingServicesError}
 */
export async function startServices(): Promise<Services> {
	const programs = findPrograms() ?? installPrograms();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	const [databasePort, queuePort] = [await findFreePort(), await findFreePort()];
	const children: ChildProcess[] = [];
	const stop = async () => {
		for (const child of children) child.stdin?.end();
		await Promise.all(children.map(waitForExit));
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		// PostgreSQL can't run as root.
		const user = isRoot ? 'postgres' : userInfo().username;
		if (isRoot) chownSync(folder, getUserId(user, '-u'), getUserId(user, '-g'));
		const data = join(folder, 'database');
		const asUser = (program: string, args: string[]): [string, string[]] =>
			isRoot ? ['runuser', ['-u', user, '--', program, ...args]] : [program, args];
		execFileSync(
			...asUser(join(programs.postgres, 'initdb'), ['-D', data, '-U', user, '-A', 'trust']),
		);
		const address = ['-h', '127.0.0.1', '-p', String(databasePort)];
		children.push(
			start(
				...asUser(join(programs.postgres, 'postgres'), [
					'-D',
					data,
					'-k',
					folder,
					...address,
					'-F',
				]),
			),
			start(programs.redis, [
				...['--port', String(queuePort), '--bind', '127.0.0.1'],
				...['--save', '', '--dir', folder],
			]),
		);
		const createdb = join(programs.postgres, 'createdb');
		await retryUntilReady(() =>
			execFileSync(createdb, [...address, '-U', user, 'n8n'], { stdio: 'pipe' }),
		);
		const executeSql = (sql: string): string => {
			const psql = [...address, '-U', user, '-d', 'n8n', '-At', '-v', 'ON_ERROR_STOP=1', '-c', sql];
			const options = { maxBuffer: 1 << 28, encoding: 'utf8' } as const;
			return execFileSync(join(programs.postgres, 'psql'), psql, options);
		};
		const queryRows = <T,>(query: string): T[] => {
			const all = `SELECT coalesce(json_agg(r), '[]') FROM (${query}) r`;
			return JSON.parse(executeSql(all)) as T[];
		};
		return {
			settings: createQueueSettings(databasePort, user, queuePort),
			queryRows,
			executeSql,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

const createQueueSettings = (databasePort: number, user: string, queuePort: number) => ({
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(databasePort),
	DB_POSTGRESDB_DATABASE: 'n8n',
	DB_POSTGRESDB_USER: user,
	DB_POSTGRESDB_PASSWORD: 'trusted',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(queuePort),
});

interface Programs {
	/** The folder of PostgreSQL's programs. */
	readonly postgres: string;
	readonly redis: string;
}

function findPrograms(): Programs | undefined {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian) : [];
	const folders = [...versions.map((version) => join(debian, version, 'bin')), ...getPathFolders()];
	const postgres = folders.find((folder) => existsSync(join(folder, 'initdb')));
	const redis = getPathFolders()
		.map((folder) => join(folder, 'redis-server'))
		.find((file) => existsSync(file));
	return postgres && redis ? { postgres, redis } : undefined;
}

function installPrograms(): Programs {
	const advice =
		'n8n’s queue mode needs PostgreSQL and Redis: install them, then run the test again.';
	if (!isRoot || !existsSync('/usr/bin/apt-get')) throw new MissingServicesError(advice);
	// The policy prevents the packages from starting their own servers.
	const policy = '/usr/sbin/policy-rc.d';
	const hasNoPolicy = !existsSync(policy);
	if (hasNoPolicy)
		execFileSync('sh', [
			'-c',
			`printf '#!/bin/sh\\nexit 101\\n' > ${policy} && chmod +x ${policy}`,
		]);
	try {
		execFileSync('apt-get', ['update', '-q'], { stdio: 'pipe' });
		execFileSync(
			'apt-get',
			['install', '-yq', '--no-install-recommends', 'postgresql', 'redis-server'],
			{ stdio: 'pipe', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
		);
	} catch (error) {
		throw new MissingServicesError(`${advice} The error of apt-get: ${String(error)}`);
	} finally {
		if (hasNoPolicy) rmSync(policy);
	}
	const programs = findPrograms();
	if (!programs) throw new MissingServicesError(advice);
	return programs;
}

const getPathFolders = () => (process.env.PATH ?? '').split(':');
const getUserId = (user: string, which: '-u' | '-g') =>
	Number(execFileSync('id', [which, user], { encoding: 'utf8' }));

/** Starts a program that ends with this process, even if this process is killed. */
function start(program: string, args: string[]): ChildProcess {
	const guard = join(__dirname, 'process-guard.mjs');
	return spawn(process.execPath, [guard, '5000', '', program, ...args], {
		stdio: ['pipe', 'ignore', 'ignore'],
	});
}

async function waitForExit(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

async function retryUntilReady(task: () => void): Promise<void> {
	const deadline = Date.now() + READY_TIMEOUT_MS;
	for (;;) {
		try {
			task();
			return;
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(300);
		}
	}
}
