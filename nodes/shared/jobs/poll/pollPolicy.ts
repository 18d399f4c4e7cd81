import type { GenerationType } from '../../api/generationTypes';

/** When to look at a job, in milliseconds. */
export interface PollPolicy {
	/** From making it to the first look. */
	initialDelay: number;
	/** What the age of a job is multiplied by from look to look. */
	backoffFactor: number;
	/** The same for jobs younger than `usual`, which are hardly ever ready. */
	earlyBackoffFactor: number;
	typicalDuration: number;
	/** The shortest and the longest pause. */
	minDelay: number;
	maxDelay: number;
}

/** How long jobs of the same sort have taken: not ended after `after`, ended by `by`, in milliseconds. */
export interface DurationRange {
	min: number;
	max: number;
}

const SECOND = 1000;
/** Share of a pause by which it may be longer, so that many executions do not ask in step. */
const JITTER = 0.1;
/** From this many jobs of one account on, a list costs fewer calls than single reads. */
export const MIN_JOBS_FOR_LIST = 3;

interface PollDefaults {
	first: number;
	minDelay: number;
	maxDelay: number;
	typicalDuration: number;
}

/** Typical times: a video takes from 20 s, a track a minute or two, an image 3 to 60 s, speech a few seconds. */
const POLL_DEFAULTS: Record<GenerationType, PollDefaults> = {
	video: {
		first: 10 * SECOND,
		minDelay: 5 * SECOND,
		maxDelay: 20 * SECOND,
		typicalDuration: 15 * SECOND,
	},
	image: {
		first: 3 * SECOND,
		minDelay: 2 * SECOND,
		maxDelay: 10 * SECOND,
		typicalDuration: 3 * SECOND,
	},
	music: {
		first: 10 * SECOND,
		minDelay: 5 * SECOND,
		maxDelay: 20 * SECOND,
		typicalDuration: 30 * SECOND,
	},
	speech: {
		first: 2 * SECOND,
		minDelay: 2 * SECOND,
		maxDelay: 10 * SECOND,
		typicalDuration: 2 * SECOND,
	},
};
/** Off-peak jobs run when there is room, within about 24 h. */
const OFF_PEAK: PollPolicy = {
	...{
		initialDelay: 60 * SECOND,
		minDelay: 60 * SECOND,
		maxDelay: 5 * 60 * SECOND,
		typicalDuration: 0,
	},
	...{ backoffFactor: 1.25, earlyBackoffFactor: 1.25 },
};

/** Growth for a job that is looked at alone: some seven looks in the first minute. */
const SINGLE_JOB_BACKOFF = 1.36;
/** However many share a look. */
const MIN_BACKOFF = 1.1;
const EARLY_BACKOFF = 1.25;

/**
 * The rhythm that fits a kind of job.
 * @param options.interval the user's own wish, in milliseconds: stays as it is
 * @param options.together how many jobs share a look. A list shows all of them for one call, so that they can be
 * looked at earlier and more often: two to three calls a job in the first minute, however many they are.
 */
export function getPollPolicy(
	kind: GenerationType,
	options: { offPeak?: boolean; interval?: number; batchSize?: number },
): PollPolicy {
	const { interval, offPeak, batchSize: together = 1 } = options;
	if (interval !== undefined)
		return {
			...{ initialDelay: interval, minDelay: interval, maxDelay: interval, typicalDuration: 0 },
			...{ backoffFactor: 1, earlyBackoffFactor: 1 },
		};
	if (offPeak) return OFF_PEAK;
	const { first, minDelay: least, maxDelay: cap, typicalDuration: usual } = POLL_DEFAULTS[kind];
	if (together < MIN_JOBS_FOR_LIST)
		return {
			initialDelay: first,
			minDelay: least,
			maxDelay: cap,
			typicalDuration: 0,
			backoffFactor: SINGLE_JOB_BACKOFF,
			earlyBackoffFactor: SINGLE_JOB_BACKOFF,
		};
	const growth = Math.min(SINGLE_JOB_BACKOFF, Math.max(MIN_BACKOFF, 1 + 0.8 / together));
	return {
		...{ initialDelay: first / 2, minDelay: least / 5, maxDelay: cap, typicalDuration: usual },
		...{ backoffFactor: growth, earlyBackoffFactor: Math.max(EARLY_BACKOFF, growth) },
	};
}

/**
 * The pause before the next look at a job.
 * @param age milliseconds since it was made, or since it is waited for
 * @param looked whether it was looked at before
 * @param random 0 to 1
 */
export function getNextDelay(
	age: number,
	looked: boolean,
	policy: PollPolicy,
	random: number,
): number {
	const {
		initialDelay: first,
		backoffFactor: growth,
		earlyBackoffFactor: early,
		typicalDuration: usual,
		minDelay: least,
		maxDelay: cap,
	} = policy;
	const plain = looked ? age * ((age < usual ? early : growth) - 1) : first;
	return withJitter(looked ? Math.min(cap, Math.max(least, plain)) : plain, random);
}

/** The finest steps in which an expected end is looked for. */
const ESTIMATE_STEPS = { growth: 1.05, least: SECOND / 2 };

/**
 * The pause before the next look at a job of a sort whose length is known: the first look when one of them may have
 * ended, then in small steps until all of them had.
 * @param together how many jobs share a look; the more, the smaller the steps
 * @returns undefined when it takes longer than any of them
 */
export function getDelayFromEstimate(
	age: number,
	{ min: after, max: by }: DurationRange,
	policy: PollPolicy,
	together: number,
	random: number,
): number | undefined {
	if (age >= by) return undefined;
	const steps = Math.max(2, together / 2);
	const growth = Math.min(
		policy.backoffFactor,
		Math.max(ESTIMATE_STEPS.growth, (by / after) ** (1 / steps)),
	);
	const step = (from: number) =>
		Math.min(policy.maxDelay, Math.max(ESTIMATE_STEPS.least, from * (growth - 1)));
	// Jobs of different ages share the looks: one that comes of age does not cause a look of its own.
	if (age < after) return Math.max(after - age, step(Math.sqrt(after * by)));
	return withJitter(step(age), random);
}

function withJitter(pause: number, random: number): number {
	return pause * (1 + JITTER * random);
}
