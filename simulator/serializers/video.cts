import type { Job, JobStatus } from '../jobs.cts';
import type { World } from '../state.cts';
import { iso, pixels } from './shared.cts';
import { shown } from './status.cts';

/**
 * The VideoObject of the reference. `url` is filled while the video is being made, with `output_width` 0: only a
 * completed one may be trusted.
 */
export function videoObject(world: World, job: Job, as: JobStatus = job.status) {
	const status = shown('video', as, world.faults.switches.queuedIsFinal);
	const { wanted } = job;
	const done = as === 'COMPLETED';
	const hasUrl = done || as === 'GENERATING';
	const quality = wanted.quality ?? '540p';
	const size = done ? pixels(quality, wanted.aspectRatio ?? '16:9') : { width: 0, height: 0 };
	const queue = Math.max(0, Math.round((job.updatedAt - job.createdAt) / 1000));
	return {
		video_id: job.id,
		video_status: status.code,
		video_status_name: status.name,
		video_status_final: status.final,
		url: hasUrl ? world.media.urlOf(job) : '',
		output_width: size.width,
		output_height: size.height,
		first_frame: done ? world.media.frameUrl(job, 'first') : '',
		last_frame: done ? world.media.frameUrl(job, 'last') : '',
		created_at: iso(job.createdAt),
		account_id: world.accounts.get(job.email)?.accountId ?? 0,
		original_video_id: wanted.source ?? 0,
		upscaled: 0,
		extended: 0,
		remove_watermark: 1,
		lip_sync: null,
		prompt: wanted.prompt ?? '',
		negative_prompt: '',
		style: '',
		motion_mode: 'normal',
		camera_movement: '',
		motion_brush: '',
		model: wanted.model,
		model_name: '',
		quality,
		aspect_ratio: wanted.aspectRatio ?? '',
		duration: wanted.duration ?? 0,
		video_duration: done ? (wanted.duration ?? 0) : 0,
		seed: wanted.seed ?? 0,
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
		customer_paths: customerPaths(job),
		...wanted.extra,
	};
}

function customerPaths(job: Job): Record<string, unknown> | null {
	const paths = Object.values(job.wanted.inputs);
	return paths.length === 0 ? null : { customer_img_path: paths[0], customer_paths: paths };
}
