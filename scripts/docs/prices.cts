import { imageModels } from '../../nodes/shared/catalog/imageModels';
import { officialPrices, plans, upscaleCredits } from '../../nodes/shared/catalog/plans';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { formatCode, formatTable } from './markdown.cts';

const formatPrice = (credits: number, plan: string): string => {
	const { usd = 0, credits: bought = 1 } = plans[plan] ?? {};
	return `${credits} credits / $${((credits * usd) / bought).toFixed(2)}`;
};

export const formatPlans = (): string =>
	formatTable(
		['Plan', 'USD per month', 'Credits per month', 'USD per credit'],
		Object.values(plans).map(({ name, usd, credits }) => [
			name,
			`$${usd}`,
			credits.toLocaleString('en-US'),
			`$${(usd / credits).toFixed(4)}`,
		]),
	);

export const formatPricesPerSecond = (): string =>
	formatTable(
		['Model', 'Credits per second'],
		Object.entries(videoModels).flatMap(([id, { creditsPerSecond }]) =>
			creditsPerSecond
				? [
						[
							formatCode(id),
							Object.entries(creditsPerSecond)
								.map(([at, each]) => `${at}: ${each}`)
								.join(', '),
						],
					]
				: [],
		),
	);

export const formatPricesPerVideo = (): string =>
	formatTable(
		['Model', 'Duration and quality', 'Without audio', 'With audio'],
		Object.entries(videoModels).flatMap(([id, { creditsPerVideo = {} }]) =>
			Object.entries(creditsPerVideo).map(([row, { silent, audio }]) => [
				formatCode(id),
				row.replace(' ', ' s '),
				String(silent),
				audio === undefined ? '' : String(audio),
			]),
		),
	);

/** Formats the prices of the cost calculator in the API documentation, with the prices of both plans. */
export const formatCalculator = (): string =>
	formatTable(
		['Model', 'Video', 'Web subscription', 'Official API'],
		[
			...officialPrices.map(({ model, seconds, quality, audio, web, api }) => [
				formatCode(model),
				`${seconds} s ${quality}${audio ? ' with audio' : ''}`,
				formatPrice(web, 'premiumWeb'),
				formatPrice(api, 'essentialApi'),
			]),
			...Object.entries(upscaleCredits).map(([seconds, credits]) => [
				'any',
				`${seconds} s upscaled to 4K`,
				formatPrice(credits, 'premiumWeb'),
				'not available',
			]),
		],
	);

export const formatImagePrices = (): string =>
	formatTable(
		['Model', 'Credits per image', 'Web subscription'],
		Object.entries(imageModels).map(([id, { credits = {}, qualities }]) => [
			formatCode(id),
			qualities.map((quality) => `${quality}: ${credits[quality] ?? 'unknown'}`).join(', '),
			qualities
				.flatMap((quality) => {
					const each = credits[quality];
					return each === undefined ? [] : [`${quality}: $${((each * 60) / 15_000).toFixed(2)}`];
				})
				.join(', '),
		]),
	);
