import type { Kind } from '../api/families';

/** When to look at a job, in milliseconds. */
export interface Rhythm {
	/** From submitting to the first look. */
	first: number;
	/** Between the first two looks; grows from there. */
	step: number;
	/** The longest pause. */
	cap: number;
}

const SECOND = 1000;
const GROWTH = 1.25;
/** Share of a pause by which it may be longer or shorter, so that many executions do not ask in step. */
const JITTER = 0.1;

/** Typical times: a video takes from 20 s, a track a minute or two, an image 3 to 60 s, speech a few seconds. */
const RHYTHMS: Record<Kind, Rhythm> = {
	video: { first: 10 * SECOND, step: 5 * SECOND, cap: 20 * SECOND },
	image: { first: 3 * SECOND, step: 2 * SECOND, cap: 10 * SECOND },
	music: { first: 10 * SECOND, step: 5 * SECOND, cap: 20 * SECOND },
	speech: { first: 2 * SECOND, step: 2 * SECOND, cap: 10 * SECOND },
};
/** Off-peak jobs run when there is room, within about 24 h. */
const OFF_PEAK: Rhythm = { first: 60 * SECOND, step: 60 * SECOND, cap: 5 * 60 * SECOND };

/** The rhythm that fits a kind of job; `interval` (milliseconds) is the user's own wish and stays as it is. */
export function rhythmFor(kind: Kind, options: { offPeak?: boolean; interval?: number }): Rhythm {
	const { interval } = options;
	if (interval !== undefined) return { first: interval, step: interval, cap: interval };
	return options.offPeak ? OFF_PEAK : RHYTHMS[kind];
}

/**
 * The pause before look number `looks` + 1 (the first has `looks` 0).
 * @param random 0 to 1
 */
export function pauseBefore(looks: number, rhythm: Rhythm, random: number): number {
	const plain =
		looks === 0 ? rhythm.first : Math.min(rhythm.cap, rhythm.step * GROWTH ** (looks - 1));
	return plain * (1 - JITTER + 2 * JITTER * random);
}
