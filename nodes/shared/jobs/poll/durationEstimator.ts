import type { Job } from '../types';
import type { DurationRange } from './pollPolicy';

/** Samples kept per similarity key: older ones are unreliable. */
const MAX_SAMPLES = 8;
/** How much less time a job may have taken if the first poll found it ended. */
const FIRST_POLL_FACTOR = 1.2;

/** Learns how long similar jobs of this run take, so that the next ones are polled when they are ready. */
export class DurationEstimator {
	private readonly samples = new Map<string, DurationRange[]>();

	/** Records that a job ended between two polls at these ages; `min` is 0 if there was only one poll. */
	record(job: Job, { min, max }: DurationRange): void {
		const key = getSimilarityKey(job);
		const samples = this.samples.get(key) ?? [];
		samples.push({ min: min > 0 ? min : max / FIRST_POLL_FACTOR, max });
		this.samples.set(key, samples.slice(-MAX_SAMPLES));
	}

	/** @returns undefined if no similar job has ended yet */
	estimate(job: Job): DurationRange | undefined {
		const samples = this.samples.get(getSimilarityKey(job));
		if (!samples) return undefined;
		return {
			min: Math.min(...samples.map(({ min }) => min)),
			max: Math.max(...samples.map(({ max }) => max)),
		};
	}
}

/** What determines how long a job takes. */
function getSimilarityKey({ generationType, request }: Job): string {
	const { model, quality, duration, template_id: template, audio_path: song } = request;
	return JSON.stringify([generationType.kind, model, quality, duration, template, song]);
}
