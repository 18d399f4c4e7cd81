import fc from 'fast-check';
import type { ListSnapshot, TriggerRow } from '../../../nodes/PixVerseTrigger/rows';
import {
	createInitialState,
	requeue,
	selectNewRows,
	type WatchConfig,
} from '../../../nodes/PixVerseTrigger/selectNewRows';
import { encodeId, type TriggerState } from '../../../nodes/PixVerseTrigger/triggerState';
import type { GenerationType } from '../../../nodes/shared/api/generationTypes';
import { MINUTE } from '../../../nodes/shared/time';

const START = Date.UTC(2026, 10, 1);
const account = 'a@example.com';
const config: WatchConfig = {
	filters: { kinds: ['video', 'musicVideo'], outcome: 'both', models: [], prompt: '', own: false },
};

const createRow = (
	kind: GenerationType,
	number: number,
	minute: number,
	phase: TriggerRow['phase'],
): TriggerRow => ({
	kind,
	account,
	number: String(351_000_000_000_000 + number),
	created: START + minute * MINUTE,
	phase,
	apiRow: {},
});

const createList = (kind: GenerationType, rows: TriggerRow[]): ListSnapshot => ({
	kind,
	account,
	rows,
	isComplete: true,
	extraRows: [],
	deleted: [],
});

/** The first polls in which a list contains a music video, and contains it as finished. */
interface Visibility {
	listedFrom: number;
	finishedFrom: number;
}

const LAST_POLL = 12;
const anyVisibility = fc
	.tuple(fc.nat({ max: LAST_POLL }), fc.nat({ max: LAST_POLL }))
	.map(([one, other]) => ({
		listedFrom: Math.min(one, other),
		finishedFrom: Math.max(one, other),
	}));
/** The list of videos may never contain it. */
const NEVER: Visibility = { listedFrom: Infinity, finishedFrom: Infinity };

const getRows = (kind: GenerationType, number: number, visibility: Visibility, poll: number) =>
	poll < visibility.listedFrom
		? []
		: [createRow(kind, number, 1, poll < visibility.finishedFrom ? 'running' : 'completed')];

describe('A music video that may be in both lists', () => {
	it('should be emitted exactly once, whichever list contains it first or as finished', () => {
		fc.assert(
			fc.property(
				fc.record({
					inVideos: fc.oneof(anyVisibility, fc.constant(NEVER)),
					inMusicVideos: anyVisibility,
					videosFirst: fc.boolean(),
					// Polls after which n8n doesn't save the state, since they emitted nothing.
					unsaved: fc.uniqueArray(fc.nat({ max: LAST_POLL })),
					// Polls in which a list can't be read.
					unread: fc.uniqueArray(fc.tuple(fc.nat({ max: LAST_POLL - 1 }), fc.boolean())),
					// Whether the first row is requeued because there was no time to download its file.
					isRequeued: fc.boolean(),
				}),
				({ inVideos, inMusicVideos, videosFirst, unsaved, unread, isRequeued }) => {
					let state: TriggerState = createInitialState(config, START);
					let toRequeue = isRequeued;
					const emitted: string[] = [];
					for (let poll = 0; poll <= LAST_POLL + 2; poll++) {
						const lists = [
							createList('video', [
								...getRows('video', 7, inVideos, poll),
								createRow('video', 1, -5, 'completed'),
							]),
							createList('musicVideo', getRows('musicVideo', 7, inMusicVideos, poll)),
						].filter(
							({ kind }) =>
								!unread.some(([at, videos]) => at === poll && videos === (kind === 'video')),
						);
						if (!videosFirst) lists.reverse();
						const now = START + (poll + 1) * MINUTE;
						const next = selectNewRows(state, { lists }, now, config);
						if (next.rows.length === 0 && unsaved.includes(poll)) continue;
						state = next.state;
						if (toRequeue && next.rows.length > 0) {
							toRequeue = false;
							state = requeue(state, next.rows);
							continue;
						}
						emitted.push(...next.rows.map(({ number }) => number));
					}
					expect(emitted).toEqual([createRow('video', 7, 1, 'completed').number]);
				},
			),
			{ numRuns: 3000 },
		);
	});

	it('should be emitted as a music video if both lists contain it', () => {
		const state = createInitialState(config, START);
		const lists = (phase: TriggerRow['phase']) => [
			createList('video', [createRow('video', 7, 1, 'completed')]),
			createList('musicVideo', [createRow('musicVideo', 7, 1, phase)]),
		];
		const first = selectNewRows(state, { lists: lists('running') }, START + MINUTE, config);
		expect(first.rows).toEqual([]);
		const { rows } = selectNewRows(first.state, { lists: lists('completed') }, START, config);
		expect(rows.map(({ kind }) => kind)).toEqual(['musicVideo']);
	});

	it('should not be emitted again as a video when music videos are no longer watched', () => {
		const state = createInitialState(config, START);
		const videos = createList('video', [createRow('video', 7, 1, 'completed')]);
		const lists = [videos, createList('musicVideo', [createRow('musicVideo', 7, 1, 'completed')])];
		const first = selectNewRows(state, { lists }, START + MINUTE, config);
		expect(first.rows).toHaveLength(1);
		const second = selectNewRows(first.state, { lists }, START + 2 * MINUTE, config);
		const onlyVideos = { filters: { ...config.filters, kinds: ['video' as const] } };
		const third = selectNewRows(second.state, { lists: [videos] }, START + 3 * MINUTE, onlyVideos);
		expect(third.rows).toEqual([]);
	});

	it('should not replace videos of other accounts or with other numbers', () => {
		const state = createInitialState(config, START);
		const lists = [
			createList('video', [
				createRow('video', 7, 1, 'completed'),
				createRow('video', 8, 1, 'failed'),
			]),
			{
				...createList('musicVideo', [createRow('musicVideo', 7, 1, 'running')]),
				account: 'b@example.com',
			},
		];
		const { rows } = selectNewRows(state, { lists }, START + 2 * MINUTE, config);
		expect(rows.map(({ number }) => encodeId(number))).toHaveLength(2);
	});
});
