import type { Refinement } from './objections';
import { object } from './objections';
import type { VideoModel } from './videoModels';
import { videoModels } from './videoModels';

/** A request body by API names, before uploads: a media field holds whatever stands for the file. */
export type Body = Record<string, unknown>;

/** Text or image: what each needs and what excludes the other. Source: notes of `videos/create`. */
export function checkFrames(body: Body, refinement: Refinement): void {
	if (!body.prompt && !body.first_frame_path)
		object(refinement, 'prompt', 'is empty', 'Describe the video, or choose a first frame.');
	if (body.last_frame_path && !body.first_frame_path)
		object(
			refinement,
			'last_frame_path',
			'is set without a first frame',
			'Choose a first frame as well.',
		);
	if (body.first_frame_path && body.aspect_ratio)
		object(
			refinement,
			'aspect_ratio',
			`is ${body.aspect_ratio}, but with a first frame the video takes the ratio of the image`,
			'Leave the aspect ratio at its default, or remove the first frame.',
		);
}

/** What the chosen model can do. A row the catalog is unsure of is left to the API. */
export function checkModel(
	id: string,
	model: VideoModel,
	body: Body,
	refinement: Refinement,
): void {
	const sure = (row: NonNullable<VideoModel['unsure']>[number]) => !model.unsure?.includes(row);
	for (const parameter of model.required ?? [])
		if (body[parameter] === undefined)
			object(refinement, parameter, `is not set, but ${id} needs it`, adviceOn(parameter, model));
	if (
		typeof body.quality === 'string' &&
		sure('qualities') &&
		!model.qualities.includes(body.quality)
	)
		object(
			refinement,
			'quality',
			`is ${body.quality}, but ${id} makes ${model.qualities.join(', ')}`,
			'Choose one of these, or another model.',
		);
	if (typeof body.duration === 'number' && sure('durations'))
		checkDuration(id, model, body.duration, body.quality, refinement);
	if (
		typeof body.aspect_ratio === 'string' &&
		!body.first_frame_path &&
		model.aspectRatios &&
		sure('aspectRatios') &&
		!model.aspectRatios.includes(body.aspect_ratio)
	)
		object(
			refinement,
			'aspect_ratio',
			`is ${body.aspect_ratio}, but ${id} makes ${model.aspectRatios.join(', ') || 'only the ratio of the image'}`,
			'Choose one of these, or another model.',
		);
	checkFlags(id, model, body, refinement);
}

function checkDuration(
	id: string,
	model: VideoModel,
	seconds: number,
	quality: unknown,
	refinement: Refinement,
): void {
	const { durations } = model;
	if (!durations) return;
	const { min, max, allowed, maxAt1080p } = durations;
	if (seconds < min || seconds > max || (allowed && !allowed.includes(seconds))) {
		const range = allowed ? `${allowed.join(', ')} s` : `${min} to ${max} s`;
		object(
			refinement,
			'duration',
			`is ${seconds} s, but ${id} makes ${range}`,
			longerModels(seconds, max),
		);
	} else if (maxAt1080p !== undefined && quality === '1080p' && seconds > maxAt1080p) {
		object(
			refinement,
			'duration',
			`is ${seconds} s, but ${id} makes at most ${maxAt1080p} s at 1080p`,
			`Choose ${maxAt1080p} s or less, a lower quality, or v6.`,
		);
	}
}

function longerModels(seconds: number, max: number): string {
	const further = Object.entries(videoModels)
		.filter(
			([, { endpoints, durations }]) =>
				endpoints.includes('create') && durations && durations.max >= seconds,
		)
		.slice(0, 3)
		.map(([id, { durations }]) => `${id} (${durations?.max} s)`);
	if (seconds <= max) return 'Choose an allowed duration, or another model.';
	const models = further.length ? `, or a model that goes further: ${further.join(', ')}` : '';
	return `Choose ${max} s or less${models}.`;
}

function checkFlags(id: string, model: VideoModel, body: Body, refinement: Refinement): void {
	if (model.refusesAudio && body.audio !== undefined)
		object(
			refinement,
			'audio',
			`is set, but ${id} refuses it`,
			'Remove the option: this model always makes sound.',
		);
	if (body.audio === true && model.audio === 'none' && !model.unsure?.includes('audio'))
		object(refinement, 'audio', `is on, but ${id} makes no sound`, 'Switch it off, or choose v6.');
	if (body.multi_shot === true && !model.multiShot)
		object(
			refinement,
			'multi_shot',
			`is on, but ${id} cannot do it`,
			'Switch it off, or choose v6.',
		);
	for (const parameter of ['preview_mode', 'off_peak_mode', 'seed'])
		if (!model.native && body[parameter] !== undefined && body[parameter] !== false)
			object(
				refinement,
				parameter,
				`is set, but ${id} refuses it`,
				"Remove the option, or choose one of PixVerse's own models.",
			);
}

function adviceOn(parameter: string, model: VideoModel): string {
	if (parameter === 'quality') return `Choose one of ${model.qualities.join(', ')}.`;
	if (parameter === 'duration' && model.durations)
		return `Choose ${model.durations.min} to ${model.durations.max} s.`;
	if (parameter === 'first_frame_path') return 'This model makes videos from an image only.';
	return 'Set it.';
}
