import { countNumbered } from './requestSchemas/fields';
import { getOwn } from './lookup';
import { type Body, checkAllowed, type Report, type Rule } from './validationIssues';
import {
	type Durations,
	getDurations,
	getQualities,
	getVideoModelId,
	getVideoModels,
	isPixVerseModel,
	type VideoEndpoint,
	type VideoModel,
	videoModels,
} from './videoModels';

/** Rules for text and image. Source: notes of `videos/create`. */
export function checkFrames(body: Body, report: Report): void {
	if (!body.prompt && !body.first_frame_path)
		report('prompt', 'is empty', 'Describe the video, or choose a first frame.');
	if (body.last_frame_path && !body.first_frame_path)
		report('last_frame_path', 'is set without a first frame', 'Choose a first frame as well.');
	if (body.first_frame_path && body.aspect_ratio)
		report(
			'aspect_ratio',
			`is ${body.aspect_ratio}, but with a first frame, the video has the aspect ratio of the image`,
			'Leave the aspect ratio at its default, or remove the first frame.',
		);
}

export function requireField(parameter: string, advice: string): Rule {
	return (body, report) => {
		if (body[parameter] === undefined) report(parameter, 'is empty', advice);
	};
}

/** A source is a PixVerse generation or an uploaded one: exactly one of them. */
export function checkSource(body: Body, report: Report, kind = 'video'): void {
	const [id, path] = [`${kind}_id`, `${kind}_path`] as const;
	if (body[id] === undefined && body[path] === undefined)
		report(id, 'is empty', `Choose the ${kind} to start from.`);
	if (body[id] !== undefined && body[path] !== undefined)
		report(path, `is set, and so is the ID of a PixVerse ${kind}`, 'Use only one of them.');
}

/** Sound effects and speech require their switches. */
export function checkSound(body: Body, report: Report): void {
	const advice = 'Add Lip Sync Text, or remove the voice.';
	if (body.lip_sync_tts_speaker_id !== undefined && !body.lip_sync_tts_prompt)
		report('lip_sync_tts_speaker_id', 'is set without a text to speak', advice);
}

/** Two frames for every model, more for v5 only; a segment needs both its frames. */
export function checkTransition(body: Body, report: Report): void {
	const frames = countNumbered(body, 'frame_#_path');
	if (frames < 2) report(`frame_${frames + 1}_path`, 'is missing', 'Add at least two frames.');
	const id = getVideoModelId('create-transition', body);
	if (body.audio === true && (frames > 2 || id === 'v5'))
		report(
			'audio',
			`is on, but a transition ${frames > 2 ? 'of more than two frames' : 'with v5'} has no sound`,
			'Remove the option, or use two frames with v5.6 or v5.5.',
		);
	const limit = getOwn(videoModels, id)?.transitionFrames;
	if (limit && frames > limit.max)
		report(
			`frame_${limit.max + 1}_path`,
			`is one too many: ${id} accepts ${limit.max} frames`,
			'Remove frames, or choose v5 (up to 7 frames).',
		);
}

const REFERENCES = { images: 'frame', videos: 'video', audios: 'audio' } as const;

/** Checks the number of references. Few models support videos and audio files. */
export function checkFusion(body: Body, report: Report): void {
	const id = getVideoModelId('create-fusion', body);
	const count = (kind: keyof typeof REFERENCES) =>
		countNumbered(body, `${REFERENCES[kind]}_#_path`);
	if (count('images') + count('videos') === 0)
		report('frame_1_path', 'is missing', 'Add at least one reference image.');
	const { fusion, unverified } = getOwn(videoModels, id) ?? {};
	if (!fusion) return;
	for (const kind of ['images', 'videos', 'audios'] as const) {
		const limit = fusion[kind] ?? 0;
		if (count(kind) <= limit) continue;
		report(
			`${REFERENCES[kind]}_${limit + 1}_path`,
			limit === 0
				? `is set, but ${id} doesn't support ${kind}`
				: `is one too many: ${id} accepts ${limit} ${kind}`,
			'Remove some, or choose a model that accepts more (Seedance 2.0: 9 images, 3 videos, 3 audios).',
			!unverified?.includes('fusion'),
		);
	}
}

/** Checks what the selected model supports. Unverified properties and unknown models are validated by the API. */
export function checkModel(endpoint: VideoEndpoint, body: Body, report: Report): void {
	const id = getVideoModelId(endpoint, body);
	const model = getOwn(videoModels, id);
	if (!model) return;
	const isVerified = (property: NonNullable<VideoModel['unverified']>[number]) =>
		!model.unverified?.includes(property);
	if (!model.endpoints.includes(endpoint)) {
		report(
			'model',
			`is ${id}, which this operation doesn't support`,
			`Choose one of ${Object.keys(getVideoModels(endpoint)).join(', ')}.`,
			isVerified('endpoints'),
		);
		if (isVerified('endpoints')) return;
	}
	for (const parameter of model.required ?? []) {
		const isNeeded = endpoint === 'create' || parameter !== 'first_frame_path';
		if (isNeeded && body[parameter] === undefined)
			report(parameter, `is not set, but ${id} requires it`, getAdvice(parameter, model));
	}
	const { qualities } = getQualities(endpoint, model);
	checkAllowed(body, report, 'quality', id, qualities, isVerified('qualities'));
	const durations = getDurations(endpoint, model);
	if (durations) checkDuration(id, durations, isVerified('durations'), body, report);
	for (const parameter of endpoint === 'extend' && id !== 'v6' ? ['audio', 'seed'] : [])
		if (body[parameter] !== undefined && (isPixVerseModel(model) || parameter === 'audio'))
			report(
				parameter,
				`is set, but ${id} doesn't support it when extending a video`,
				'Remove the option, or choose v6.',
				model.endpoints.includes(endpoint),
			);
	const { aspectRatios: ratios } = model;
	if (ratios && !body.first_frame_path) {
		const allowed = ratios.length > 0 ? ratios : ['only the aspect ratio of the image'];
		checkAllowed(body, report, 'aspect_ratio', id, allowed, isVerified('aspectRatios'));
	}
	checkFlags(id, model, body, report);
}

function checkDuration(
	id: string,
	{ min, max, allowed, maxAt1080p }: Durations,
	isVerified: boolean,
	{ duration: seconds, quality }: Body,
	report: Report,
): void {
	// Every model rejects less than a second.
	if (typeof seconds !== 'number' || seconds < 1) return;
	if (seconds < min || seconds > max || (allowed && !allowed.includes(seconds))) {
		const range = allowed ? `${allowed.join(', ')} s` : `${min} to ${max} s`;
		const problem = `is ${seconds} s, but ${id} makes ${range}`;
		report('duration', problem, suggestLongerModels(seconds, max), isVerified);
	} else if (maxAt1080p !== undefined && quality === '1080p' && seconds > maxAt1080p)
		report(
			'duration',
			`is ${seconds} s, but ${id} makes at most ${maxAt1080p} s at 1080p`,
			`Choose ${maxAt1080p} s or less, a lower quality, or v6.`,
			isVerified,
		);
}

function suggestLongerModels(seconds: number, max: number): string {
	if (seconds <= max) return 'Choose an allowed duration, or another model.';
	const further = Object.entries(getVideoModels('create'))
		.map(([id, { durations }]) => [id, durations?.max ?? 0] as const)
		.filter(([, longest]) => longest >= seconds)
		.slice(0, 3)
		.map(([id, longest]) => `${id} (${longest} s)`);
	const models = further.length ? `, or a model that allows more: ${further.join(', ')}` : '';
	return `Choose ${max} s or less${models}.`;
}

function checkFlags(id: string, model: VideoModel, body: Body, report: Report): void {
	const noOption = 'Remove the option: this model always generates sound.';
	if (model.rejectsAudioField && body.audio !== undefined)
		report('audio', `is set, but ${id} doesn't support it`, noOption);
	if (body.audio === true && model.audio === 'none')
		report(
			'audio',
			`is on, but ${id} doesn't generate sound`,
			'Turn it off, or choose v6.',
			!model.unverified?.includes('audio'),
		);
	if (body.multi_shot === true && !model.multiShot)
		report('multi_shot', `is on, but ${id} doesn't support it`, 'Turn it off, or choose v6.');
	const ownModel = "Remove the option, or choose one of PixVerse's own models.";
	for (const parameter of ['preview_mode', 'off_peak_mode', 'seed'])
		if (!isPixVerseModel(model) && body[parameter] !== undefined && body[parameter] !== false)
			report(parameter, `is set, but ${id} doesn't support it`, ownModel);
}

function getAdvice(parameter: string, model: VideoModel): string {
	if (parameter === 'quality') return `Choose one of ${model.qualities.join(', ')}.`;
	if (parameter === 'duration' && model.durations)
		return `Choose ${model.durations.min} to ${model.durations.max} s.`;
	if (parameter === 'first_frame_path') return 'This model only generates videos from an image.';
	return 'Set it.';
}
