import { getOwn } from './lookup';
import { DEFAULT_IMAGE_MODEL, imageModels } from './imageModels';
import {
	DEFAULT_MUSIC_MODEL,
	DEFAULT_SPEECH_MODEL,
	musicModels,
	speechModels,
} from './audioModels';
import { upscaleCredits } from './plans';
import { countNumbered } from './requestSchemas/fields';
import { DEFAULT_UPSCALER } from './upscalers';
import type { Body } from './validationIssues';
import {
	defaultVideoModel,
	getQualities,
	getVideoModelId,
	type VideoEndpoint,
	type VideoModel,
	videoModels,
} from './videoModels';

/** The cost of a request. The actual cost is in the create response. */
export interface CostEstimate {
	/** Undefined if the price is unknown. */
	credits?: number;
	/** How the credits add up, or why the price is unknown. */
	basis: string;
	source: 'quote' | 'effectList' | 'catalog' | 'unknown';
}

type Price = Omit<CostEstimate, 'source'>;

/** The known properties of the source video. */
export interface SourceVideo {
	/** Seconds. */
	duration?: number;
	quality?: string;
}

/** Endpoints that answer `quote: true` with the price, and create nothing. */
export const QUOTING_ENDPOINTS = new Set([
	'images/upscale',
	'music-video/create',
	'videos/upscale',
]);

/** Endpoints that an older page prices like videos of v5. Whether they follow its new prices is unknown. */
const PRICED_LIKE_V5 = /^(create-fusion|create-transition|lipsync|modify)$/;

/** Whether the length and quality of the source video decide the price. */
export const isPricedBySource = (endpoint: string) =>
	/^videos\/(lipsync|modify|motion-control|restyle|upscale)$/.test(endpoint);

const unknownPrice = (of: string): Price => ({ basis: `The price of ${of} is unknown` });

/**
 * Estimates the cost of a request. Discounts that depend on the account (off-peak, preview, unlimited images) are not
 * included, so the estimate is the maximum.
 */
export function estimateCost(endpoint: string, body: Body, source: SourceVideo = {}): CostEstimate {
	const price = getPrice(endpoint, body, source);
	return { ...price, source: price.credits === undefined ? 'unknown' : 'catalog' };
}

function getPrice(endpoint: string, body: Body, source: SourceVideo): Price {
	if (endpoint === 'images/create') return imagePrice(body);
	if (endpoint === 'music/create') return musicPrice(body);
	if (endpoint === 'speech/create') return speechPrice(body);
	if (endpoint === 'videos/upscale') return upscalePrice(body, source);
	const [resource, action = ''] = endpoint.split('/');
	if (resource !== 'videos' || action === 'create-final') return unknownPrice('this operation');
	return noteDiscount(videoPrice(action as VideoEndpoint, body, source), body);
}

/** Price of a quality of a video model, e.g. "35 credits for 5 s"; undefined if unknown. */
export function formatVideoPrice(
	endpoint: VideoEndpoint,
	model: string,
	quality: string,
	duration = getOwn(videoModels, model)?.durations?.default ?? 5,
): string | undefined {
	// Not `estimateCost`, which explains the price: at start, every n8n process needs a thousand of these.
	const isKnown = endpoint !== 'lipsync' && hasPrice(endpoint, model);
	const { credits } = isKnown ? getPartPrice(endpoint, model, quality, duration) : {};
	return credits === undefined ? undefined : `${credits} credits for ${duration} s`;
}

/** Price of a quality of an image model, e.g. "5 credits an image"; undefined if unknown. */
export function formatImagePrice(model: string, quality: string): string | undefined {
	const { credits } = estimateCost('images/create', { model, quality });
	return credits === undefined ? undefined : `${credits} credits an image`;
}

function upscalePrice({ model = DEFAULT_UPSCALER }: Body, { duration }: SourceVideo): Price {
	if (model !== DEFAULT_UPSCALER) return unknownPrice(String(model));
	const basis = `Depends on the source: ${formatList(upscaleCredits)}`;
	return { credits: duration === undefined ? undefined : upscaleCredits[duration], basis };
}

function videoPrice(endpoint: VideoEndpoint, body: Body, source: SourceVideo): Price {
	if (body.template_id !== undefined)
		return { basis: 'The price of this effect is not in the list of effects' };
	const id = getVideoModelId(endpoint, body);
	const model = getOwn(videoModels, id);
	if (!hasPrice(endpoint, id)) return unknownPrice(id);
	const chosen = body.quality as string | undefined;
	const ownQuality = chosen ?? (model && getQualities(endpoint, model).defaultQuality);
	const quality = endpoint === 'lipsync' ? source.quality : ownQuality;
	const durations = getDurations(endpoint, body, source, model);
	if (isPricedBySource(`videos/${endpoint}`) && durations.includes(undefined))
		return describeSourcePrice(endpoint, quality);
	if (quality === undefined || durations.includes(undefined))
		return { basis: `Set quality and duration: the defaults of ${id} are unknown` };
	const hasAudio = body.audio === true;
	const shown = `${id}, ${durations.join(' + ')} s at ${quality}`;
	const prices = durations.map((seconds) => getPartPrice(endpoint, id, quality, seconds, hasAudio));
	const credits = sum(prices.map((price) => price.credits));
	if (credits === undefined) return unknownPrice(shown);
	const perSecond = prices[0]?.perSecond;
	if (perSecond !== undefined) return { credits, basis: `${shown}: ${perSecond} credits a second` };
	const lower = sum(prices.map((price) => price.lower ?? price.credits));
	const basis = hasAudio ? `${shown} with audio` : shown;
	const note = `. Another page of the API says ${lower}; this is the higher price`;
	return { credits, basis: lower === credits ? basis : basis + note };
}

/** Durations of the videos that a request is charged for: one per segment of a transition. */
function getDurations(
	endpoint: VideoEndpoint,
	body: Body,
	source: SourceVideo,
	model: VideoModel | undefined,
): Array<number | undefined> {
	if (isPricedBySource(`videos/${endpoint}`)) return [source.duration];
	if (endpoint !== 'create-transition')
		return [(body.duration as number | undefined) ?? model?.durations?.default];
	const segments = Math.max(countNumbered(body, 'frame_#_path') - 1, 1);
	return Array.from(
		{ length: segments },
		(_, index) => body[`duration_${index + 1}_to_${index + 2}`] as number | undefined,
	);
}

const hasPrice = (endpoint: VideoEndpoint, id: string) =>
	isPricedBySource(`videos/${endpoint}`)
		? id === defaultVideoModel[endpoint]
		: getOwn(videoModels, id) !== undefined;

/** The price of a duration and quality; the higher one where two pages of the API disagree. */
function getPartPrice(
	endpoint: VideoEndpoint,
	id: string,
	quality: string,
	seconds = 0,
	hasAudio = false,
): { credits?: number; lower?: number; perSecond?: number } {
	const model = getOwn(videoModels, id);
	const perSecond = getOwn(model?.creditsPerSecond ?? {}, quality);
	if (perSecond !== undefined) return { credits: perSecond * seconds, perSecond };
	const isLikeV5 =
		PRICED_LIKE_V5.test(endpoint) && (id === 'v5' || isPricedBySource(`videos/${endpoint}`));
	const priced = isLikeV5 ? getOwn(videoModels, 'v5') : model;
	const price = getOwn(priced?.creditsPerVideo ?? {}, `${seconds} ${quality}`);
	if (!price || hasAudio) return { credits: price?.audio };
	const { silent, older = silent } = price;
	if (!isLikeV5) return { credits: silent };
	return { credits: Math.max(silent, older), lower: Math.min(silent, older) };
}

/** Why the price is unknown if the duration of the source is, and the prices of usual durations. */
function describeSourcePrice(endpoint: VideoEndpoint, quality = ''): Price {
	const [at5, at8] = [5, 8].map((seconds) => getPartPrice(endpoint, '', quality, seconds).credits);
	const usual = formatList({ 5: at5, 8: at8 });
	const basis = 'Depends on the length of the source, which is unknown before the request';
	return { basis: usual ? `${basis}: ${usual} at ${quality}` : basis };
}

/** "30 credits for 5 s, 60 credits for 8 s" */
const formatList = (creditsBySeconds: Readonly<Record<number, number | undefined>>) =>
	Object.entries(creditsBySeconds)
		.filter(([, credits]) => credits !== undefined)
		.map(([seconds, credits]) => `${credits} credits for ${seconds} s`)
		.join(', ');

/** Undefined if one of the parts is undefined. */
function sum(parts: Array<number | undefined>): number | undefined {
	const total = parts.reduce((added = 0, part = Number.NaN) => added + part, 0);
	return Number.isNaN(total) ? undefined : total;
}

function noteDiscount(price: Price, body: Body): Price {
	const reduced = body.off_peak_mode === true || body.preview_mode === true;
	if (!reduced || price.credits === undefined) return price;
	return { ...price, basis: `${price.basis}, without the discount of the account` };
}

function imagePrice({ model: id = DEFAULT_IMAGE_MODEL, ...body }: Body): Price {
	const model = getOwn(imageModels, String(id));
	// Without a quality, the API uses the first one of the model.
	const quality = (body.quality as string | undefined) ?? model?.qualities[0];
	const shown = quality ? `${id} at ${quality}` : String(id);
	const count = (body.create_count as number | undefined) ?? 1;
	const each = getOwn(model?.credits ?? {}, quality ?? '');
	if (each === undefined) return unknownPrice(shown);
	const images = count > 1 ? `, ${count} images` : '';
	return { credits: each * count, basis: `${shown}: ${each} credits an image${images}` };
}

function musicPrice({ model: id = DEFAULT_MUSIC_MODEL }: Body): Price {
	const credits = getOwn(musicModels, String(id))?.credits;
	if (credits === undefined) return unknownPrice(String(id));
	return { credits, basis: `${id}: one price for a track` };
}

function speechPrice({ model: id = DEFAULT_SPEECH_MODEL, text = '' }: Body): Price {
	const { length } = String(text);
	const unit = getOwn(speechModels, String(id))?.charactersPerCredit;
	if (unit === undefined) return unknownPrice(String(id));
	const basis = `${id}: 1 credit for ${unit} characters, ${length} characters`;
	return { credits: Math.ceil(length / unit), basis };
}
