import { imageModels } from '../../nodes/shared/catalog/imageModels';
import { plans, upscaleCredits } from '../../nodes/shared/catalog/plans';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { formatCode, formatTable } from './markdown.cts';

const formatPrice = (credits: number, plan: string): string => {
	const { usd = 0, credits: planCredits = 1 } = plans[plan] ?? {};
	return `${credits} credits / $${((credits * usd) / planCredits).toFixed(2)}`;
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

/** The videos of the catalog that aren't priced by the second, in the order of the cost calculator. */
const videoPrices = Object.entries(videoModels).flatMap(([id, { creditsPerVideo = {} }]) =>
	Object.entries(creditsPerVideo).map(([row, price]) => ({
		id: formatCode(id),
		video: row.replace(' ', ' s '),
		...price,
	})),
);

export const formatPricesPerVideo = (): string =>
	formatTable(
		['Model', 'Duration and quality', 'Without audio', 'With audio'],
		videoPrices.map(({ id, video, silent, audio }) => [
			id,
			video,
			String(silent),
			audio === undefined ? '' : String(audio),
		]),
	);

/** Formats the prices of the cost calculator in the API documentation, with the prices of both plans. */
export const formatCalculator = (): string =>
	formatTable(
		['Model', 'Video', 'Web subscription', 'Official API'],
		[
			...videoPrices.flatMap(({ id, video, silent, officialSilent, audio, officialAudio }) => {
				const format = (shown: string, web: number, official: number) => [
					id,
					shown,
					formatPrice(web, 'premiumWeb'),
					formatPrice(official, 'essentialApi'),
				];
				const rows = [format(video, silent, officialSilent)];
				if (audio !== undefined && officialAudio !== undefined)
					rows.push(format(`${video} with audio`, audio, officialAudio));
				return rows;
			}),
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
