import { getReadDepth } from '../../../nodes/PixVerseTrigger/readDepth';
import {
	fillTimes,
	type ListSnapshot,
	type GenerationRow,
} from '../../../nodes/PixVerseTrigger/snapshot';
import {
	trimState,
	MAX_STATE_CHARS,
	parseState,
	type TriggerState,
} from '../../../nodes/PixVerseTrigger/triggerState';
import {
	createInitialState,
	selectNewRows,
	requeue,
	type WatchConfig,
} from '../../../nodes/PixVerseTrigger/selectNewRows';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 1);
const account = 'a@example.com';
const wanted: WatchConfig = {
	criteria: { kinds: ['video'], outcome: 'both', models: [], prompt: '', own: false },
};

/** A video, by the minute it was created in. */
const video = (
	number: number,
	minute: number,
	more: Partial<GenerationRow> = {},
): GenerationRow => ({
	kind: 'video',
	account,
	number: String(351_000_000_000_000 + number * 7919),
	created: START + minute * MINUTE,
	phase: 'completed',
	model: 'v6',
	prompt: 'a lighthouse',
	apiRow: undefined,
	...more,
});
const running = { phase: 'running' as const };

/** Everything an account has, newest first, as deep as the memory needs it. */
function listing(
	rows: GenerationRow[],
	memory: TriggerState,
	now: number,
	of = account,
): ListSnapshot {
	const sorted = [...rows].sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
	const need = getReadDepth(memory.sources[`video ${of}`], memory.asked.video ?? now, now);
	let shown = 40;
	while (shown < sorted.length && !need.isReached(fillTimes(sorted.slice(0, shown)))) shown *= 2;
	const beyond = need.findMissing(sorted.slice(0, shown));
	return {
		kind: 'video',
		account: of,
		rows: sorted.slice(0, shown),
		isComplete: shown >= sorted.length,
		extraRows: beyond.length === 0 ? [] : sorted.filter((row) => beyond.includes(short(row))),
		deleted: [],
	};
}
const short = ({ number }: GenerationRow) => Number(number).toString(36);

/** A trigger that has been activated with these there. */
function activated(rows: GenerationRow[], now = START): TriggerState {
	const memory = createInitialState(wanted, now);
	return selectNewRows(memory, { lists: [listing(rows, memory, now)] }, now, wanted).memory;
}
const after = (memory: TriggerState, rows: GenerationRow[], minute: number, want = wanted) => {
	const now = START + minute * MINUTE;
	return selectNewRows(memory, { lists: [listing(rows, memory, now)] }, now, want);
};
const numbers = (rows: GenerationRow[]) => rows.map(({ number }) => number);

describe('The plan', () => {
	it('emits nothing of what is there in the beginning, and nothing of it later', () => {
		const old = [video(1, -90), video(2, -5)];
		const memory = activated(old);
		expect(after(memory, old, 1).emit).toEqual([]);
	});

	it('emits what finishes, in whatever order, once', () => {
		const first = activated([video(1, -10, running)]);
		const second = after(first, [video(1, -10, running), video(2, 1)], 2);
		expect(numbers(second.emit)).toEqual([video(2, 1).number]);
		const third = after(second.memory, [video(1, -10), video(2, 1)], 3);
		expect(numbers(third.emit)).toEqual([video(1, -10).number]);
		expect(after(third.memory, [video(1, -10), video(2, 1)], 4).emit).toEqual([]);
	});

	it('is the same with the same memory, and does not change it', () => {
		const memory = activated([]);
		const copy = JSON.stringify(memory);
		const one = after(memory, [video(1, 1)], 2);
		expect(after(memory, [video(1, 1)], 2)).toEqual(one);
		expect(JSON.stringify(memory)).toBe(copy);
	});

	it('emits with an older memory what it would have emitted with a newer one', () => {
		const memory = activated([video(1, -10, running)]);
		const rows = [video(1, -10, running), video(2, 1, running)];
		const newer = after(memory, rows, 2).memory;
		const finished = [video(1, -10), video(2, 1)];
		expect(after(memory, finished, 3).emit).toEqual(after(newer, finished, 3).emit);
	});

	it('emits all of those created at the same moment', () => {
		const memory = activated([]);
		const many = Array.from({ length: 50 }, (_, index) => video(index, 1));
		const { emit, memory: next } = after(memory, many, 2);
		expect(new Set(numbers(emit)).size).toBe(50);
		expect(after(next, [...many, video(99, 1)], 3).emit).toHaveLength(1);
	});

	it('emits oldest first, and by number where the times are equal', () => {
		const { emit } = after(activated([]), [video(3, 1), video(1, 2), video(2, 1)], 3);
		expect(numbers(emit)).toEqual([video(2, 1), video(3, 1), video(1, 2)].map((row) => row.number));
	});

	it('forgets what was seen running and is deleted', () => {
		const rows = Array.from({ length: 60 }, (_, index) => video(index, -100 - index));
		const slow = video(100, -300, running);
		const memory = activated([...rows, slow]);
		expect(Object.keys(memory.sources[`video ${account}`]?.open ?? {})).toHaveLength(1);
		const whole = { ...listing(rows, memory, START + MINUTE), rows, isComplete: true };
		const { memory: next } = selectNewRows(memory, { lists: [whole] }, START + MINUTE, wanted);
		expect(next.sources[`video ${account}`]?.open).toEqual({});
	});

	it('leaves a list alone that was not read as deep as it has to be', () => {
		const old = Array.from({ length: 60 }, (_, index) => video(index, -100 - index));
		const memory = activated(old);
		const fresh = Array.from({ length: 60 }, (_, index) => video(200 + index, index));
		const reading = { ...listing(fresh, memory, START + HOUR), rows: fresh.reverse().slice(0, 20) };
		const half = selectNewRows(
			memory,
			{ lists: [{ ...reading, isComplete: false }] },
			START + HOUR,
			wanted,
		);
		expect(half.emit).toEqual([]);
		expect(half.memory).toEqual(memory);
	});

	it('takes a row without a time for one as old as its neighbour', () => {
		const memory = activated([video(1, -10)]);
		const rows = [video(3, 2), { ...video(2, 1), created: undefined }, video(1, -10)];
		const reading: ListSnapshot = { ...listing([], memory, START), rows, isComplete: true };
		const { emit } = selectNewRows(memory, { lists: [reading] }, START + 3 * MINUTE, wanted);
		expect(emit).toHaveLength(2);
	});

	it('emits the next time what is postponed', () => {
		const rows = [video(1, 1), video(2, 2)];
		const { emit, memory } = after(activated([]), rows, 3);
		const again = after(requeue(memory, emit.slice(1)), rows, 4);
		expect(numbers(again.emit)).toEqual([video(2, 2).number]);
		expect(after(again.memory, rows, 5).emit).toEqual([]);
	});

	it('judges what finished before the filters were changed by the old ones as well', () => {
		const only = (prompt: string): WatchConfig => ({ criteria: { ...wanted.criteria, prompt } });
		const before = selectNewRows(undefined, { lists: [] }, START, only('boat'));
		const reading = (rows: GenerationRow[], memory: TriggerState, minute: number) =>
			selectNewRows(
				memory,
				{ lists: [listing(rows, memory, START + minute * MINUTE)] },
				START + minute * MINUTE,
				only('house'),
			);
		const atActivation = selectNewRows(
			before.memory,
			{ lists: [listing([], before.memory, START)] },
			START,
			only('boat'),
		).memory;
		const old = video(1, 1);
		const both = video(2, 2, { prompt: 'a houseboat' });
		const changed = reading([old, both], atActivation, 3);
		expect(numbers(changed.emit)).toEqual([both.number]);
		expect(reading([old, both, video(3, 4)], changed.memory, 5).emit).toHaveLength(1);
	});

	it('does not emit the images of a whole week when images are watched from now on', () => {
		const memory = activated([]);
		const images: WatchConfig = { criteria: { ...wanted.criteria, kinds: ['video', 'image'] } };
		const now = START + 7 * 24 * HOUR;
		const rows = Array.from({ length: 20 }, (_, index) =>
			video(index, index * 60, { kind: 'image' }),
		);
		const reading: ListSnapshot = {
			kind: 'image',
			account,
			rows,
			isComplete: true,
			extraRows: [],
			deleted: [],
		};
		expect(selectNewRows(memory, { lists: [reading] }, now, images).emit).toEqual([]);
	});

	it('does not forget an account that is gone for a while', () => {
		const memory = activated([video(1, -10)]);
		const away = selectNewRows(memory, { lists: [], accounts: [] }, START + HOUR, wanted).memory;
		expect(away.sources).toEqual(memory.sources);
		expect(after(away, [video(1, -10), video(2, 30)], 90).emit).toHaveLength(1);
	});

	it('emits of an account that is added what is made there from the activation on', () => {
		const memory = activated([]);
		const there = { account: 'b@example.com' };
		const rows = [video(2, 30, there), video(1, -30, there)];
		const now = START + HOUR;
		const reading = listing(rows, memory, now, 'b@example.com');
		const { emit } = selectNewRows(memory, { lists: [reading] }, now, wanted);
		expect(numbers(emit)).toEqual([video(2, 30).number]);
	});
});

describe('The memory', () => {
	it('is plain JSON', () => {
		const { memory } = after(activated([video(1, -10, running)]), [video(1, -10), video(2, 1)], 2);
		expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
		expect(parseState(memory)).toEqual(memory);
		expect(parseState(undefined)).toBeUndefined();
		expect(parseState({ version: 2 })).toBeUndefined();
	});

	it('stays small while ten thousand videos are made and finish', () => {
		let memory = activated([]);
		const rows: GenerationRow[] = [];
		let largest = 0;
		let emitted = 0;
		for (let number = 0; number < 10_000; number++) {
			rows.unshift(video(number, number));
			if (number % 5 !== 4) continue;
			const step = after(memory, rows.slice(0, 500), number);
			memory = step.memory;
			emitted += step.emit.length;
			largest = Math.max(largest, JSON.stringify(memory).length);
		}
		expect(emitted).toBe(10_000);
		expect(largest).toBeLessThan(1500);
	});

	it('stays small with sixty lists, each in the middle of a burst', () => {
		const accounts = Array.from({ length: 60 }, (_, index) => `studio-${index}@example.com`);
		const memory = createInitialState(wanted, START);
		const now = START + 30 * MINUTE;
		const readings = accounts.map((name, index): ListSnapshot => {
			const rows = Array.from({ length: 170 }, (_, row) =>
				video(index * 1000 - row, 29 - row / 20, { account: name }),
			);
			return { kind: 'video', account: name, rows, isComplete: true, extraRows: [], deleted: [] };
		});
		const step = selectNewRows(memory, { lists: readings }, now, wanted);
		expect(step.emit).toHaveLength(10_200);
		expect(JSON.stringify(step.memory).length).toBeLessThanOrEqual(MAX_STATE_CHARS);
		expect(selectNewRows(step.memory, { lists: readings }, now + MINUTE, wanted).emit).toEqual([]);
	});

	it('is bounded even with ten thousand that do not finish, and keeps the newest of them', () => {
		const rows = Array.from({ length: 10_000 }, (_, index) => video(index, -index / 10, running));
		const memory = activated(rows);
		expect(JSON.stringify(memory).length).toBeLessThanOrEqual(MAX_STATE_CHARS);
		const finished = rows.map((row) => ({ ...row, phase: 'completed' as const }));
		const { emit } = after(memory, finished, 1);
		expect(emit.length).toBeGreaterThan(2000);
		expect(numbers(emit)).toContain(rows[0]?.number);
		expect(JSON.stringify(trimState(memory)).length).toBeLessThanOrEqual(MAX_STATE_CHARS);
	});
});
