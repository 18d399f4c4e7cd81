import type { Job } from '../types';
import type { Span } from './pollPolicy';

/** How many ends of a sort are remembered: what took long an hour ago says little. */
const REMEMBERED = 8;
/** How much shorter than seen a job may have been that was found ended at the first look. */
const UNSEEN = 1.2;

/** How long the jobs of this run have taken, sort by sort, so that the next are looked at when they are ready. */
export class Experience {
	private readonly ends = new Map<string, Span[]>();

	/** A job has ended between two looks, at these ages; `after` is 0 when there was one look only. */
	learn(job: Job, { after, by }: Span): void {
		const sort = sortOf(job);
		const ends = this.ends.get(sort) ?? [];
		ends.push({ after: after > 0 ? after : by / UNSEEN, by });
		this.ends.set(sort, ends.slice(-REMEMBERED));
	}

	/** The time in which jobs of the same sort have ended of late; undefined when none has. */
	of(job: Job): Span | undefined {
		const ends = this.ends.get(sortOf(job));
		if (!ends) return undefined;
		return {
			after: Math.min(...ends.map(({ after }) => after)),
			by: Math.max(...ends.map(({ by }) => by)),
		};
	}
}

/** What decides how long a job takes. */
function sortOf({ family, request }: Job): string {
	const { model, quality, duration, template_id: template } = request;
	return JSON.stringify([family.kind, model, quality, duration, template]);
}
