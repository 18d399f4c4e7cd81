import type { Job } from '../types';
import type { DurationRange } from './pollPolicy';

/** How many ends of a sort are remembered: what took long an hour ago says little. */
const MAX_SAMPLES = 8;
/** How much shorter than seen a job may have been that was found ended at the first look. */
const FIRST_POLL_FACTOR = 1.2;

/** How long the jobs of this run have taken, sort by sort, so that the next are looked at when they are ready. */
export class DurationEstimator {
	private readonly ends = new Map<string, DurationRange[]>();

	/** A job has ended between two looks, at these ages; `after` is 0 when there was one look only. */
	record(job: Job, { min: after, max: by }: DurationRange): void {
		const sort = similarityKey(job);
		const ends = this.ends.get(sort) ?? [];
		ends.push({ min: after > 0 ? after : by / FIRST_POLL_FACTOR, max: by });
		this.ends.set(sort, ends.slice(-MAX_SAMPLES));
	}

	/** The time in which jobs of the same sort have ended of late; undefined when none has. */
	estimate(job: Job): DurationRange | undefined {
		const ends = this.ends.get(similarityKey(job));
		if (!ends) return undefined;
		return {
			min: Math.min(...ends.map(({ min: after }) => after)),
			max: Math.max(...ends.map(({ max: by }) => by)),
		};
	}
}

/** What decides how long a job takes. */
function similarityKey({ generationType, request }: Job): string {
	const { model, quality, duration, template_id: template } = request;
	return JSON.stringify([generationType.kind, model, quality, duration, template]);
}
