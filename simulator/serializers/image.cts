import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';
import { toIso, getDimensions } from './shared.cts';
import { getStatusFields } from './status.cts';

/** Serializes an image. */
export function serializeImage(state: SimulatorState, job: Job, as: JobStatus = job.status) {
	const status = getStatusFields('image', as, false);
	const { parameters } = job;
	const isCompleted = as === 'COMPLETED';
	const quality = parameters.quality ?? '1080p';
	const ratio = parameters.aspectRatio ?? '1:1';
	const size = isCompleted
		? getDimensions(quality, ratio === 'auto' ? '1:1' : ratio)
		: { width: 0, height: 0 };
	const paths = Object.values(parameters.inputs);
	return {
		image_id: job.id,
		image_status: status.code,
		image_status_name: status.name,
		image_status_final: status.final,
		account_id: state.accounts.get(job.email)?.accountId ?? 0,
		asset_id: job.number,
		asset_source: 1,
		asset_type: 2,
		creation_type: 0,
		create_mode: paths.length > 0 ? 'i2i' : 't2i',
		model: parameters.model,
		prompt: parameters.prompt ?? '',
		quality,
		aspect_ratio: ratio,
		seed: parameters.seed ?? 0,
		image_path: isCompleted ? getImagePath(job) : '',
		image_url: isCompleted ? state.media.getUrl(job) : '',
		output_width: size.width,
		output_height: size.height,
		customer_img_paths: paths,
		customer_img_urls: paths.length > 0 ? paths.map((path) => state.getUploadUrl(path)) : null,
		platform: '',
		queue_data: isCompleted
			? null
			: {
					estimated_gen_time: 4,
					processing_start_time: toIso(job.updatedAt),
					queue_count: as === 'QUEUED' ? 1 : 0,
					queue_time: 0,
				},
		created_at: toIso(job.createdAt),
		updated_at: toIso(job.updatedAt),
		// Only completed images have these. An image of Relax Mode costs 0.
		...(isCompleted ? { size: state.media.getFile(job).length, cost_credits: job.credits } : {}),
		is_collected: false,
		water_mark: false,
		media_locked: 0,
	};
}

/** The `image/…` path of a finished image. */
export const getImagePath = (job: Job): string => `image/${job.number}.webp`;
