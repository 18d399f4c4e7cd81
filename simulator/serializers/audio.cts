import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import { toIso } from './shared.cts';
import { getStatusFields } from './status.cts';

/** Serializes music and speech. Upstream statuses other than `finish` are undocumented. */
export function serializeAudio(state: SimulatorState, job: Job, as: JobStatus = job.status) {
	const status = getStatusFields(job.kind, as, false);
	const { parameters } = job;
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
		model: parameters.model,
		prompt: parameters.prompt ?? '',
		url: done ? state.media.getUrl(job) : '',
		name: done ? `PixVerse_${music ? 'Music' : 'Speech'}_${job.number}.mp3` : '',
		duration: done ? (parameters.duration ?? 1) : 0,
		credits: job.credits,
		created_at: toIso(job.createdAt),
		updated_at: toIso(job.updatedAt),
		...parameters.extra,
		...(as === 'FAILED'
			? {
					fail_code: `${job.kind}_generation_failed`,
					fail_reason: `The ${job.kind} could not be generated`,
				}
			: {}),
	};
}
