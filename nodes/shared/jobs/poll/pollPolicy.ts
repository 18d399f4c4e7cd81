import type { Kind } from '../../api/generationTypes';

/** When to look at a job, in milliseconds. */
export interface Rhythm {
	/** From making it to the first look. */
	first: number;
	/** What the age of a job is multiplied by from look to look. */
	growth: number;
	/** The same for jobs younger than `usual`, which are hardly ever ready. */
	early: number;
	usual: number;
	/** The shortest and the longest pause. */
	least: number;
	cap: number;
}

/** How long jobs of the same sort have taken: not ended after `after`, ended by `by`, in milliseconds. */
export interface Span {
	after: number;
	by: number;
}

const SECOND = 1000;
/** Share of a pause by which it may be longer, so that many executions do not ask in step. */
const JITTER = 0.1;
/** From this many jobs of one account on, a list costs fewer calls than single reads. */
export const LIST_FROM = 3;

interface Times {
	first: number;
	least: number;
	cap: number;
	usual: number;
}

/** Typical times: a video takes from 20 s, a track a minute or two, an image 3 to 60 s, speech a few seconds. */
const TIMES: Record<Kind, Times> = {
	video: { first: 10 * SECOND, least: 5 * SECOND, cap: 20 * SECOND, usual: 15 * SECOND },
	image: { first: 3 * SECOND, least: 2 * SECOND, cap: 10 * SECOND, usual: 3 * SECOND },
	music: { first: 10 * SECOND, least: 5 * SECOND, cap: 20 * SECOND, usual: 30 * SECOND },
	speech: { first: 2 * SECOND, least: 2 * SECOND, cap: 10 * SECOND, usual: 2 * SECOND },
};
/** Off-peak jobs run when there is room, within about 24 h. */
const OFF_PEAK: Rhythm = {
	...{ first: 60 * SECOND, least: 60 * SECOND, cap: 5 * 60 * SECOND, usual: 0 },
	...{ growth: 1.25, early: 1.25 },
};

/** Growth for a job that is looked at alone: some seven looks in the first minute. */
const ALONE = 1.36;
/** However many share a look. */
const FINEST = 1.1;
const EARLY = 1.25;

/**
 * The rhythm that fits a kind of job.
 * @param options.interval the user's own wish, in milliseconds: stays as it is
 * @param options.together how many jobs share a look. A list shows all of them for one call, so that they can be
 * looked at earlier and more often: two to three calls a job in the first minute, however many they are.
 */
export function rhythmFor(
	kind: Kind,
	options: { offPeak?: boolean; interval?: number; together?: number },
): Rhythm {
	const { interval, offPeak, together = 1 } = options;
	if (interval !== undefined)
		return {
			...{ first: interval, least: interval, cap: interval, usual: 0 },
			...{ growth: 1, early: 1 },
		};
	if (offPeak) return OFF_PEAK;
	const { first, least, cap, usual } = TIMES[kind];
	if (together < LIST_FROM) return { first, least, cap, usual: 0, growth: ALONE, early: ALONE };
	const growth = Math.min(ALONE, Math.max(FINEST, 1 + 0.8 / together));
	return {
		...{ first: first / 2, least: least / 5, cap, usual },
		...{ growth, early: Math.max(EARLY, growth) },
	};
}

/**
 * The pause before the next look at a job.
 * @param age milliseconds since it was made, or since it is waited for
 * @param looked whether it was looked at before
 * @param random 0 to 1
 */
export function pauseAt(age: number, looked: boolean, rhythm: Rhythm, random: number): number {
	const { first, growth, early, usual, least, cap } = rhythm;
	const plain = looked ? age * ((age < usual ? early : growth) - 1) : first;
	return jittered(looked ? Math.min(cap, Math.max(least, plain)) : plain, random);
}

/** The finest steps in which an expected end is looked for. */
const FINE = { growth: 1.05, least: SECOND / 2 };

/**
 * The pause before the next look at a job of a sort whose length is known: the first look when one of them may have
 * ended, then in small steps until all of them had.
 * @param together how many jobs share a look; the more, the smaller the steps
 * @returns undefined when it takes longer than any of them
 */
export function pauseTowards(
	age: number,
	{ after, by }: Span,
	rhythm: Rhythm,
	together: number,
	random: number,
): number | undefined {
	if (age >= by) return undefined;
	const steps = Math.max(2, together / 2);
	const growth = Math.min(rhythm.growth, Math.max(FINE.growth, (by / after) ** (1 / steps)));
	const step = (from: number) => Math.min(rhythm.cap, Math.max(FINE.least, from * (growth - 1)));
	// Jobs of different ages share the looks: one that comes of age does not cause a look of its own.
	if (age < after) return Math.max(after - age, step(Math.sqrt(after * by)));
	return jittered(step(age), random);
}

function jittered(pause: number, random: number): number {
	return pause * (1 + JITTER * random);
}
