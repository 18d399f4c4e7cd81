import type { Job } from '../types';
import type { DurationRange } from './pollPolicy';

/** The newest samples, whose range the next jobs are expected in. */
const MAX_SAMPLES = 8;
/** The samples that show whether all jobs take the same time. */
const MAX_EQUAL_SAMPLES = 64;
/** From the age at which such jobs were still running to the first poll, as a share of that age. */
const EQUAL_MARGIN = 0.02;
const MIN_EQUAL_MARGIN_MS = 100;
/** How much longer than the others a job may take before it counts as different. */
const EQUAL_TOLERANCE = 1.1;
/** How much less time a job may have taken if the first poll found it ended. */
const FIRST_POLL_FACTOR = 1.2;

/** Learns how long similar jobs of this run take, so that the next ones are polled when they are ready. */
export class DurationEstimator {
	private readonly samples = new Map<string, DurationRange[]>();
	/** From the present samples, because many jobs are estimated between two of them. */
	private readonly estimates = new Map<string, DurationRange>();

	/** Records that a job ended between two polls at these ages; `min` is 0 if there was only one poll. */
	record(job: Job, { min, max }: DurationRange): void {
		const key = getSimilarityKey(job);
		const samples = this.samples.get(key) ?? [];
		samples.push({ min, max });
		this.samples.set(key, samples.slice(-MAX_EQUAL_SAMPLES));
		this.estimates.delete(key);
	}

	/** @returns undefined if no similar job has ended yet */
	estimate(job: Job): DurationRange | undefined {
		const key = getSimilarityKey(job);
		const samples = this.samples.get(key);
		if (!samples) return undefined;
		const estimate = this.estimates.get(key) ?? estimateFrom(samples);
		this.estimates.set(key, estimate);
		return estimate;
	}
}

function estimateFrom(samples: DurationRange[]): DurationRange {
	const newest = samples.slice(-MAX_SAMPLES);
	const max = Math.max(...newest.map((sample) => sample.max));
	const running = Math.max(...samples.map((sample) => sample.min));
	const ended = Math.min(...samples.map((sample) => sample.max));
	if (samples.length < MAX_SAMPLES || running === 0 || running >= ended)
		return { min: Math.min(...newest.map(getMin)), max };
	// All take the same time, as far as is known, and each poll narrows it down.
	const margin = Math.max(MIN_EQUAL_MARGIN_MS, EQUAL_MARGIN * running);
	const min = Math.min(ended, Math.max((running + ended) / 2, running + margin));
	return { min, max: Math.max(max, min * EQUAL_TOLERANCE) };
}

const getMin = ({ min, max }: DurationRange) => (min > 0 ? min : max / FIRST_POLL_FACTOR);

/** What determines how long a job takes. */
function getSimilarityKey({ generationType, request }: Job): string {
	const { model, quality, duration, template_id: template, audio_path: song } = request;
	return JSON.stringify([generationType.kind, model, quality, duration, template, song]);
}
