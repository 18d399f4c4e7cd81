import type { INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { lazySchema } from '../lazySchema';
import type { ItemState } from './retryState';
import type { StoredRun } from './suspend/suspendedRun';

/*
 * State that version 0.1.0 stored in the context of the node, under its own names. Executions that were suspended or
 * that crashed before an update are continued with it.
 */

interface LegacyItemState extends Pick<ItemState, 'ids' | 'credits' | 'candidates'> {
	wish?: string;
	sent: number;
	unanswered?: string;
}

/** Converts the states of all items by run key. @returns undefined when 0.1.0 stored none */
export function readLegacyItemStates(
	context: object,
): Record<string, Record<string, ItemState>> | undefined {
	const { pixVerse: stored } = context as {
		pixVerse?: Record<string, Record<string, LegacyItemState>>;
	};
	if (!stored) return undefined;
	const convertItem = ({ wish, sent, unanswered, ...same }: LegacyItemState): ItemState => ({
		...same,
		createCount: sent,
		...(wish !== undefined && { fingerprint: wish }),
		...(unanswered !== undefined && { unconfirmedReference: unanswered }),
	});
	return mapValues(stored, (run) => mapValues(run, convertItem));
}

const mapValues = <T, U>(record: Record<string, T>, map: (value: T) => U): Record<string, U> =>
	Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

export const LEGACY_RUN_KEY = 'pixVerseAsleep';

const legacyRun = lazySchema(() =>
	z.object({
		jobs: z.array(
			z.object({
				itemIndex: z.number(),
				id: z.string(),
				credits: z.number().optional(),
				request: z.record(z.string(), z.unknown()),
				settled: z.boolean(),
				simplify: z.boolean(),
				downloadTo: z.string().optional(),
			}),
		),
		settled: z.array(
			z.object({ itemIndex: z.number(), place: z.number(), item: z.custom<INodeExecutionData>() }),
		),
	}),
);

/** Converts a suspended run. @returns undefined when 0.1.0 stored none */
export function readLegacyRun(stored: unknown): StoredRun | undefined {
	const parsed = legacyRun.safeParse(stored);
	if (!parsed.success) return undefined;
	return {
		jobs: parsed.data.jobs.map(({ settled, downloadTo, ...same }) => ({
			...same,
			isFinished: settled,
			binaryPropertyName: downloadTo,
		})),
		finishedItems: parsed.data.settled.map(({ place, ...same }) => ({ ...same, position: place })),
	};
}
