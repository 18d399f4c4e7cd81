import { fillTimes, type ListSnapshot, type TriggerRow } from '../../../nodes/PixVerseTrigger/rows';
import {
	createInitialState,
	requeue,
	selectNewRows,
	type WatchConfig,
} from '../../../nodes/PixVerseTrigger/selectNewRows';
import { findMissing, isDeepEnough } from '../../../nodes/PixVerseTrigger/sourceState';
import {
	encodeId,
	MAX_STATE_CHARS,
	parseState,
	type TriggerState,
	trimState,
} from '../../../nodes/PixVerseTrigger/triggerState';
import { HOUR, MINUTE } from '../../../nodes/shared/time';

const START = Date.UTC(2026, 10, 1);
const account = 'a@example.com';
const config: WatchConfig = {
	filters: { kinds: ['video'], outcome: 'both', models: [], prompt: '', own: false },
};

/** Creates a video with a creation time in minutes. */
const createVideo = (
	number: number,
	minute: number,
	more: Partial<TriggerRow> = {},
): TriggerRow => ({
	kind: 'video',
	account,
	number: String(351_000_000_000_000 + number * 7919),
	created: START + minute * MINUTE,
	phase: 'completed',
	apiRow: { model: 'v6', prompt: 'a lighthouse' },
	...more,
});
const running = { phase: 'running' as const };

/** Reads the list of an account, newest first, as far as the state requires. */
function readList(
	rows: TriggerRow[],
	state: TriggerState,
	now: number,
	email = account,
): ListSnapshot {
	const sorted = [...rows].sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
	const source = state.sources[`video ${email}`];
	const since = state.watchedSince.video ?? now;
	const isReached = (rows: TriggerRow[]) => isDeepEnough(fillTimes(rows), source, since, now);
	let rowCount = 40;
	while (rowCount < sorted.length && !isReached(sorted.slice(0, rowCount))) rowCount *= 2;
	const missing = source ? findMissing(sorted.slice(0, rowCount), source) : [];
	return {
		kind: 'video',
		account: email,
		rows: sorted.slice(0, rowCount),
		isComplete: rowCount >= sorted.length,
		extraRows: sorted.filter(({ number }) => missing.includes(encodeId(number))),
		deleted: [],
	};
}

/** Returns the state after an activation with existing generations. */
function activate(rows: TriggerRow[], now = START): TriggerState {
	const state = createInitialState(config, now);
	return selectNewRows(state, { lists: [readList(rows, state, now)] }, now, config).state;
}
const pollAt = (state: TriggerState, rows: TriggerRow[], minute: number, watchConfig = config) => {
	const now = START + minute * MINUTE;
	return selectNewRows(state, { lists: [readList(rows, state, now)] }, now, watchConfig);
};
const getNumbers = (rows: TriggerRow[]) => rows.map(({ number }) => number);

describe('selectNewRows', () => {
	it('should not emit generations that are finished on activation', () => {
		const oldRows = [createVideo(1, -90), createVideo(2, -5)];
		const state = activate(oldRows);
		expect(pollAt(state, oldRows, 1).rows).toEqual([]);
	});

	it('should emit each generation once, in the order in which they finish', () => {
		const first = activate([createVideo(1, -10, running)]);
		const second = pollAt(first, [createVideo(1, -10, running), createVideo(2, 1)], 2);
		expect(getNumbers(second.rows)).toEqual([createVideo(2, 1).number]);
		const third = pollAt(second.state, [createVideo(1, -10), createVideo(2, 1)], 3);
		expect(getNumbers(third.rows)).toEqual([createVideo(1, -10).number]);
		expect(pollAt(third.state, [createVideo(1, -10), createVideo(2, 1)], 4).rows).toEqual([]);
	});

	it('should return the same result for the same state, and not change the state', () => {
		const state = activate([]);
		const copy = JSON.stringify(state);
		const one = pollAt(state, [createVideo(1, 1)], 2);
		expect(pollAt(state, [createVideo(1, 1)], 2)).toEqual(one);
		expect(JSON.stringify(state)).toBe(copy);
	});

	it('should emit the same with an older state', () => {
		const state = activate([createVideo(1, -10, running)]);
		const rows = [createVideo(1, -10, running), createVideo(2, 1, running)];
		const newer = pollAt(state, rows, 2).state;
		const finished = [createVideo(1, -10), createVideo(2, 1)];
		expect(pollAt(state, finished, 3).rows).toEqual(pollAt(newer, finished, 3).rows);
	});

	it('should emit all generations that were created at the same time', () => {
		const state = activate([]);
		const many = Array.from({ length: 50 }, (_, index) => createVideo(index, 1));
		const { rows: emitted, state: next } = pollAt(state, many, 2);
		expect(new Set(getNumbers(emitted)).size).toBe(50);
		expect(pollAt(next, [...many, createVideo(99, 1)], 3).rows).toHaveLength(1);
	});

	it('should sort by creation time, then by number', () => {
		const { rows } = pollAt(
			activate([]),
			[createVideo(3, 1), createVideo(1, 2), createVideo(2, 1)],
			3,
		);
		expect(getNumbers(rows)).toEqual(
			[createVideo(2, 1), createVideo(3, 1), createVideo(1, 2)].map((row) => row.number),
		);
	});

	it('should drop pending generations that were deleted', () => {
		const rows = Array.from({ length: 60 }, (_, index) => createVideo(index, -100 - index));
		const slow = createVideo(100, -300, running);
		const state = activate([...rows, slow]);
		expect(Object.keys(state.sources[`video ${account}`]?.pending ?? {})).toHaveLength(1);
		const completeList = { ...readList(rows, state, START + MINUTE), rows, isComplete: true };
		const { state: next } = selectNewRows(state, { lists: [completeList] }, START + MINUTE, config);
		expect(next.sources[`video ${account}`]?.pending).toEqual({});
	});

	it('should ignore a list that was not read deep enough', () => {
		const old = Array.from({ length: 60 }, (_, index) => createVideo(index, -100 - index));
		const state = activate(old);
		const fresh = Array.from({ length: 60 }, (_, index) => createVideo(200 + index, index));
		const list = { ...readList(fresh, state, START + HOUR), rows: fresh.reverse().slice(0, 20) };
		const selection = selectNewRows(
			state,
			{ lists: [{ ...list, isComplete: false }] },
			START + HOUR,
			config,
		);
		expect(selection.rows).toEqual([]);
		expect(selection.state).toEqual(state);
	});

	it('should use the time of a neighboring row for a row without a time', () => {
		const state = activate([createVideo(1, -10)]);
		const rows = [
			createVideo(3, 2),
			{ ...createVideo(2, 1), created: undefined },
			createVideo(1, -10),
		];
		const list: ListSnapshot = { ...readList([], state, START), rows, isComplete: true };
		const selected = selectNewRows(state, { lists: [list] }, START + 3 * MINUTE, config);
		expect(selected.rows).toHaveLength(2);
	});

	it('should emit requeued rows again', () => {
		const rows = [createVideo(1, 1), createVideo(2, 2)];
		const { rows: emitted, state } = pollAt(activate([]), rows, 3);
		const again = pollAt(requeue(state, emitted.slice(1)), rows, 4);
		expect(getNumbers(again.rows)).toEqual([createVideo(2, 2).number]);
		expect(pollAt(again.state, rows, 5).rows).toEqual([]);
	});

	it('should apply the previous filters to generations that finished before a filter change', () => {
		const only = (prompt: string): WatchConfig => ({ filters: { ...config.filters, prompt } });
		const before = selectNewRows(
			createInitialState(only('boat'), START),
			{ lists: [] },
			START,
			only('boat'),
		);
		const list = (rows: TriggerRow[], state: TriggerState, minute: number) =>
			selectNewRows(
				state,
				{ lists: [readList(rows, state, START + minute * MINUTE)] },
				START + minute * MINUTE,
				only('house'),
			);
		const atActivation = selectNewRows(
			before.state,
			{ lists: [readList([], before.state, START)] },
			START,
			only('boat'),
		).state;
		const old = createVideo(1, 1);
		const both = createVideo(2, 2, { apiRow: { prompt: 'a houseboat' } });
		const changed = list([old, both], atActivation, 3);
		expect(getNumbers(changed.rows)).toEqual([both.number]);
		expect(list([old, both, createVideo(3, 4)], changed.state, 5).rows).toHaveLength(1);
	});

	it('should not emit older images when images are selected', () => {
		const state = activate([]);
		const images: WatchConfig = { filters: { ...config.filters, kinds: ['video', 'image'] } };
		const now = START + 7 * 24 * HOUR;
		const rows = Array.from({ length: 20 }, (_, index) =>
			createVideo(index, index * 60, { kind: 'image' }),
		);
		const list: ListSnapshot = {
			kind: 'image',
			account,
			rows,
			isComplete: true,
			extraRows: [],
			deleted: [],
		};
		expect(selectNewRows(state, { lists: [list] }, now, images).rows).toEqual([]);
	});

	it('should keep the state of an account that is temporarily missing', () => {
		const state = activate([createVideo(1, -10)]);
		const afterOutage = selectNewRows(
			state,
			{ lists: [], accounts: [] },
			START + HOUR,
			config,
		).state;
		expect(afterOutage.sources).toEqual(state.sources);
		expect(pollAt(afterOutage, [createVideo(1, -10), createVideo(2, 30)], 90).rows).toHaveLength(1);
	});

	it('should emit generations that were created since the activation on an account that is added later', () => {
		const state = activate([]);
		const onOtherAccount = { account: 'b@example.com' };
		const rows = [createVideo(2, 30, onOtherAccount), createVideo(1, -30, onOtherAccount)];
		const now = START + HOUR;
		const list = readList(rows, state, now, 'b@example.com');
		const selected = selectNewRows(state, { lists: [list] }, now, config);
		expect(getNumbers(selected.rows)).toEqual([createVideo(2, 30).number]);
	});
});

describe('TriggerState', () => {
	it('should be plain JSON', () => {
		const { state } = pollAt(
			activate([createVideo(1, -10, running)]),
			[createVideo(1, -10), createVideo(2, 1)],
			2,
		);
		expect(JSON.parse(JSON.stringify(state))).toEqual(state);
		expect(parseState(state)).toEqual(state);
		expect(parseState(undefined)).toBeUndefined();
		expect(parseState({ version: 2 })).toBeUndefined();
	});

	it('should stay small while ten thousand videos finish', () => {
		let state = activate([]);
		const rows: TriggerRow[] = [];
		let largest = 0;
		let emitted = 0;
		for (let number = 0; number < 10_000; number++) {
			rows.unshift(createVideo(number, number));
			if (number % 5 !== 4) continue;
			const step = pollAt(state, rows.slice(0, 500), number);
			state = step.state;
			emitted += step.rows.length;
			largest = Math.max(largest, JSON.stringify(state).length);
		}
		expect(emitted).toBe(10_000);
		expect(largest).toBeLessThan(1500);
	});

	it('should stay small with sixty lists that all have many new generations', () => {
		const accounts = Array.from({ length: 60 }, (_, index) => `studio-${index}@example.com`);
		const state = createInitialState(config, START);
		const now = START + 30 * MINUTE;
		const lists = accounts.map((name, index): ListSnapshot => {
			const rows = Array.from({ length: 170 }, (_, row) =>
				createVideo(index * 1000 - row, 29 - row / 20, { account: name }),
			);
			return { kind: 'video', account: name, rows, isComplete: true, extraRows: [], deleted: [] };
		});
		const step = selectNewRows(state, { lists }, now, config);
		expect(step.rows).toHaveLength(10_200);
		expect(JSON.stringify(step.state).length).toBeLessThanOrEqual(MAX_STATE_CHARS);
		expect(selectNewRows(step.state, { lists }, now + MINUTE, config).rows).toEqual([]);
	});

	it('should drop the oldest of ten thousand pending generations', () => {
		const rows = Array.from({ length: 10_000 }, (_, index) =>
			createVideo(index, -index / 10, running),
		);
		const state = activate(rows);
		expect(JSON.stringify(state).length).toBeLessThanOrEqual(MAX_STATE_CHARS);
		const finished = rows.map((row) => ({ ...row, phase: 'completed' as const }));
		const { rows: emitted } = pollAt(state, finished, 1);
		expect(emitted.length).toBeGreaterThan(2000);
		expect(getNumbers(emitted)).toContain(rows[0]?.number);
		expect(JSON.stringify(trimState(state)).length).toBeLessThanOrEqual(MAX_STATE_CHARS);
	});
});
