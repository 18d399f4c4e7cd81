import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { request } from 'undici';

import type { JobKind } from '../simulator/ids.cts';
import type { RequestEntry } from '../simulator/requests.cts';
import type { SimulatorOptions } from '../simulator/simulator.cts';

/** A simulator whose CPU and memory do not count here. */
export interface SimulatorProcess {
	readonly url: string;
	readonly token: string;
	/** Calls one of its controls below `/_simulator/`. */
	control<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>;
	/** The requests to the API since they were last forgotten, oldest first. */
	requests(): Promise<RequestEntry[]>;
	/** How many jobs were ever made. */
	jobCount(): Promise<number>;
	/** Everything as new. */
	reset(): Promise<void>;
	/** How long jobs of a kind take, in simulated milliseconds. */
	takes(kind: JobKind, ms: number): Promise<void>;
	stop(): Promise<void>;
}

export const benchAccount = 'studio@example.com';

/** Starts one with an account, or more, of `slots` jobs at once. */
export async function simulatorProcess(
	options: Pick<SimulatorOptions, 'speed'> & { slots?: number; accounts?: number } = {},
): Promise<SimulatorProcess> {
	const { slots = 8, speed = 1, accounts = 1 } = options;
	const child = fork(path.join(__dirname, 'simulator-child.cts'), [], {
		execArgv: ['-r', 'tsx/cjs'],
	});
	child.send({
		speed,
		accounts: Array.from({ length: accounts }, (_none, index) => ({
			email: index === 0 ? benchAccount : `studio${index}@example.com`,
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
		const answer = await request(`${url}/_simulator/${name}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const text = await answer.body.text();
		if (answer.statusCode >= 300) throw new Error(`The simulator refuses ${name}: ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	};
	return {
		url,
		token,
		control,
		requests: async () =>
			(await control<RequestEntry[]>('GET', 'requests')).filter(({ host }) => host === 'api'),
		jobCount: async () => (await control<unknown[]>('GET', 'jobs')).length,
		reset: async () => {
			await control('POST', 'reset');
			await control('DELETE', 'requests');
		},
		takes: async (kind, ms) => {
			await control('POST', 'durations', { [kind]: ms });
		},
		stop: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}
