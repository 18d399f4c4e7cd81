import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import { toIso } from './shared.cts';
import { getStatusFields } from './status.cts';

/** Serializes music and speech. Upstream statuses other than `finish` are undocumented. */
export function serializeAudio(state: SimulatorState, job: Job, as: JobStatus = job.status) {
	const status = getStatusFields(job.kind, as, false);
	const { parameters } = job;
	const isCompleted = as === 'COMPLETED';
	const isMusic = job.kind === 'music';
	return {
		audio_id: job.id,
		asset_id: job.number,
		audio_status: status.code,
		audio_status_name: status.name,
		audio_status_final: status.final,
		status: isCompleted ? 'finish' : as.toLowerCase(),
		create_mode: isMusic ? 'music' : 'voice',
		provider: 'minimax',
		model: parameters.model,
		prompt: parameters.prompt ?? '',
		url: isCompleted ? state.media.getUrl(job) : '',
		name: isCompleted ? `PixVerse_${isMusic ? 'Music' : 'Speech'}_${job.number}.mp3` : '',
		duration: isCompleted ? (parameters.duration ?? 1) : 0,
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
