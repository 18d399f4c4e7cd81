import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { request } from 'undici';

import type { JobKind } from '../simulator/ids.cts';
import type { RequestEntry } from '../simulator/requests.cts';
import type { SimulatorOptions } from '../simulator/simulator.cts';

/** A simulator in a separate process, so that its CPU time and memory aren't measured. */
export interface SimulatorProcess {
	readonly url: string;
	readonly token: string;
	/** Calls a control of the simulator below `/_simulator/`. */
	control<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>;
	/** Returns the requests to the API since the last reset, oldest first. */
	getRequests(): Promise<RequestEntry[]>;
	/** Returns the number of jobs since the last reset. */
	countJobs(): Promise<number>;
	/** Restores the initial state. */
	reset(): Promise<void>;
	/** Sets how long jobs of a kind take, in simulated milliseconds. */
	setDuration(kind: JobKind, ms: number): Promise<void>;
	stop(): Promise<void>;
}

const ACCOUNT = 'studio@example.com';

/** Starts a simulator in a separate process. Each account has `slots` slots. */
export async function startSimulatorProcess(
	options: Pick<SimulatorOptions, 'speed'> & { slots?: number; accounts?: number } = {},
): Promise<SimulatorProcess> {
	const { slots = 8, speed = 1, accounts = 1 } = options;
	const child = fork(path.join(__dirname, 'simulator-child.cts'), [], {
		execArgv: ['-r', 'tsx/cjs'],
	});
	child.send({
		speed,
		accounts: Array.from({ length: accounts }, (_none, index) => ({
			email: index === 0 ? ACCOUNT : `studio${index}@example.com`,
			maxJobs: slots,
			genSimultaneously: slots,
			credits: 100_000_000,
		})),
	} satisfies SimulatorOptions);
	const [{ url, token }] = (await once(child, 'message')) as [{ url: string; token: string }];

	const control = async <T,>(
		method: 'GET' | 'POST' | 'DELETE',
		name: string,
		body?: object,
	): Promise<T> => {
		const response = await request(`${url}/_simulator/${name}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const text = await response.body.text();
		if (response.statusCode >= 300) throw new Error(`The simulator rejected ${name}: ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	};
	return {
		url,
		token,
		control,
		getRequests: async () =>
			(await control<RequestEntry[]>('GET', 'requests')).filter(({ host }) => host === 'api'),
		countJobs: async () => (await control<unknown[]>('GET', 'jobs')).length,
		reset: async () => {
			await control('POST', 'reset');
			await control('DELETE', 'requests');
		},
		setDuration: async (kind, ms) => {
			await control('POST', 'durations', { [kind]: ms });
		},
		stop: async () => {
			const exited = once(child, 'exit');
			child.disconnect();
			await exited;
		},
	};
}
