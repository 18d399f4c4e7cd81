import { imageModels } from '../../../nodes/shared/catalog/imageModels';
import { estimateUsd, type Plan, plans } from '../../../nodes/shared/catalog/plans';
import {
	estimateCost,
	formatImagePrice,
	formatVideoPrice,
	isPricedBySource,
	QUOTING_ENDPOINTS,
} from '../../../nodes/shared/catalog/prices';
import { videoModels } from '../../../nodes/shared/catalog/videoModels';
import { IMAGE_ROWS, OLDER_V5_ROWS, UPSCALE_ROWS, VIDEO_ROWS } from './overview-prices.cts';

describe("The prices of the API's overview page", () => {
	it.each(VIDEO_ROWS)(
		'should be the estimate of %s, %i s at %s (audio: %s): %i credits',
		(model, duration, quality, audio, web, official) => {
			const body = { model, duration, quality, ...(audio && { audio }) };
			const estimate = estimateCost('videos/create', body);
			expect(estimate).toMatchObject({ credits: web, source: 'catalog' });
			expect(estimate.basis).not.toMatch(/another page/i);
			const usd = (plan: string) => estimateUsd(plans[plan] as Plan, estimate.credits, body);
			expect(usd('premiumWeb')).toBeCloseTo(web * 0.004);
			expect(usd('essentialApi')).toBeCloseTo(official / 150, 3);
		},
	);

	it.each(UPSCALE_ROWS)('should be the estimate of a 4K upscale of %i s', (duration, credits) => {
		expect(estimateCost('videos/upscale', {}, { duration })).toMatchObject({ credits });
		const unknown = estimateCost('videos/upscale', {});
		expect(unknown.credits).toBeUndefined();
		expect(unknown.basis).toContain(`${credits} credits for ${duration} s`);
	});

	it.each(IMAGE_ROWS)(
		'should be the estimate of %s at %s: %i credits',
		(model, quality, credits) => {
			const body = { model, ...(quality && { quality }) };
			expect(estimateCost('images/create', body)).toMatchObject({ credits, source: 'catalog' });
			expect(estimateCost('images/create', { ...body, create_count: 3 })).toMatchObject({
				credits: credits * 3,
			});
		},
	);

	it('should be all video prices by length that the catalog has', () => {
		const rows = Object.entries(videoModels).flatMap(([id, { creditsPerVideo = {} }]) =>
			Object.entries(creditsPerVideo).flatMap(([row, { silent, audio }]) =>
				[silent, audio].flatMap((credits, index) =>
					credits === undefined ? [] : [`${id} ${row} ${index === 1} ${credits}`],
				),
			),
		);
		expect(rows.sort()).toEqual(
			VIDEO_ROWS.map(([id, ...row]) => [id, ...row.slice(0, 4)].join(' ')).sort(),
		);
	});
});

describe('Prices of v5 on endpoints where two pages of the API disagree', () => {
	const toDurationFields = (endpoint: string, duration: number) =>
		endpoint === 'create-transition' ? { duration_1_to_2: duration } : { duration };
	const findCredits = (duration: number, quality: string) =>
		VIDEO_ROWS.find(
			([model, seconds, at]) => model === 'v5' && seconds === duration && at === quality,
		)?.[4];

	it.each(
		['create-fusion', 'create-transition'].flatMap((endpoint) =>
			OLDER_V5_ROWS.map((row) => [endpoint, ...row] as const),
		),
	)(
		'%s, %i s at %s should be the higher price, and name the other one',
		(endpoint, seconds, quality, older) => {
			const body = { model: 'v5', quality, ...toDurationFields(endpoint, seconds) };
			const { credits, basis } = estimateCost(`videos/${endpoint}`, body);
			expect(credits).toBe(Math.max(older, findCredits(seconds, quality) ?? 0));
			expect(basis).toMatch(new RegExp(`Another page of the API says ${older}; .* higher`));
		},
	);

	it.each(
		['modify', 'lipsync'].flatMap((endpoint) =>
			OLDER_V5_ROWS.filter(([, quality]) => quality !== '1080p').map(
				(row) => [endpoint, ...row] as const,
			),
		),
	)(
		'%s of a source of %i s at %s should be the higher price, and name the other one',
		(endpoint, duration, quality, older) => {
			const body = endpoint === 'modify' ? { quality } : {};
			const { credits, basis } = estimateCost(`videos/${endpoint}`, body, { duration, quality });
			expect(credits).toBe(Math.max(older, findCredits(duration, quality) ?? 0));
			expect(basis).toContain(`Another page of the API says ${older}`);
		},
	);

	it('should not mention another page if only one page has a price', () => {
		const body = { model: 'v5', quality: '1080p', duration: 8 };
		expect(estimateCost('videos/create-fusion', body)).toEqual({
			credits: 240,
			basis: 'v5, 8 s at 1080p',
			source: 'catalog',
		});
	});

	it('should add up the segments of a transition, and be unknown without the length of each', () => {
		const frames = { frame_1_path: 'a', frame_2_path: 'b', frame_3_path: 'c' };
		const body = { model: 'v5', quality: '540p', ...frames, duration_1_to_2: 5 };
		const complete = estimateCost('videos/create-transition', { ...body, duration_2_to_3: 8 });
		expect(complete.credits).toBe(45 + 90);
		expect(complete.basis).toContain('says 90;');
		expect(estimateCost('videos/create-transition', body)).toEqual({
			basis: expect.stringContaining('Set quality and duration'),
			source: 'unknown',
		});
	});

	it('should name the prices of usual lengths when the length of the source is unknown', () => {
		const { credits, basis } = estimateCost('videos/modify', { model: 'v5.5', quality: '720p' });
		expect(credits).toBeUndefined();
		expect(basis).toMatch(/unknown before the request: 60 credits for 5 s, 120 credits for 8 s/);
	});
});

describe('An image without a quality', () => {
	it.each(Object.entries(imageModels))(
		'should cost what the first quality of %s costs',
		(model, { qualities, credits }) => {
			const estimate = estimateCost('images/create', { model });
			expect(estimate.credits).toBe(credits?.[qualities[0] ?? '']);
			expect(estimate.basis).toContain(`${model} at ${qualities[0]}`);
			expect(estimate).toEqual(estimateCost('images/create', { model, quality: qualities[0] }));
		},
	);
});

describe('Unknown prices', () => {
	it.each<[string, string, object]>([
		['a model that is newer than the catalog', 'videos/create', { model: 'v9', duration: 5 }],
		['a model named like a property of every object', 'videos/create', { model: 'constructor' }],
		[
			'an image quality named like a property of every object',
			'images/create',
			{ quality: 'toString' },
		],
		['a length without a price', 'videos/create', { model: 'v5', duration: 7 }],
		['audio without a price', 'videos/create', { model: 'v5', duration: 5, audio: true }],
		['a model without a price', 'videos/create', { model: 'v5.6', duration: 5 }],
		['a model without a default', 'videos/create', { model: 'seedance-2.5' }],
		[
			'a quality without a price',
			'images/create',
			{ model: 'seedream-5.0-lite', quality: '2160p' },
		],
		['another upscaler', 'videos/upscale', { model: 'topaz-proteus' }],
		['an effect', 'videos/create', { template_id: 7 }],
		['a style', 'videos/restyle', { prompt: 'clay' }],
		['a motion', 'videos/motion-control', { model: 'v5.6' }],
		['a music video', 'music-video/create', { mode: 'performance' }],
		['an image upscale', 'images/upscale', {}],
		['a new music model', 'music/create', { model: 'music-v9' }],
		['a new speech model', 'speech/create', { model: 'speech-v9', text: 'Hi' }],
	])('should be reported as unknown: %s', (_case, endpoint, body) => {
		const estimate = estimateCost(endpoint, body as Record<string, unknown>, { duration: 11 });
		expect(estimate).toEqual({
			credits: undefined,
			basis: expect.stringMatching(/\S/),
			source: 'unknown',
		});
		expect(estimate.basis).not.toContain('undefined');
	});

	it('should not be shown in the editor', () => {
		expect(formatImagePrice('gpt-image-2.0', '1080p')).toBeUndefined();
	});
});

describe('The price in a list of models', () => {
	it.each(VIDEO_ROWS.filter(([, , , audio]) => !audio))(
		'should be that of %s, %i s at %s',
		(model, duration, quality, _audio, credits) => {
			expect(formatVideoPrice('create', model, quality, duration)).toBe(
				`${credits} credits for ${duration} s`,
			);
		},
	);

	it('should be for the default length of the model', () => {
		expect(formatVideoPrice('create', 'v6', '720p')).toBe('35 credits for 5 s');
		expect(formatVideoPrice('create-transition', 'v5', '720p')).toBe('60 credits for 5 s');
		expect(formatVideoPrice('modify', 'v5.5', '720p')).toBe('60 credits for 5 s');
	});

	it('should be missing if it is unknown', () => {
		expect(formatVideoPrice('create', 'tomorrow', '720p')).toBeUndefined();
		expect(formatImagePrice('tomorrow', '720p')).toBeUndefined();
	});

	it('should be that of an image', () => {
		expect(formatImagePrice('qwen-image', '720p')).toBe('5 credits an image');
	});
});

describe('Endpoints whose price depends on the source, or that quote it', () => {
	it('should be those of the API', () => {
		const bySource = ['lipsync', 'modify', 'motion-control', 'restyle', 'upscale'];
		for (const name of bySource) expect(isPricedBySource(`videos/${name}`)).toBe(true);
		for (const name of ['create', 'create-fusion', 'extend'])
			expect(isPricedBySource(`videos/${name}`)).toBe(false);
		expect([...QUOTING_ENDPOINTS].sort()).toEqual([
			'images/upscale',
			'music-video/create',
			'videos/upscale',
		]);
	});
});
