import { imageModels } from '../../nodes/shared/catalog/imageModels';
import { officialPrices, plans, upscaleCredits } from '../../nodes/shared/catalog/plans';
import { videoModels } from '../../nodes/shared/catalog/videoModels';
import { code, table } from './markdown.cts';

const money = (credits: number, plan: string): string => {
	const { usd = 0, credits: bought = 1 } = plans[plan] ?? {};
	return `${credits} credits / $${((credits * usd) / bought).toFixed(2)}`;
};

export const subscriptions = (): string =>
	table(
		['Plan', 'Dollars a month', 'Credits a month', 'Dollars a credit'],
		Object.values(plans).map(({ name, usd, credits }) => [
			name,
			`$${usd}`,
			credits.toLocaleString('en-US'),
			`$${(usd / credits).toFixed(4)}`,
		]),
	);

export const videos = (): string =>
	table(
		['Model', 'Credits a second'],
		Object.entries(videoModels).flatMap(([id, { creditsPerSecond }]) =>
			creditsPerSecond
				? [
						[
							code(id),
							Object.entries(creditsPerSecond)
								.map(([at, each]) => `${at}: ${each}`)
								.join(', '),
						],
					]
				: [],
		),
	);

export const lengths = (): string =>
	table(
		['Model', 'Length and quality', 'Silent', 'With sound'],
		Object.entries(videoModels).flatMap(([id, { creditsPerVideo = {} }]) =>
			Object.entries(creditsPerVideo).map(([row, { silent, audio }]) => [
				code(id),
				row.replace(' ', ' s '),
				String(silent),
				audio === undefined ? '' : String(audio),
			]),
		),
	);

/** The cost calculator of the API's overview page, with what a credit costs on either plan. */
export const calculated = (): string =>
	table(
		['Model', 'Video', 'Web subscription', 'Official API'],
		[
			...officialPrices.map(({ model, seconds, quality, audio, web, api }) => [
				code(model),
				`${seconds} s ${quality}${audio ? ' with sound' : ''}`,
				money(web, 'premiumWeb'),
				money(api, 'essentialApi'),
			]),
			...Object.entries(upscaleCredits).map(([seconds, credits]) => [
				'any',
				`${seconds} s upscaled to 4K`,
				money(credits, 'premiumWeb'),
				'not available',
			]),
		],
	);

export const images = (): string =>
	table(
		['Model', 'Credits an image', 'On the web subscription'],
		Object.entries(imageModels).map(([id, { credits = {}, qualities }]) => [
			code(id),
			qualities.map((quality) => `${quality}: ${credits[quality] ?? 'not known'}`).join(', '),
			qualities
				.flatMap((quality) => {
					const each = credits[quality];
					return each === undefined ? [] : [`${quality}: $${((each * 60) / 15_000).toFixed(2)}`];
				})
				.join(', '),
		]),
	);
