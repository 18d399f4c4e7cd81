import type { Job, JobStatus } from '../jobs.cts';
import type { World } from '../state.cts';
import { iso } from './shared.cts';
import { shown } from './status.cts';

/** The audio object of the reference, music and speech. Upstream words other than `finish` are unknown. */
export function audioObject(world: World, job: Job, as: JobStatus = job.status) {
	const status = shown(job.kind, as, false);
	const { wanted } = job;
	const done = as === 'COMPLETED';
	const music = job.kind === 'music';
	return {
		audio_id: job.id,
		asset_id: job.number,
		audio_status: status.code,
		audio_status_name: status.name,
		audio_status_final: status.final,
		status: done ? 'finish' : as.toLowerCase(),
		create_mode: music ? 'music' : 'voice',
		provider: 'minimax',
		model: wanted.model,
		prompt: wanted.prompt ?? '',
		url: done ? world.media.urlOf(job) : '',
		name: done ? `PixVerse_${music ? 'Music' : 'Speech'}_${job.number}.mp3` : '',
		duration: done ? (wanted.duration ?? 1) : 0,
		credits: job.credits,
		created_at: iso(job.createdAt),
		updated_at: iso(job.updatedAt),
		...wanted.extra,
		...(as === 'FAILED'
			? {
					fail_code: `${job.kind}_generation_failed`,
					fail_reason: `The ${job.kind} could not be generated`,
				}
			: {}),
	};
}
