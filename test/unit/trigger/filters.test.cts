import type { TriggerRow } from '../../../nodes/PixVerseTrigger/rows';
import {
	createInitialState,
	matchesFilters,
	requeue,
	selectNewRows,
	type WatchConfig,
} from '../../../nodes/PixVerseTrigger/selectNewRows';
import {
	getOwnKey,
	MAX_OWN,
	type TriggerFilters,
	type TriggerState,
} from '../../../nodes/PixVerseTrigger/triggerState';
import { MINUTE } from '../../../nodes/shared/time';

const NOW = Date.UTC(2026, 10, 1);
const account = 'a@example.com';
const NUMBER = '351000000007919';
const row: TriggerRow = {
	kind: 'video',
	account,
	number: NUMBER,
	created: NOW,
	phase: 'completed',
	apiRow: { model: 'Veo-3', prompt: 'A Lighthouse in the fog' },
};
const all: TriggerFilters = {
	kinds: ['video', 'image'],
	outcome: 'both',
	models: [],
	prompt: '',
	own: false,
};
const ownKey = getOwnKey('video', NUMBER);

describe('The filters of the trigger', () => {
	it.each<[boolean, string, Partial<TriggerRow>, Partial<TriggerFilters>, string[]?]>([
		[true, 'a completed video', {}, {}],
		[true, 'a failed video', { phase: 'failed' }, {}],
		[false, 'a running video', { phase: 'running' }, {}],
		[false, 'a type that is not selected', { kind: 'music' }, {}],
		[false, 'a running generation of another type', { kind: 'music', phase: 'running' }, {}],
		[true, 'a completed one for completed ones', {}, { outcome: 'completed' }],
		[false, 'a failed one for completed ones', { phase: 'failed' }, { outcome: 'completed' }],
		[false, 'a completed one for failed ones', {}, { outcome: 'failed' }],
		[true, 'a failed one for failed ones', { phase: 'failed' }, { outcome: 'failed' }],
		[true, 'its model, ignoring case', {}, { models: ['v6', 'veo-3'] }],
		[false, 'another model', {}, { models: ['v6'] }],
		[true, 'a part of its prompt, ignoring case', {}, { prompt: 'lighthouse' }],
		[false, 'another prompt', {}, { prompt: 'harbor' }],
		[true, 'one of this instance according to its row', { own: true }, { own: true }],
		[
			false,
			'one of another instance according to its row',
			{ own: false },
			{ own: true },
			[ownKey],
		],
		[true, 'one of this instance according to the scheduler', {}, { own: true }, [ownKey]],
		[false, 'one of unknown origin', {}, { own: true }],
		[true, 'one of unknown origin, without the filter', {}, {}],
	])('should be %p for %s', (expected, _what, change, filters, own = []) => {
		expect(matchesFilters({ ...row, ...change }, { ...all, ...filters }, new Set(own))).toBe(
			expected,
		);
	});
});

describe('The state after a poll', () => {
	const config = (filters: Partial<TriggerFilters> = {}, accounts?: string[]): WatchConfig => ({
		filters: { ...all, kinds: ['video'], ...filters },
		accounts,
	});
	const poll = (
		state: TriggerState,
		rows: TriggerRow[],
		watchConfig: WatchConfig,
		snapshot: object = {},
	) => {
		const list = { kind: 'video' as const, account, rows, isComplete: true };
		const lists = [{ ...list, extraRows: [], deleted: [] }];
		return selectNewRows(state, { lists, ...snapshot }, NOW + MINUTE, watchConfig);
	};
	const running = { ...row, phase: 'running' as const };

	it('should contain the running generations of this instance until they finish', () => {
		const onlyOwn = config({ own: true });
		const first = poll(createInitialState(onlyOwn, NOW - MINUTE), [running], onlyOwn, {
			own: [ownKey],
		});
		expect(first.state.own).toEqual([ownKey]);
		const second = poll(first.state, [row], onlyOwn);
		expect(second.rows).toEqual([row]);
		expect(second.state.own).toEqual([]);
	});

	it('should keep the newest generations of this instance up to the limit', () => {
		const onlyOwn = config({ own: true });
		const own = Array.from({ length: MAX_OWN + 5 }, (_, index) => `key ${index}`);
		const { state } = poll(createInitialState(onlyOwn, NOW), [], onlyOwn, { own });
		expect(state.own).toEqual(own.slice(5));
	});

	it('should not contain them if the filter is off', () => {
		const { state } = poll(createInitialState(config(), NOW), [], config(), { own: [ownKey] });
		expect(state.own).toBeUndefined();
	});

	it('should contain the accounts of the latest successful read, unless accounts are selected', () => {
		const emails = [account, 'b@example.com'];
		const first = poll(createInitialState(config(), NOW), [], config(), { accounts: emails });
		expect(first.state.accounts).toEqual({ at: NOW + MINUTE, emails });
		expect(poll(first.state, [], config()).state.accounts).toEqual(first.state.accounts);
		expect(poll(first.state, [], config({}, [account])).state.accounts).toBeUndefined();
	});

	it('should only watch selected accounts, and drop the lists of others', () => {
		const everywhere = poll(createInitialState(config(), NOW - MINUTE), [running], config());
		expect(Object.keys(everywhere.state.sources)).toEqual([`video ${account}`]);
		const others = config({}, ['b@example.com']);
		const { state, rows } = poll(everywhere.state, [row], others);
		expect(Object.keys(state.watchedSince)).toEqual(['video b@example.com']);
		expect(state.sources).toEqual({});
		expect(rows).toEqual([]);
		const same = config({}, [account]);
		expect(poll(createInitialState(same, NOW - MINUTE), [row], same).rows).toEqual([row]);
	});

	it('should not change if a row of an unknown list is requeued', () => {
		const { state } = poll(createInitialState(config(), NOW - MINUTE), [row], config());
		expect(requeue(state, [{ ...row, account: 'b@example.com' }])).toEqual(state);
		expect(poll(requeue(state, [row]), [row], config()).rows).toEqual([row]);
	});
});
