import type { IDataObject } from 'n8n-workflow';

import type { GenerationType } from '../../../nodes/shared/api/generationTypes';
import { getOwnKey } from '../../../nodes/PixVerseTrigger/triggerState';
import { HOUR, MINUTE } from '../../../nodes/shared/time';
import type { Poller } from '../../poll-storage.cts';
import { MAX_DURATION_MS } from './arbitraries.cts';
import { FakeApi, type FakeGeneration } from './fake-api.cts';
import { FakeN8n } from './fake-n8n.cts';
import storedStates from './states-version-1.json';

jest.mock('../../../nodes/shared/api/clock', () =>
	jest
		.requireActual<typeof import('./instant-clock.cts')>('./instant-clock.cts')
		.createClockModule(),
);
afterEach(() => jest.restoreAllMocks());

/** The data of PixVerse and n8n at the time when the trigger of version 0.1.0 wrote its state, after random events. */
type StoredState = (typeof storedStates)[number];

/** Parses a generation in the file. The fields are separated by spaces. The last one is the prompt. */
function parseGeneration(line: string) {
	const [kind, account, number, created, listedFrom, status, finished, deleted, endTime, ...text] =
		line.split(' ');
	const parseTime = (field = '-') => (field === '-' ? undefined : Number(field));
	const generation: FakeGeneration = {
		kind: kind as GenerationType,
		account: account ?? '',
		number: Number(number),
		created: Number(created),
		listedFrom: Number(listedFrom),
		model: 'v6',
		prompt: text.join(' '),
		status: status as FakeGeneration['status'],
		finished: parseTime(finished),
		deleted: parseTime(deleted),
	};
	return { generation, endTime: parseTime(endTime) };
}

/** Polls with the state of the old trigger. @returns the expected and the emitted IDs, sorted */
async function resumePolling(stored: StoredState, poller: Poller) {
	const api = new FakeApi(stored.pageSize);
	Object.assign(api, {
		now: stored.now,
		timeResolutionMs: stored.resolution,
		clockOffsetMs: stored.ahead,
	});
	for (const account of stored.accounts) api.accounts.add(account);
	jest.spyOn(Date, 'now').mockImplementation(() => api.now);
	const generations = stored.generations.map(parseGeneration);
	for (const { generation } of generations) api.generations.push(generation);
	api.intercept = (path) =>
		path === 'scheduler/' ? { statusCode: 200, headers: {}, body: [] } : undefined;

	const parameters = stored.parameters as unknown as IDataObject;
	const n8n = new FakeN8n(api, parameters, poller);
	n8n.storage.staticData = JSON.stringify({ node: { memory: stored.memory } });
	await n8n.restart();
	await n8n.poll();
	const lists = new Map(
		generations.map(({ generation }) => [`${generation.kind} ${generation.account}`, generation]),
	);
	const lastNumber = Math.max(...api.generations.map(({ number }) => number));
	for (const [index, { account, kind }] of [...lists.values()].entries()) {
		const values = { number: lastNumber + index + 1, prompt: 'a Lighthouse' };
		const generation = api.create(account, kind, values);
		generations.push({ generation, endTime: api.now + MINUTE });
	}
	api.now += MAX_DURATION_MS + HOUR;
	for (const { generation, endTime } of generations)
		if (endTime !== undefined) api.finish(generation, 'completed', endTime);
	for (let poll = 0; poll < 3; poll++) {
		api.now += 20 * MINUTE;
		await n8n.poll();
	}

	const { filters, kinds, outcome, account } = parameters as unknown as {
		filters: { prompt: string; own?: boolean };
		kinds: string[];
		outcome: string;
		account: { value: string };
	};
	const own = ('own' in stored.memory && stored.memory.own) || [];
	const expected = generations
		.filter(({ generation }) => {
			const { finished = 0, created } = generation;
			return (
				generation.deleted === undefined &&
				generation.status !== 'running' &&
				kinds.includes(generation.kind) &&
				(outcome === 'both' || outcome === generation.status) &&
				(account.value === '' || account.value.includes(generation.account)) &&
				generation.prompt.toLowerCase().includes(filters.prompt) &&
				(!filters.own || own.includes(getOwnKey(generation.kind, String(generation.number)))) &&
				finished > stored.activated &&
				// For an account that was added later, the trigger can't know when an older generation finished.
				(stored.accounts.indexOf(generation.account) < 2 ||
					created > stored.activated + 11 * MINUTE)
			);
		})
		.map(({ generation }) => api.getId(generation))
		.filter((id) => !stored.emitted.includes(id));
	return { expected: expected.sort(), emitted: n8n.emitted.sort() };
}

describe('Trigger with the state of version 0.1.0', () => {
	it.each(
		storedStates.flatMap((stored, index) =>
			(['memory', 'jobs', 'cursor'] as const).map((poller) => [index + 1, poller, stored] as const),
		),
	)(
		'should emit each generation once with state %i and poller %s',
		async (_index, poller, stored) => {
			const { expected, emitted } = await resumePolling(stored, poller);
			expect(expected.length).toBeGreaterThan(0);
			expect(emitted).toEqual(expected);
		},
	);
});
