import { Readable } from 'node:stream';
import type { INodeParameters } from 'n8n-workflow';

import { QUOTING_ENDPOINTS } from '../../../nodes/shared/catalog/prices';
import { CREATE_ENDPOINTS } from '../../../simulator/rules/endpoints.cts';
import { files } from '../media.cts';
import { byId, fromBinary, fromPath, imageUpscale, model, upscale } from '../parameters.cts';
import { seedVideo } from '../sent-requests.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed();

const seedFinishedVideo = (duration = 5) =>
	seedVideo(testBed, undefined, { duration, quality: '720p' });
const buildUpscale = (id: string, options: INodeParameters = {}, more: INodeParameters = {}) =>
	upscale({ sourceVideo: byId(id), ...more, options });
const getUpscaleBody = (id: string) => ({ video_id: id, model: 'pixverse-upscale' });
const dryRun = async (parameters: INodeParameters) =>
	onlyJson(
		await testBed.run({
			...parameters,
			options: { ...(parameters.options as INodeParameters), dryRun: true },
		}),
	);

const getPosts = () => testBed.simulator.requests.filter(({ method }) => method === 'POST');
/** The jobs that a request created, without the seeded jobs. */
const getCreatedJobs = () =>
	testBed.simulator.jobs.filter(({ endpoint }) => endpoint !== 'website');

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
		const id = seedFinishedVideo(12);
		const json = await dryRun(buildUpscale(id, { maxJobs: 2, replyRef: 'order 7' }));

		expect(json).toMatchObject({
			estimatedCredits: 72,
			estimateSource: 'quote',
			estimateBasis: "PixVerse's quote",
			request: { video_id: id },
		});
		expect(json.request).not.toHaveProperty('quote');
		expect(getPosts().map(({ body }) => body)).toEqual([{ ...getUpscaleBody(id), quote: true }]);
		expect(getCreatedJobs()).toEqual([]);
	});

	it.each(['cost_credits', 'credits', 'price'] as const)(
		'should read the price from the field %s',
		async (quoteField) => {
			const id = seedFinishedVideo(8);
			testBed.simulator.faults.setSwitches({ quoteField });
			expect(await dryRun(buildUpscale(id))).toMatchObject({
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
			'rejected the request to quote the price: Bad',
		],
		['no credits', { kind: 'status', status: 412 }, 'no credits left'],
		['a server error', { kind: 'status', status: 503 }, "can't quote the price right now"],
		['a web page', { kind: 'html' }, "PixVerse's quote has no price"],
		['a cut connection', { kind: 'cutBefore' }, 'could not be reached'],
	])('should have the price of the catalog after %s, and say so', async (_what, fault, pattern) => {
		const id = seedFinishedVideo(8);
		if ('kind' in fault)
			testBed.simulator.faults.add({ ...fault, match: { method: 'POST' } } as never);
		else testBed.simulator.faults.setSwitches({ quoteField: 'none' });
		const json = await dryRun(buildUpscale(id));

		expect(json).toMatchObject({ estimatedCredits: 60, estimateSource: 'catalog' });
		expect(json.estimateBasis).toContain(pattern);
		expect(json.estimateBasis).toContain('30 credits for 5 s, 60 credits for 8 s');
		expect(getPosts()).toHaveLength(1);
		expect(getCreatedJobs()).toEqual([]);
	});

	it('should say that the price is unknown when neither the API nor the catalog has it', async () => {
		const id = seedFinishedVideo(12);
		testBed.simulator.faults.setSwitches({ quoteField: 'none' });
		const json = await dryRun(buildUpscale(id));
		expect(json).toMatchObject({ estimatedCredits: null, estimateSource: 'unknown' });
		expect(json.estimateBasis).toContain('has no price');
	});

	it('should not send the URL that resumes an execution', async () => {
		const id = seedFinishedVideo();
		await dryRun(buildUpscale(id, { replyUrl: 'https://example.com/done' }));
		expect(getPosts().map(({ body }) => body)).toEqual([{ ...getUpscaleBody(id), quote: true }]);
	});

	it('should report a job that an API without quotes makes, and not pay for it again', async () => {
		const id = seedFinishedVideo();
		testBed.simulator.faults.setSwitches({ quoteField: 'ignored' });
		const parameters = buildUpscale(id, { dryRun: true });
		const out = await testBed.run(parameters, { onError: 'continueRegularOutput' });
		const [job, second] = getCreatedJobs();
		expect(second).toBeUndefined();
		expect(out.items[0]?.json).toMatchObject({
			error: expect.stringContaining('created the video instead of quoting its price'),
			details: { id: job?.id },
		});
	});
});

describe('A credit limit on an endpoint that quotes', () => {
	it('should allow a request whose quote is within the limit, and send the create without `quote`', async () => {
		const id = seedFinishedVideo(12);
		onlyJson(await testBed.run(buildUpscale(id, { creditLimit: 72 }, { waitMode: 'none' })));
		expect(getPosts().map(({ body }) => body)).toEqual([
			{ ...getUpscaleBody(id), quote: true },
			{ ...getUpscaleBody(id), replyRef: expect.any(String) },
		]);
		expect(getCreatedJobs()).toHaveLength(1);
	});

	it('should reject a request whose quote exceeds the limit, before anything is created', async () => {
		const { error } = await testBed.run(buildUpscale(seedFinishedVideo(12), { creditLimit: 71 }));
		expect(error?.message).toMatch(/"Credit Limit" of 71 credits would be exceeded.* 72/);
		expect(error?.description).toContain("PixVerse's quote");
		expect(getCreatedJobs()).toEqual([]);
	});

	it('should add up the quotes of all items', async () => {
		const ids = [seedFinishedVideo(5), seedFinishedVideo(8), seedFinishedVideo(12)];
		const parameters = buildUpscale('={{ $json.id }}', { creditLimit: 110 }, { waitMode: 'none' });
		const out = await testBed.run(parameters, {
			items: ids.map((id) => ({ json: { id } })),
			onError: 'continueRegularOutput',
		});
		expect(out.items.map(({ json }) => 'error' in json)).toEqual([false, false, true]);
		expect(getCreatedJobs()).toHaveLength(2);
	});

	it('should fail an item whose price neither the API nor the catalog knows, and say why', async () => {
		testBed.simulator.faults.setSwitches({ quoteField: 'none' });
		const { error } = await testBed.run(buildUpscale(seedFinishedVideo(12), { creditLimit: 1000 }));
		expect(error?.message).toMatch(/"Credit Limit" can't be applied: the price .* is unknown/);
		expect(error?.description).toContain("PixVerse's quote has no price");
		expect(getCreatedJobs()).toEqual([]);
	});

	it('should reuse the job of an API without quotes in another try', async () => {
		const id = seedFinishedVideo();
		testBed.simulator.faults.setSwitches({ quoteField: 'ignored' });
		const parameters = buildUpscale(id, { creditLimit: 100 });
		const out = await testBed.run(parameters, { retryOnFail: true, maxTries: 2 });
		expect(getCreatedJobs()).toHaveLength(1);
		expect(onlyJson(out)).toMatchObject({ id: getCreatedJobs()[0]?.id, status: 'COMPLETED' });
	});

	it('should not request a quote without a limit', async () => {
		onlyJson(await testBed.run(buildUpscale(seedFinishedVideo(), {}, { waitMode: 'none' })));
		expect(getPosts()).toHaveLength(1);
		expect(getPosts()[0]?.body).not.toHaveProperty('quote');
	});
});

describe('A quote of a file', () => {
	const items = [{ binary: { data: files.mp4, photo: files.png } }];
	const fromFile = (options: INodeParameters, waitMode = 'none') =>
		upscale({ sourceVideo: fromBinary('data'), waitMode, options });

	it('should not be requested in a dry run, which uploads nothing and says what to do', async () => {
		const json = onlyJson(await testBed.run(fromFile({ dryRun: true }), { items }));
		expect(json).toMatchObject({ estimatedCredits: null, estimateSource: 'unknown' });
		expect(json.estimateBasis).toContain('use a path of File: Upload');
		expect(testBed.simulator.requests).toHaveLength(0);
	});

	it('should be requested in a dry run when the file is uploaded already', async () => {
		const { path } = await testBed.simulator.files.receive(
			Readable.from([files.mp4.data]),
			'video/mp4',
			testAccount,
		);
		const json = await dryRun(upscale({ sourceVideo: fromPath(path) }));
		expect(json).toMatchObject({ estimatedCredits: 30, estimateSource: 'quote' });
	});

	it('should be requested with a credit limit, after one upload that the create uses too', async () => {
		onlyJson(await testBed.run(fromFile({ creditLimit: 30 }), { items }));
		expect(getPosts().map(({ path }) => path.replace('/v2/pixverse/', ''))).toEqual([
			'files/',
			'videos/upscale',
			'videos/upscale',
		]);
		expect(getCreatedJobs()).toHaveLength(1);
	});

	it('should reject a request that exceeds the limit before anything is created', async () => {
		const { error } = await testBed.run(fromFile({ creditLimit: 29 }), { items });
		expect(error?.message).toMatch(/"Credit Limit" of 29 credits would be exceeded/);
		expect(getCreatedJobs()).toEqual([]);
	});

	it('should leave the error of a failed upload to its item', async () => {
		testBed.simulator.faults.add({ kind: 'status', status: 400, match: { path: '/files' } });
		const out = await testBed.run(fromFile({ creditLimit: 30 }), {
			items: [...items, ...items],
			onError: 'continueRegularOutput',
		});
		expect(out.items.map(({ json }) => 'error' in json).sort()).toEqual([false, true]);
		expect(getCreatedJobs()).toHaveLength(1);
	});

	it('should also be requested for an image', async () => {
		const parameters = imageUpscale({
			sourceImage: fromBinary('photo'),
			model: model('topaz-gigapixel'),
			quality: '1440p',
			waitMode: 'none',
			options: { creditLimit: 20 },
		});
		onlyJson(await testBed.run(parameters, { items }));
		expect(getPosts().at(-2)?.body).toEqual({
			image_path: expect.stringMatching(/^upload\//),
			model: 'topaz-gigapixel',
			quality: '1440p',
			quote: true,
		});
		expect(getCreatedJobs()).toHaveLength(1);
		const { error } = await testBed.run({ ...parameters, options: { creditLimit: 19 } }, { items });
		expect(error?.message).toMatch(/the execution costs 20/);
		expect(getCreatedJobs()).toHaveLength(1);
	});
});
