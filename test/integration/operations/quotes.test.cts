import { Readable } from 'node:stream';
import type { INodeParameters } from 'n8n-workflow';

import { parseQuotedCredits } from '../../../nodes/shared/api/quotes';
import { QUOTING_ENDPOINTS } from '../../../nodes/shared/catalog/prices';
import { CREATE_ENDPOINTS } from '../../../simulator/rules/endpoints.cts';
import { files } from '../media.cts';
import {
	byId,
	fromBinary,
	fromPath,
	imageUpscale,
	lipSync,
	model,
	modify,
	upscale,
} from '../parameters.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed();

/** A finished video of PixVerse, as a source. */
function finishedVideo(duration = 5, quality = '720p'): string {
	testBed.simulator.seedVideos(1);
	const job = testBed.simulator.jobs.at(-1);
	if (!job) throw new Error('There is no video');
	Object.assign(job.parameters, { duration, quality });
	return job.id;
}

const upscaleOf = (id: string, options: INodeParameters = {}, more: INodeParameters = {}) =>
	upscale({ sourceVideo: byId(id), ...more, options });
const upscaleBody = (id: string) => ({ video_id: id, model: 'pixverse-upscale' });
const dryRun = async (parameters: INodeParameters) =>
	onlyJson(
		await testBed.run({
			...parameters,
			options: { ...(parameters.options as INodeParameters), dryRun: true },
		}),
	);

const posts = () => testBed.simulator.requests.filter(({ method }) => method === 'POST');
/** Jobs that a request made; not those that were seeded. */
const madeJobs = () => testBed.simulator.jobs.filter(({ endpoint }) => endpoint !== 'website');

describe('Endpoints that quote', () => {
	it('should be those that the API has, by one flag in the catalog', () => {
		const quoting = CREATE_ENDPOINTS.filter(({ path }) =>
			['images/upscale', 'music-video/create', 'videos/upscale'].includes(path),
		);
		expect([...QUOTING_ENDPOINTS].sort()).toEqual(quoting.map(({ path }) => path).sort());
	});
});

describe('A dry run of an endpoint that quotes', () => {
	it('should have the price that PixVerse quotes, and say where it comes from', async () => {
		const id = finishedVideo(12);
		const json = await dryRun(upscaleOf(id, { maxJobs: 2, replyRef: 'order 7' }));

		expect(json).toMatchObject({
			estimatedCredits: 72,
			estimateSource: 'quote',
			estimateBasis: "PixVerse's quote",
			request: { video_id: id },
		});
		expect(json.request).not.toHaveProperty('quote');
		expect(posts().map(({ body }) => body)).toEqual([{ ...upscaleBody(id), quote: true }]);
		expect(madeJobs()).toEqual([]);
	});

	it.each(['cost_credits', 'credits', 'price'] as const)(
		'should read the price from the field %s',
		async (quoteField) => {
			const id = finishedVideo(8);
			testBed.simulator.faults.setSwitches({ quoteField });
			expect(await dryRun(upscaleOf(id))).toMatchObject({
				estimatedCredits: 60,
				estimateSource: 'quote',
			});
		},
	);

	it.each([
		['a quote without a price', {}, "PixVerse's quote has no price"],
		[
			'a rejection',
			{ kind: 'status', status: 400, message: 'Bad' },
			'refused to quote the price: Bad',
		],
		['no credits', { kind: 'status', status: 412 }, 'no credits left'],
		['a server error', { kind: 'status', status: 503 }, "can't quote the price right now"],
		['a web page', { kind: 'html' }, "PixVerse's quote has no price"],
		['a cut connection', { kind: 'cutBefore' }, 'could not be reached'],
	])('should have the price of the catalog after %s, and say so', async (_what, fault, says) => {
		const id = finishedVideo(8);
		if ('kind' in fault)
			testBed.simulator.faults.add({ ...fault, match: { method: 'POST' } } as never);
		else testBed.simulator.faults.setSwitches({ quoteField: 'none' });
		const json = await dryRun(upscaleOf(id));

		expect(json).toMatchObject({ estimatedCredits: 60, estimateSource: 'catalog' });
		expect(json.estimateBasis).toContain(says);
		expect(json.estimateBasis).toContain('30 credits for 5 s, 60 credits for 8 s');
		expect(posts()).toHaveLength(1);
		expect(madeJobs()).toEqual([]);
	});

	it('should say that the price is unknown when neither the API nor the catalog has it', async () => {
		const id = finishedVideo(12);
		testBed.simulator.faults.setSwitches({ quoteField: 'none' });
		const json = await dryRun(upscaleOf(id));
		expect(json).toMatchObject({ estimatedCredits: null, estimateSource: 'unknown' });
		expect(json.estimateBasis).toContain('has no price');
	});

	it('should not send the URL that resumes an execution', async () => {
		const id = finishedVideo();
		await dryRun(upscaleOf(id, { replyUrl: 'https://example.com/done' }));
		expect(posts().map(({ body }) => body)).toEqual([{ ...upscaleBody(id), quote: true }]);
	});

	it('should report a job that an API without quotes makes, and not pay for it again', async () => {
		const id = finishedVideo();
		testBed.simulator.faults.setSwitches({ quoteField: 'ignored' });
		const parameters = upscaleOf(id, { dryRun: true });
		const out = await testBed.run(parameters, { onError: 'continueRegularOutput' });
		const [job, second] = madeJobs();
		expect(second).toBeUndefined();
		expect(out.items[0]?.json).toMatchObject({
			error: expect.stringContaining('created the video instead of quoting its price'),
			details: { id: job?.id },
		});
	});
});

describe('A credit limit on an endpoint that quotes', () => {
	it('should let through what the quote allows, and send the create without `quote`', async () => {
		const id = finishedVideo(12);
		onlyJson(await testBed.run(upscaleOf(id, { creditLimit: 72 }, { waitMode: 'none' })));
		expect(posts().map(({ body }) => body)).toEqual([
			{ ...upscaleBody(id), quote: true },
			{ ...upscaleBody(id), replyRef: expect.any(String) },
		]);
		expect(madeJobs()).toHaveLength(1);
	});

	it('should stop what the quote exceeds, before anything is created', async () => {
		const { error } = await testBed.run(upscaleOf(finishedVideo(12), { creditLimit: 71 }));
		expect(error?.message).toMatch(/"Credit Limit" of 71 credits would be exceeded.* 72/);
		expect(error?.description).toContain("PixVerse's quote");
		expect(madeJobs()).toEqual([]);
	});

	it('should add up the quotes of all items', async () => {
		const ids = [finishedVideo(5), finishedVideo(8), finishedVideo(12)];
		const parameters = upscaleOf('={{ $json.id }}', { creditLimit: 110 }, { waitMode: 'none' });
		const out = await testBed.run(parameters, {
			items: ids.map((id) => ({ json: { id } })),
			onError: 'continueRegularOutput',
		});
		expect(out.items.map(({ json }) => 'error' in json)).toEqual([false, false, true]);
		expect(madeJobs()).toHaveLength(2);
	});

	it('should fail an item whose price neither the API nor the catalog knows, and say why', async () => {
		testBed.simulator.faults.setSwitches({ quoteField: 'none' });
		const { error } = await testBed.run(upscaleOf(finishedVideo(12), { creditLimit: 1000 }));
		expect(error?.message).toMatch(/"Credit Limit" can't be applied: the price .* is unknown/);
		expect(error?.description).toContain("PixVerse's quote has no price");
		expect(madeJobs()).toEqual([]);
	});

	it('should take up the job of an API without quotes in another try', async () => {
		const id = finishedVideo();
		testBed.simulator.faults.setSwitches({ quoteField: 'ignored' });
		const parameters = upscaleOf(id, { creditLimit: 100 });
		const out = await testBed.run(parameters, { retryOnFail: true, maxTries: 2 });
		expect(madeJobs()).toHaveLength(1);
		expect(onlyJson(out)).toMatchObject({ id: madeJobs()[0]?.id, status: 'COMPLETED' });
	});

	it('should ask for no quote without a limit', async () => {
		onlyJson(await testBed.run(upscaleOf(finishedVideo(), {}, { waitMode: 'none' })));
		expect(posts()).toHaveLength(1);
		expect(posts()[0]?.body).not.toHaveProperty('quote');
	});
});

describe('A quote of a file', () => {
	const items = [{ binary: { data: files.mp4, photo: files.png } }];
	const fromFile = (options: INodeParameters, waitMode = 'none') =>
		upscale({ sourceVideo: fromBinary('data'), waitMode, options });

	it('should not be asked for in a dry run, which uploads nothing and says what to do', async () => {
		const json = onlyJson(await testBed.run(fromFile({ dryRun: true }), { items }));
		expect(json).toMatchObject({ estimatedCredits: null, estimateSource: 'unknown' });
		expect(json.estimateBasis).toContain('use a path of File: Upload');
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should be asked for in a dry run when the file is uploaded already', async () => {
		const { path } = await testBed.simulator.files.receive(
			Readable.from([files.mp4.data]),
			'video/mp4',
			testAccount,
		);
		const json = await dryRun(upscale({ sourceVideo: fromPath(path) }));
		expect(json).toMatchObject({ estimatedCredits: 30, estimateSource: 'quote' });
	});

	it('should be asked for with a credit limit, after one upload that the create uses too', async () => {
		onlyJson(await testBed.run(fromFile({ creditLimit: 30 }), { items }));
		expect(posts().map(({ path }) => path.replace('/v2/pixverse/', ''))).toEqual([
			'files/',
			'videos/upscale',
			'videos/upscale',
		]);
		expect(madeJobs()).toHaveLength(1);
	});

	it('should stop what exceeds the limit before anything is created', async () => {
		const { error } = await testBed.run(fromFile({ creditLimit: 29 }), { items });
		expect(error?.message).toMatch(/"Credit Limit" of 29 credits would be exceeded/);
		expect(madeJobs()).toEqual([]);
	});

	it('should leave the error of a failed upload to its item', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 400, match: { path: '/files' } });
		const out = await testBed.run(fromFile({ creditLimit: 30 }), {
			items: [...items, ...items],
			onError: 'continueRegularOutput',
		});
		expect(out.items.map(({ json }) => 'error' in json).sort()).toEqual([false, true]);
		expect(madeJobs()).toHaveLength(1);
	});

	it('should be that of an image, too', async () => {
		const parameters = imageUpscale({
			sourceImage: fromBinary('photo'),
			model: model('topaz-gigapixel'),
			quality: '1440p',
			waitMode: 'none',
			options: { creditLimit: 20 },
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(posts().at(-2)?.body).toEqual({
			image_path: expect.stringMatching(/^upload\//),
			model: 'topaz-gigapixel',
			quality: '1440p',
			quote: true,
		});
		expect(madeJobs()).toHaveLength(1);
		const { error } = await testBed.run({ ...parameters, options: { creditLimit: 19 } }, { items });
		expect(error?.message).toMatch(/the execution costs 20/);
		expect(madeJobs()).toHaveLength(1);
	});
});

describe('The price of a request that starts from a video of PixVerse', () => {
	it.each([
		[
			'modify',
			(id: string) => modify({ sourceVideo: byId(id), prompt: 'a red car', quality: '720p' }),
			120,
		],
		['lip sync', (id: string) => lipSync({ sourceVideo: byId(id), prompt: 'Hi' }), 90],
	])('should follow its length: %s', async (_what, parameters, credits) => {
		const json = await dryRun(parameters(finishedVideo(8, '540p')));
		expect(json).toMatchObject({ estimatedCredits: credits, estimateSource: 'catalog' });
		expect(json.estimateBasis).toMatch(
			/Another page of the API says \d+; this is the higher price/,
		);
		expect(posts()).toEqual([]);
	});

	it('should be unknown when the video cannot be read', async () => {
		const gone = `user:1234-pixverse:${testAccount}-video:7`;
		const json = await dryRun(lipSync({ sourceVideo: byId(gone), prompt: 'Hi' }));
		expect(json).toMatchObject({ estimatedCredits: null, estimateSource: 'unknown' });
		expect(posts()).toEqual([]);
	});
});

describe('The price of a quote', () => {
	it.each<[unknown, number | undefined]>([
		[{ cost_credits: 30 }, 30],
		[{ credits: '45' }, 45],
		[{ price: 0 }, 0],
		[{ cost_credits: null, credits: 12.5 }, 12.5],
		[{ cost_credits: 'free', price: 7 }, 7],
		[{ cost_credits: 5, credits: 6, price: 7 }, 5],
		[{ cost_credits: -1, price: 7 }, 7],
		[{ cost_credits: true }, undefined],
		[{ credits: { total: 9 } }, undefined],
		[{ credits: 'NaN' }, undefined],
		[{}, undefined],
		[[], undefined],
		['30', undefined],
		[undefined, undefined],
	])('should be read from %j as %p', (body, credits) => {
		expect(parseQuotedCredits(body)).toBe(credits);
	});
});
