import type { GenerationType } from '../../api/generationTypes';
import { MINUTE, SECOND } from '../../time';

/** When to poll a job. Delays and durations in milliseconds. */
export interface PollPolicy {
	/** From creating the job to the first poll. */
	initialDelay: number;
	/** The age of a job is multiplied by this factor from poll to poll. */
	backoffFactor: number;
	/** The factor for jobs younger than `typicalDuration`, which are rarely finished. Default: `backoffFactor`. */
	earlyBackoffFactor?: number;
	typicalDuration?: number;
	minDelay: number;
	maxDelay: number;
}

/** How long similar jobs took, in milliseconds: not ended after `min`, ended after `max`. */
export interface DurationRange {
	min: number;
	max: number;
}

/** Part of a delay that is added at random, so that executions don't poll in sync. */
const JITTER = 0.1;
/** From this number of jobs per account on, a list takes fewer requests than single reads. */
export const MIN_JOBS_FOR_LIST = 3;

/** A video takes at least 20 s, a music video 5 min and more, a track 1 to 2 min, an image 3 to 60 s, speech a few seconds. */
const POLL_DEFAULTS: Record<GenerationType, ReturnType<typeof inSeconds>> = {
	video: inSeconds(10, 5, 20, 15),
	musicVideo: inSeconds(60, 15, 60, 300),
	image: inSeconds(3, 2, 10, 3),
	music: inSeconds(10, 5, 20, 30),
	speech: inSeconds(2, 2, 10, 2),
};

function inSeconds(initial: number, min: number, max: number, typical: number) {
	const [initialDelay, minDelay, maxDelay] = [initial * SECOND, min * SECOND, max * SECOND];
	return { initialDelay, minDelay, maxDelay, typicalDuration: typical * SECOND };
}

/** Off-peak jobs run when there is free capacity, within about 24 h. */
const OFF_PEAK_POLICY: PollPolicy = {
	initialDelay: MINUTE,
	minDelay: MINUTE,
	maxDelay: 5 * MINUTE,
	backoffFactor: 1.25,
};

/** Before the first poll while other jobs wait for slots: how long this one takes decides when they can start. */
const MAX_AWAITED_DELAY_MS = 3 * SECOND;

/** For a job that is read alone: about seven polls in the first minute. */
const SINGLE_JOB_BACKOFF = 1.36;
const MIN_BACKOFF = 1.1;
const EARLY_BACKOFF = 1.25;

interface PolicyOptions {
	offPeak?: boolean;
	/** Fixed interval in milliseconds, if the user set one. */
	intervalMs?: number;
	/** Number of jobs that are read together. Default 1. */
	batchSize?: number;
	/** Whether other jobs wait for the slot of this one. */
	isAwaited?: boolean;
}

/**
 * Selects the policy for a generation type. One list request reads a whole batch, so its jobs are polled earlier and more
 * often: two to three requests per job in the first minute, however many there are.
 */
export function getPollPolicy(
	kind: GenerationType,
	{ offPeak, intervalMs, batchSize = 1, isAwaited }: PolicyOptions,
): PollPolicy {
	if (intervalMs !== undefined)
		return {
			initialDelay: intervalMs,
			minDelay: intervalMs,
			maxDelay: intervalMs,
			backoffFactor: 1,
		};
	if (offPeak) return OFF_PEAK_POLICY;
	const { initialDelay, ...others } = POLL_DEFAULTS[kind];
	const factor = batchSize < MIN_JOBS_FOR_LIST ? 1 : 0.5;
	const limit = isAwaited ? MAX_AWAITED_DELAY_MS : Infinity;
	const defaults = { ...others, initialDelay: Math.min(initialDelay * factor, limit) };
	if (batchSize < MIN_JOBS_FOR_LIST)
		return { ...defaults, typicalDuration: 0, backoffFactor: SINGLE_JOB_BACKOFF };
	const backoffFactor = Math.min(SINGLE_JOB_BACKOFF, Math.max(MIN_BACKOFF, 1 + 0.8 / batchSize));
	const earlyBackoffFactor = Math.max(EARLY_BACKOFF, backoffFactor);
	return { ...defaults, minDelay: defaults.minDelay / 5, backoffFactor, earlyBackoffFactor };
}

/**
 * The delay before the next poll.
 * @param age milliseconds since the job was created, or since waiting for it began
 * @param random 0 to 1
 */
export function getNextDelay(
	age: number,
	hasBeenPolled: boolean,
	policy: PollPolicy,
	random: number,
): number {
	if (!hasBeenPolled) return withJitter(policy.initialDelay, random);
	const { backoffFactor, earlyBackoffFactor = backoffFactor, typicalDuration = 0 } = policy;
	const factor = age < typicalDuration ? earlyBackoffFactor : backoffFactor;
	const delay = Math.max(policy.minDelay, age * (factor - 1));
	return withJitter(Math.min(policy.maxDelay, delay), random);
}

/** The finest steps around an estimated end. */
const ESTIMATE_STEPS = { minBackoff: 1.05, minDelay: SECOND / 2 };

/**
 * The delay before the next poll when the duration of similar jobs is known: the first poll when one of them may have
 * ended, then small steps until all of them had.
 * @param batchSize jobs that are read together; the more, the smaller the steps
 * @param random 0 to 1
 * @returns undefined if the job takes longer than all of them
 */
export function getDelayFromEstimate(
	age: number,
	{ min, max }: DurationRange,
	policy: PollPolicy,
	batchSize: number,
	random: number,
): number | undefined {
	if (age >= max) return undefined;
	const stepCount = Math.max(2, batchSize / 2);
	const factor = Math.min(
		policy.backoffFactor,
		Math.max(ESTIMATE_STEPS.minBackoff, (max / min) ** (1 / stepCount)),
	);
	const getStep = (from: number) =>
		Math.min(policy.maxDelay, Math.max(ESTIMATE_STEPS.minDelay, from * (factor - 1)));
	// Jobs of different ages share the polls: one that reaches `min` doesn't cause a poll of its own.
	if (age < min) return Math.max(min - age, getStep(Math.sqrt(min * max)));
	return withJitter(getStep(age), random);
}

const withJitter = (delay: number, random: number) => delay * (1 + JITTER * random);
