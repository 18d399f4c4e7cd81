import { createBadRequestError } from '../error-responses.cts';
import { type Fields } from './fields.cts';
import { VIDEO_MODELS, type VideoEndpoint, type VideoModel } from './video-models.cts';

/** The resolved values of a request after the model's rules. */
export interface ModelParameters {
	readonly model: string;
	readonly quality: string;
	readonly duration: number;
	readonly sound: boolean;
	readonly offPeak: boolean;
	readonly preview: boolean;
	readonly draft?: boolean;
}

/**
 * Resolves the model of a call.
 * @throws 400 when it doesn't exist or doesn't support the endpoint
 */
export function resolveModel(
	endpoint: VideoEndpoint,
	body: Fields,
	fallback: string,
): { name: string; model: VideoModel } {
	const name = typeof body.model === 'string' ? body.model : fallback;
	const model = VIDEO_MODELS[name];
	if (!model) throw createBadRequestError(`Parameter model: ${name} is not a known model`);
	if (!model.endpoints.includes(endpoint)) {
		throw createBadRequestError(`Parameter model: ${name} is not supported by videos/${endpoint}`);
	}
	return { name, model };
}

/**
 * Validates a request against the rules of its model and resolves defaults.
 * @throws 400 for the first violation
 */
export function applyModelRules(name: string, model: VideoModel, body: Fields): ModelParameters {
	for (const required of model.required ?? []) {
		if (required !== 'first_frame_path' && body[required] === undefined) {
			throw createBadRequestError(`Parameter ${required} is required for ${name}`);
		}
	}
	if (model.audioRejected && body.audio !== undefined) {
		throw createBadRequestError(`Parameter audio is not supported by ${name}`);
	}
	checkNativeFlags(name, model, body);
	const quality = (body.quality as string | undefined) ?? getDefaultQuality(model);
	if (model.qualities?.includes(quality) === false) {
		throw createBadRequestError(
			`Parameter quality: ${name} supports ${model.qualities?.join(', ')}, not ${quality}`,
		);
	}
	const duration = (body.duration as number | undefined) ?? getDefaultDuration(model);
	checkDuration(name, model, quality, duration);
	checkRatio(name, model, body.aspect_ratio as string | undefined);
	return {
		model: name,
		quality,
		duration,
		sound: body.audio === true || model.audio === 'always',
		offPeak: body.off_peak_mode === true,
		preview: body.preview_mode === true,
		...(model.draft ? { draft: true } : {}),
	};
}

/**
 * Rejects flags that only native models support. `false` is tolerated, because a first-party sample sends
 * it.
 */
function checkNativeFlags(name: string, model: VideoModel, body: Fields): void {
	if (body.multi_shot === true && !model.multiShot) {
		throw createBadRequestError(`Parameter multi_shot is not supported by ${name}`);
	}
	if (model.native) return;
	for (const flag of ['off_peak_mode', 'preview_mode'] as const) {
		if (body[flag] === true)
			throw createBadRequestError(`Parameter ${flag} is not supported by ${name}`);
	}
	if (body.seed !== undefined)
		throw createBadRequestError(`Parameter seed is not supported by ${name}`);
}

function checkDuration(name: string, model: VideoModel, quality: string, duration: number): void {
	if (!model.seconds) return;
	const { min, max, only, maxAt1080p } = model.seconds;
	if (only && !only.includes(duration)) {
		throw createBadRequestError(
			`Parameter duration: ${name} supports ${only.join(', ')}, not ${duration}`,
		);
	}
	if (duration < min || duration > max) {
		throw createBadRequestError(
			`Parameter duration: ${name} supports ${min} to ${max}, not ${duration}`,
		);
	}
	if (maxAt1080p !== undefined && quality === '1080p' && duration > maxAt1080p) {
		throw createBadRequestError(
			`Parameter duration: ${name} supports up to ${maxAt1080p} at 1080p, not ${duration}`,
		);
	}
}

function checkRatio(name: string, model: VideoModel, ratio: string | undefined): void {
	if (ratio === undefined || model.ratios === undefined) return;
	if (!model.ratios.includes(ratio)) {
		throw createBadRequestError(
			`Parameter aspect_ratio: ${name} supports ${model.ratios.join(', ')}, not ${ratio}`,
		);
	}
}

/** For models without a documented default. */
function getDefaultQuality(model: VideoModel): string {
	if (model.defaultQuality !== undefined) return model.defaultQuality;
	const { qualities = ['720p'] } = model;
	return qualities.includes('720p') ? '720p' : (qualities[0] ?? '540p');
}

/** The documented default is 5 s. Models that can't do 5 s use their shortest duration. */
function getDefaultDuration(model: VideoModel): number {
	const { min, only } = model.seconds ?? { min: 1 };
	if (only && !only.includes(5)) return only[0]!;
	return Math.max(5, min);
}
