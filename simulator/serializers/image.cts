import type { Job, JobStatus } from '../jobs.cts';
import type { World } from '../state.cts';
import { iso, pixels } from './shared.cts';
import { shown } from './status.cts';

/** The image object of the reference. */
export function imageObject(world: World, job: Job, as: JobStatus = job.status) {
	const status = shown('image', as, false);
	const { wanted } = job;
	const done = as === 'COMPLETED';
	const quality = wanted.quality ?? '1080p';
	const ratio = wanted.aspectRatio ?? '1:1';
	const size = done ? pixels(quality, ratio === 'auto' ? '1:1' : ratio) : { width: 0, height: 0 };
	const paths = Object.values(wanted.inputs);
	return {
		image_id: job.id,
		image_status: status.code,
		image_status_name: status.name,
		image_status_final: status.final,
		account_id: world.accounts.get(job.email)?.accountId ?? 0,
		asset_id: job.number,
		asset_source: 1,
		asset_type: 2,
		creation_type: 0,
		create_mode: paths.length > 0 ? 'i2i' : 't2i',
		model: wanted.model,
		prompt: wanted.prompt ?? '',
		quality,
		aspect_ratio: ratio,
		seed: wanted.seed ?? 0,
		image_path: done ? imagePath(job) : '',
		image_url: done ? world.media.urlOf(job) : '',
		output_width: size.width,
		output_height: size.height,
		customer_img_paths: paths,
		customer_img_urls: paths.length > 0 ? paths.map((path) => world.uploadUrl(path)) : null,
		platform: '',
		queue_data: done
			? null
			: {
					estimated_gen_time: 4,
					processing_start_time: iso(job.updatedAt),
					queue_count: as === 'QUEUED' ? 1 : 0,
					queue_time: 0,
				},
		created_at: iso(job.createdAt),
		updated_at: iso(job.updatedAt),
		is_collected: false,
		water_mark: false,
		media_locked: 0,
	};
}

/** `image/…`: what the list shows of a finished image. */
export const imagePath = (job: Job): string => `image/${job.number}.webp`;
