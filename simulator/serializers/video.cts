import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import { toIso, getDimensions } from './shared.cts';
import { getStatusFields } from './status.cts';

const DRAFT_LIFETIME_MS = 14 * 24 * 3_600_000;

/** Returns whether a draft can be rendered as a final. */
export function canCreateFinal(state: SimulatorState, draft: Job): boolean {
	return draft.status === 'COMPLETED' && state.clock.now() < draft.createdAt + DRAFT_LIFETIME_MS;
}

/**
 * Serializes a video. `url` is already set while the video is generating, with `output_width` 0: only a
 * completed video has a usable URL.
 */
export function serializeVideo(state: SimulatorState, job: Job, status: JobStatus = job.status) {
	// GET videos/{id} returns GENERATING for a music video until it's finished.
	const as = status === 'QUEUED' && job.parameters.musicVideo ? 'GENERATING' : status;
	const fields = getStatusFields('video', as, state.faults.switches.queuedIsFinal);
	const { parameters } = job;
	const isCompleted = as === 'COMPLETED';
	const showUrl = isCompleted || as === 'GENERATING';
	const quality = parameters.quality ?? '540p';
	const size = isCompleted
		? getDimensions(quality, parameters.aspectRatio ?? '16:9')
		: { width: 0, height: 0 };
	const queue = Math.max(0, Math.round((job.updatedAt - job.createdAt) / 1000));
	return {
		video_id: job.id,
		video_status: fields.code,
		video_status_name: fields.name,
		video_status_final: fields.final,
		url: showUrl ? state.media.getUrl(job) : '',
		output_width: size.width,
		output_height: size.height,
		first_frame: isCompleted ? state.media.getFrameUrl(job, 'first') : '',
		last_frame: isCompleted ? state.media.getFrameUrl(job, 'last') : '',
		created_at: toIso(job.createdAt),
		account_id: state.accounts.get(job.email)?.accountId ?? 0,
		original_video_id: parameters.source ?? 0,
		upscaled: 0,
		extended: 0,
		remove_watermark: 1,
		lip_sync: null,
		prompt: parameters.prompt ?? '',
		negative_prompt: '',
		style: '',
		motion_mode: 'normal',
		camera_movement: '',
		motion_brush: '',
		model: parameters.model,
		model_name: '',
		quality,
		aspect_ratio: parameters.aspectRatio ?? '',
		duration: parameters.duration ?? 0,
		video_duration: isCompleted ? (parameters.duration ?? 0) : 0,
		seed: parameters.seed ?? 0,
		likes: 0,
		asset_id: job.number,
		auto_character_prompt: 0,
		relation_type: 0,
		queue_data: { queue_time: queue, queue_count: as === 'QUEUED' ? 1 : 0 },
		img_id: 0,
		img_url: '',
		asset_name: '',
		asset_img_url: '',
		nick_name: '',
		avatar: '',
		workflow_tag: '',
		template_id: 0,
		template_name: '',
		template_thumbnail_url: '',
		template_thumbnail_video_url: '',
		template_i18n_json: '',
		customer_paths: getCustomerPaths(job),
		...(parameters.draft
			? {
					seedance_draft: {
						can_create_final: canCreateFinal(state, job),
						expires_at: toIso(job.createdAt + DRAFT_LIFETIME_MS),
					},
				}
			: {}),
		...parameters.extra,
	};
}

function getCustomerPaths(job: Job): Record<string, unknown> | null {
	const paths = Object.values(job.parameters.inputs);
	return paths.length === 0 ? null : { customer_img_path: paths[0], customer_paths: paths };
}
