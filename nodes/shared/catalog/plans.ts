import { getOwn } from './lookup';
import { videoModels } from './videoModels';

/** A subscription, to convert credits to US dollars. */
export interface Plan {
	name: string;
	/** US dollars a month. */
	usd: number;
	credits: number;
	/** Column of the calculator: on the official API, videos cost other amounts of credits. */
	priceColumn: 'web' | 'api';
}

/** The two plans of the cost calculator on the API's overview page of 2026-03-09. */
export const plans: Readonly<Record<string, Plan>> = {
	essentialApi: { name: 'Essential (Official API)', usd: 100, credits: 15_000, priceColumn: 'api' },
	premiumWeb: { name: 'Premium (Web Subscription)', usd: 60, credits: 15_000, priceColumn: 'web' },
};

/** Credits of a 4K upscale on the web, by length of the source in seconds; the official API has none. */
export const upscaleCredits: Readonly<Record<number, number>> = { 5: 30, 8: 60 };

/**
 * The cost of a request on a plan, in US dollars.
 * @param credits as estimated for the web subscription that the API uses
 * @returns undefined if the price is unknown
 */
export function estimateUsd(
	plan: Plan,
	credits: number | undefined,
	request: Readonly<Record<string, unknown>>,
): number | undefined {
	const amount = plan.priceColumn === 'web' ? credits : getOfficialCredits(request);
	if (amount === undefined) return undefined;
	return Math.round(((amount * plan.usd) / plan.credits) * 10_000) / 10_000;
}

function getOfficialCredits(request: Readonly<Record<string, unknown>>): number | undefined {
	// Defaults of the models with a price on the official API.
	const { model, duration = 5, quality = '540p', audio } = request;
	const prices = getOwn(videoModels, String(model))?.creditsPerVideo ?? {};
	const price = getOwn(prices, `${String(duration)} ${String(quality)}`);
	return audio === true ? price?.officialAudio : price?.officialSilent;
}
