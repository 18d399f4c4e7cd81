import { estimateCost, type SourceVideo } from '../../../nodes/shared/catalog/prices';
import { VIDEO_ROWS } from './overview-prices.cts';

describe('The basis of a price estimate', () => {
	const depends = 'Depends on the length of the source, which is unknown before the request';
	const formatOlderPrice = (credits: number) =>
		`. Another page of the API says ${credits}; this is the higher price`;
	const threeFrames = { frame_1_path: 'a.png', frame_2_path: 'b.png', frame_3_path: 'c.png' };

	it.each<[string, Record<string, unknown>, SourceVideo, number | undefined, string]>([
		['videos/create-final', {}, {}, undefined, 'The price of this operation is unknown'],
		['music-video/create', {}, {}, undefined, 'The price of this operation is unknown'],
		['images/upscale', {}, {}, undefined, 'The price of this operation is unknown'],
		['videos/create', {}, {}, 35, 'v6, 5 s at 720p: 7 credits a second'],
		['videos/create', { model: 'tomorrow' }, {}, undefined, 'The price of tomorrow is unknown'],
		[
			'videos/create',
			{ model: 'seedance-2.5' },
			{},
			undefined,
			'Set quality and duration: the defaults of seedance-2.5 are unknown',
		],
		[
			'videos/create',
			{ template_id: 1, model: 'v6' },
			{},
			undefined,
			'The price of this effect is not in the list of effects',
		],
		[
			'videos/create',
			{ model: 'v5', quality: '720p', duration: 7, off_peak_mode: true },
			{},
			undefined,
			'The price of v5, 7 s at 720p is unknown',
		],
		[
			'videos/create',
			{ model: 'v5.5', quality: '720p', duration: 5, audio: true },
			{},
			VIDEO_ROWS.find((row) => row.slice(0, 4).join() === 'v5.5,5,720p,true')?.[4],
			'v5.5, 5 s at 720p with audio',
		],
		['videos/create-fusion', {}, {}, 45, `v5, 5 s at 540p${formatOlderPrice(30)}`],
		[
			'videos/create-transition',
			{ model: 'v5', quality: '720p', ...threeFrames, duration_1_to_2: 5, duration_2_to_3: 8 },
			{},
			180,
			`v5, 5 + 8 s at 720p${formatOlderPrice(120)}`,
		],
		[
			'videos/create-transition',
			{ model: 'v5', quality: '720p', ...threeFrames, duration_1_to_2: 5 },
			{},
			undefined,
			'Set quality and duration: the defaults of v5 are unknown',
		],
		[
			'videos/create-transition',
			{ model: 'v5', quality: '720p', ...threeFrames, duration_1_to_2: 5, duration_2_to_3: 7 },
			{},
			undefined,
			'The price of v5, 5 + 7 s at 720p is unknown',
		],
		[
			'videos/modify',
			{},
			{},
			undefined,
			`${depends}: 45 credits for 5 s, 90 credits for 8 s at 540p`,
		],
		['videos/modify', { quality: '4K' }, {}, undefined, depends],
		[
			'videos/modify',
			{ quality: '720p' },
			{ duration: 5 },
			60,
			`v5.5, 5 s at 720p${formatOlderPrice(40)}`,
		],
		['videos/modify', { model: 'v6' }, { duration: 5 }, undefined, 'The price of v6 is unknown'],
		[
			'videos/lipsync',
			{},
			{ duration: 5, quality: '720p' },
			60,
			`v5, 5 s at 720p${formatOlderPrice(40)}`,
		],
		[
			'videos/lipsync',
			{ quality: '720p' },
			{ duration: 5 },
			undefined,
			'Set quality and duration: the defaults of v5 are unknown',
		],
		[
			'videos/motion-control',
			{ quality: '720p' },
			{ duration: 5 },
			undefined,
			'The price of v5.6, 5 s at 720p is unknown',
		],
		[
			'videos/upscale',
			{ model: 'topaz-proteus' },
			{ duration: 5 },
			undefined,
			'The price of topaz-proteus is unknown',
		],
		[
			'videos/upscale',
			{},
			{ duration: 6 },
			undefined,
			'Depends on the source: 30 credits for 5 s, 60 credits for 8 s',
		],
		['images/create', {}, {}, 5, 'qwen-image at 720p: 5 credits an image'],
		[
			'images/create',
			{ create_count: 2 },
			{},
			10,
			'qwen-image at 720p: 5 credits an image, 2 images',
		],
		['images/create', { model: 'x' }, {}, undefined, 'The price of x is unknown'],
		[
			'images/create',
			{ model: 'x', quality: 'q' },
			{},
			undefined,
			'The price of x at q is unknown',
		],
		['images/create', { quality: 'q' }, {}, undefined, 'The price of qwen-image at q is unknown'],
		['music/create', {}, {}, 40, 'music-2.6: one price for a track'],
		['music/create', { model: 'x' }, {}, undefined, 'The price of x is unknown'],
		[
			'speech/create',
			{ text: 'x'.repeat(101) },
			{},
			3,
			'speech-2.8-hd: 1 credit for 50 characters, 101 characters',
		],
		['speech/create', {}, {}, 0, 'speech-2.8-hd: 1 credit for 50 characters, 0 characters'],
		['speech/create', { model: 'x', text: 'a' }, {}, undefined, 'The price of x is unknown'],
	])(
		'should be given for %s with %j and the source %j',
		(endpoint, body, source, credits, basis) => {
			expect(estimateCost(endpoint, body, source)).toEqual({
				...(credits !== undefined && { credits }),
				basis,
				source: credits === undefined ? 'unknown' : 'catalog',
			});
		},
	);

	it.each([{ off_peak_mode: true }, { preview_mode: true }])(
		'should mention the discount of %j, which depends on the account',
		(mode) => {
			const body = { model: 'v5', quality: '1080p', duration: 8 };
			const { basis, credits } = estimateCost('videos/create', { ...body, ...mode });
			expect(basis).toBe('v5, 8 s at 1080p, without the discount of the account');
			expect(credits).toBe(240);
			const withoutMode = Object.fromEntries(Object.keys(mode).map((name) => [name, false]));
			expect(estimateCost('videos/create', { ...body, ...withoutMode }).basis).toBe(
				'v5, 8 s at 1080p',
			);
		},
	);
});
