import type { Job, JobStatus } from '../jobs.cts';
import type { SimulatorState } from '../state.cts';

const STATUS_WORDS = {
	QUEUED: 'pending',
	GENERATING: 'processing',
	COMPLETED: 'succeeded',
	MODERATED: 'failed',
	FAILED: 'failed',
} as const satisfies Record<JobStatus, string>;

/** Serializes a music video as GET music-video/{id} shows it. */
export function serializeMusicVideo(state: SimulatorState, job: Job, as: JobStatus = job.status) {
	const details = job.parameters.musicVideo!;
	const status = STATUS_WORDS[as];
	return {
		video_id: job.id,
		project_id: details.projectId,
		status,
		name: getName(job),
		mode: details.mode,
		audio_path: details.audioPath,
		audio_duration: details.audioDuration,
		style: details.style,
		image_path: details.imagePath ?? '',
		subtitles: details.subtitles,
		prompt: job.parameters.prompt ?? '',
		quality: job.parameters.quality,
		...(status === 'failed' ? { error: 'The music video could not be generated' } : {}),
		...(status === 'succeeded'
			? { video: serializeFile(state, job), files: serializeFiles(state, job) }
			: {}),
	};
}

/** Serializes a row of GET music-video. It has no `video_id` and no `video` at first. */
export function serializeMusicVideoRow(state: SimulatorState, job: Job) {
	const { musicVideoIdFrom } = state.faults.switches;
	const hasId =
		job.status === 'COMPLETED' || (musicVideoIdFrom === 'started' && job.status !== 'QUEUED');
	return {
		...(hasId ? { video_id: job.id } : {}),
		project_id: job.parameters.musicVideo!.projectId,
		status: STATUS_WORDS[job.status],
		name: getName(job),
		...(hasId
			? {
					video: job.status === 'COMPLETED' ? serializeFile(state, job) : { video_id: job.id },
				}
			: {}),
	};
}

const getName = (job: Job) => `Music Video ${job.parameters.musicVideo!.projectId}`;

function serializeFile(state: SimulatorState, job: Job) {
	const { musicVideoFileIn } = state.faults.switches;
	return {
		video_id: job.id,
		...(musicVideoFileIn === 'video' ? { url: state.media.getUrl(job) } : {}),
		cover_url: state.media.getFrameUrl(job, 'first'),
		size: state.media.getFile(job).length,
		duration: job.parameters.duration,
	};
}

/** The video without captions and the captions exist only when captions were requested. */
function serializeFiles(state: SimulatorState, job: Job) {
	const { media } = state;
	const { subtitles } = job.parameters.musicVideo!;
	return [
		...(subtitles
			? [
					{ role: 'no_subtitle_video', url: media.getUrl(job, 'no_subtitle_video') },
					{ role: 'subtitle_ass', url: media.getSubtitleUrl(job) },
				]
			: []),
		{ role: 'intermediate_image', url: media.getFrameUrl(job, 'first') },
		{ role: 'intermediate_video', url: media.getUrl(job, 'intermediate_video') },
		...(state.faults.switches.musicVideoFileIn === 'files'
			? [{ role: 'video', url: media.getUrl(job) }]
			: []),
	];
}
