import { getOwn } from './lookup';
import { DEFAULT_IMAGE_MODEL, imageModels } from './imageModels';
import {
	DEFAULT_MUSIC_MODEL,
	DEFAULT_SPEECH_MODEL,
	musicModels,
	speechModels,
} from './audioModels';
import { defaultVideoModel, getQualities, type VideoEndpoint, videoModels } from './videoModels';

/** The estimated cost of a request. The actual cost is in the create response. */
export interface CostEstimate {
	/** Undefined if the price is unknown. */
	credits?: number;
	/** Source of the estimate, or why there is none. */
	basis: string;
}

type Body = Readonly<Record<string, unknown>>;

/** Endpoints whose duration is that of their source, or of their segments. */
const UNKNOWN_LENGTH_ENDPOINTS: ReadonlySet<VideoEndpoint> = new Set([
	'create-transition',
	'modify',
	'restyle',
	'lipsync',
	'upscale',
	'motion-control',
]);

/**
 * Estimates the cost of a request. Discounts that depend on the account (off-peak, preview, unlimited images) are not
 * included, so the estimate is the maximum.
 */
export function estimateCost(endpoint: string, body: Body): CostEstimate {
	if (endpoint === 'images/create') return imagePrice(body);
	if (endpoint === 'music/create') return musicPrice(body);
	if (endpoint === 'speech/create') return speechPrice(body);
	return noteDiscount(videoPrice(endpoint.split('/')[1] as VideoEndpoint, body), body);
}

/** What a quality of a video model costs: "35 credits for 5 s". Undefined when it is not known. */
export function formatVideoPrice(
	endpoint: VideoEndpoint,
	model: string,
	quality: string,
): string | undefined {
	const duration = getOwn(videoModels, model)?.durations?.default ?? 5;
	const { credits } = estimateCost(`videos/${endpoint}`, { model, quality, duration });
	return credits === undefined ? undefined : `${credits} credits for ${duration} s`;
}

/** What a quality of an image model costs: "5 credits an image". Undefined when it is not known. */
export function formatImagePrice(model: string, quality: string): string | undefined {
	const { credits } = estimateCost('images/create', { model, quality });
	return credits === undefined ? undefined : `${credits} credits an image`;
}

function videoPrice(endpoint: VideoEndpoint, body: Body): CostEstimate {
	if (body.template_id !== undefined)
		return { basis: 'The price of this effect is not in the list of effects' };
	if (endpoint === 'upscale')
		return { basis: 'Depends on the source: 30 credits for 5 s, 60 credits for 8 s' };
	if (UNKNOWN_LENGTH_ENDPOINTS.has(endpoint))
		return { basis: 'Depends on the length of the source, which is unknown before the request' };
	const id = typeof body.model === 'string' ? body.model : (defaultVideoModel[endpoint] ?? '');
	const model = getOwn(videoModels, id);
	if (!model) return { basis: `The price of ${id} is unknown` };
	const quality =
		(body.quality as string | undefined) ?? getQualities(endpoint, model).defaultQuality;
	const seconds = (body.duration as number | undefined) ?? model.durations?.default;
	if (quality === undefined || seconds === undefined)
		return { basis: `Set quality and duration: the defaults of ${id} are unknown` };
	const shown = `${id}, ${seconds} s at ${quality}`;
	const perSecond = getOwn(model.creditsPerSecond ?? {}, quality);
	if (perSecond !== undefined)
		return { credits: perSecond * seconds, basis: `${shown}: ${perSecond} credits a second` };
	const row = getOwn(model.creditsPerVideo ?? {}, `${seconds} ${quality}`);
	const credits = body.audio === true ? (row?.audio ?? undefined) : row?.silent;
	return credits === undefined
		? { basis: `The price of ${shown} is unknown` }
		: { credits, basis: body.audio === true ? `${shown} with audio` : shown };
}

function noteDiscount(price: CostEstimate, body: Body): CostEstimate {
	const reduced = body.off_peak_mode === true || body.preview_mode === true;
	if (!reduced || price.credits === undefined) return price;
	return { ...price, basis: `${price.basis}, without the discount of the account` };
}

function imagePrice(body: Body): CostEstimate {
	const id = (body.model as string | undefined) ?? DEFAULT_IMAGE_MODEL;
	const model = getOwn(imageModels, id);
	const quality = (body.quality as string | undefined) ?? getOnly(model?.qualities);
	const count = (body.create_count as number | undefined) ?? 1;
	const known = Object.values(model?.credits ?? {});
	const each =
		quality === undefined
			? // Without a quality the API takes its own default, so all have to cost the same.
				known.length === model?.qualities.length && new Set(known).size === 1
				? known[0]
				: undefined
			: model?.credits?.[quality];
	const factor = model?.detailLevels?.[String(body.detail_level)] ?? 1;
	if (each === undefined)
		return {
			basis: `The price of ${id}${quality ? ` at ${quality}` : ' at its default quality'} is unknown`,
		};
	return {
		credits: each * factor * count,
		basis: `${id}: ${each * factor} credits an image${count > 1 ? `, ${count} images` : ''}`,
	};
}

function getOnly(values: readonly string[] | undefined): string | undefined {
	return values?.length === 1 ? values[0] : undefined;
}

function musicPrice(body: Body): CostEstimate {
	const id = (body.model as string | undefined) ?? DEFAULT_MUSIC_MODEL;
	const credits = getOwn(musicModels, id)?.credits;
	return credits === undefined
		? { basis: `The price of ${id} is unknown` }
		: { credits, basis: `${id}: one price for a track` };
}

function speechPrice(body: Body): CostEstimate {
	const id = (body.model as string | undefined) ?? DEFAULT_SPEECH_MODEL;
	const characters = String(body.text ?? '').length;
	const unit = getOwn(speechModels, id)?.charactersPerCredit;
	return unit === undefined
		? { basis: `The price of ${id} is unknown` }
		: {
				credits: Math.ceil(characters / unit),
				basis: `${id}: 1 credit for ${unit} characters, ${characters} characters`,
			};
}
