/** A subscription whose credits have a price in money. */
export interface Plan {
	name: string;
	/** US dollars a month. */
	usd: number;
	credits: number;
	/** Videos cost other amounts of credits on the official API; this column of the calculator then counts. */
	priceColumn: 'web' | 'api';
}

/** The two plans of the cost calculator on the API's overview page of 2026-03-09. */
export const plans: Readonly<Record<string, Plan>> = {
	essentialApi: { name: 'Essential (Official API)', usd: 100, credits: 15_000, priceColumn: 'api' },
	premiumWeb: { name: 'Premium (Web Subscription)', usd: 60, credits: 15_000, priceColumn: 'web' },
};

/** A row of the cost calculator. */
export interface OfficialPrice {
	model: string;
	seconds: number;
	quality: string;
	audio: boolean;
	/** Credits. */
	web: number;
	api: number;
}

const price = (
	model: string,
	seconds: number,
	quality: string,
	audio: boolean,
	web: number,
	api: number,
): OfficialPrice => ({ model, seconds, quality, audio, web, api });

/** The calculator's rows for videos, in credits; money follows from the plan. */
export const officialPrices: readonly OfficialPrice[] = [
	price('v5.5', 5, '360p', false, 20, 45),
	price('v5.5', 5, '360p', true, 25, 55),
	price('v5.5', 8, '360p', false, 40, 90),
	price('v5.5', 8, '360p', true, 50, 100),
	price('v5.5', 10, '360p', false, 40, 99),
	price('v5.5', 10, '360p', true, 50, 109),
	price('v5.5', 5, '540p', false, 30, 45),
	price('v5.5', 5, '540p', true, 40, 55),
	price('v5.5', 8, '540p', false, 60, 90),
	price('v5.5', 8, '540p', true, 80, 100),
	price('v5.5', 10, '540p', false, 60, 99),
	price('v5.5', 10, '540p', true, 80, 109),
	price('v5.5', 5, '720p', false, 40, 60),
	price('v5.5', 5, '720p', true, 50, 70),
	price('v5.5', 8, '720p', false, 80, 120),
	price('v5.5', 8, '720p', true, 100, 130),
	price('v5.5', 10, '720p', false, 80, 132),
	price('v5.5', 10, '720p', true, 100, 142),
	price('v5.5', 5, '1080p', false, 80, 120),
	price('v5.5', 5, '1080p', true, 100, 130),
	price('v5.5', 8, '1080p', false, 160, 240),
	price('v5.5', 8, '1080p', true, 200, 250),
	price('v5', 5, '360p', false, 45, 45),
	price('v5', 8, '360p', false, 90, 90),
	price('v5', 5, '540p', false, 45, 45),
	price('v5', 8, '540p', false, 90, 90),
	price('v5', 5, '720p', false, 60, 60),
	price('v5', 8, '720p', false, 120, 120),
	price('v5', 5, '1080p', false, 120, 120),
	price('v5', 8, '1080p', false, 240, 240),
];

/** Credits of a 4K upscale on the web, by length of the source in seconds; the official API has none. */
export const upscaleCredits: Readonly<Record<number, number>> = { 5: 30, 8: 60 };

/**
 * What a request costs in money on a plan, in US dollars.
 * @param credits as estimated for the web subscription that the API uses
 * @returns undefined where no price is known
 */
export function estimateUsd(
	plan: Plan,
	credits: number | undefined,
	request: Readonly<Record<string, unknown>>,
): number | undefined {
	const amount = plan.priceColumn === 'web' ? credits : getOfficialCredits(request);
	return amount === undefined
		? undefined
		: Math.round(((amount * plan.usd) / plan.credits) * 10_000) / 10_000;
}

/** Defaults of the models the calculator knows. */
const DEFAULTS = { duration: 5, quality: '540p' };

function getOfficialCredits(request: Readonly<Record<string, unknown>>): number | undefined {
	const {
		model,
		duration = DEFAULTS.duration,
		quality = DEFAULTS.quality,
		audio = false,
	} = request;
	return officialPrices.find(
		(candidate) =>
			candidate.model === model &&
			candidate.seconds === duration &&
			candidate.quality === quality &&
			candidate.audio === audio,
	)?.api;
}
