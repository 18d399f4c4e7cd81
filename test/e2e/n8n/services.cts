import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.cts';

/** What n8n's queue mode stands on. */
export interface Services {
	/** For n8n: queue mode with this database and this queue. */
	readonly settings: Record<string, string>;
	/** The rows that a query of n8n's database gives. */
	rows<T>(query: string): T[];
	/** Runs SQL in n8n's database. */
	run(sql: string): void;
	stop(): Promise<void>;
}

/** Cannot be had on this machine; the message says what to install. */
export class ServicesMissing extends Error {}

const READY_WITHIN_MS = 30_000;
const isRoot = userInfo().uid === 0;

/**
 * Starts a PostgreSQL and a Redis of our own, on ports and in a folder of their own. On Debian, as root, they are
 * installed if they are not there.
 * @throws {ServicesMissing}
 */
export async function startServices(): Promise<Services> {
	const programs = findPrograms() ?? installPrograms();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	const [databasePort, queuePort] = [await freePort(), await freePort()];
	const children: ChildProcess[] = [];
	const stop = async () => {
		for (const child of children) child.stdin?.end();
		await Promise.all(children.map(ended));
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		// PostgreSQL does not run as root.
		const user = isRoot ? 'postgres' : userInfo().username;
		if (isRoot) chownSync(folder, idOf(user, '-u'), idOf(user, '-g'));
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
		await until(() => execFileSync(createdb, [...address, '-U', user, 'n8n'], { stdio: 'pipe' }));
		const run = (sql: string): string => {
			const psql = [...address, '-U', user, '-d', 'n8n', '-At', '-v', 'ON_ERROR_STOP=1', '-c', sql];
			const options = { maxBuffer: 1 << 28, encoding: 'utf8' } as const;
			return execFileSync(join(programs.postgres, 'psql'), psql, options);
		};
		const rows = <T,>(query: string): T[] => {
			const all = `SELECT coalesce(json_agg(r), '[]') FROM (${query}) r`;
			return JSON.parse(run(all)) as T[];
		};
		return { settings: settings(databasePort, user, queuePort), rows, run, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

const settings = (databasePort: number, user: string, queuePort: number) => ({
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
	const folders = [...versions.map((version) => join(debian, version, 'bin')), ...onPath()];
	const postgres = folders.find((folder) => existsSync(join(folder, 'initdb')));
	const redis = onPath()
		.map((folder) => join(folder, 'redis-server'))
		.find((file) => existsSync(file));
	return postgres && redis ? { postgres, redis } : undefined;
}

function installPrograms(): Programs {
	const advice =
		'n8n’s queue mode needs PostgreSQL and Redis: install them, then run the test again.';
	if (!isRoot || !existsSync('/usr/bin/apt-get')) throw new ServicesMissing(advice);
	// Installed, but not started: we start our own.
	const policy = '/usr/sbin/policy-rc.d';
	const ours = !existsSync(policy);
	if (ours)
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
		throw new ServicesMissing(`${advice} Debian's installer said: ${String(error)}`);
	} finally {
		if (ours) rmSync(policy);
	}
	const programs = findPrograms();
	if (!programs) throw new ServicesMissing(advice);
	return programs;
}

const onPath = () => (process.env.PATH ?? '').split(':');
const idOf = (user: string, which: '-u' | '-g') =>
	Number(execFileSync('id', [which, user], { encoding: 'utf8' }));

/** They end with this process, however that ends, and with all that they have started. */
function start(program: string, args: string[]): ChildProcess {
	const guard = join(__dirname, 'process-guard.mjs');
	return spawn(process.execPath, [guard, '5000', '', program, ...args], {
		stdio: ['pipe', 'ignore', 'ignore'],
	});
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

async function until(task: () => void): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
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
