import type { INodeParameters } from 'n8n-workflow';
import { request } from 'undici';

import { withDefaults } from '../conformance/editor.cts';
import { listSearch } from '../harness/harness.cts';
import { files as samples, itemWithFile } from '../media.cts';
import {
	account,
	byId,
	fromBinary,
	fromPath,
	imageCreate,
	imageUpscale,
	model,
	typedModel,
	upscale,
} from '../parameters.cts';
import { getCreateRequest, getUploads, seedVideo } from '../sent-requests.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed();
const second = 'second@example.com';

/** A finished image on the account, and its ID. */
async function makeImage(email = testAccount): Promise<string> {
	const { id } = onlyJson(await testBed.run(imageCreate({ account: account(email) })));
	await request(`${testBed.simulator.url}/_simulator/requests`, { method: 'DELETE' });
	return String(id);
}

interface Case {
	readonly kind: 'video' | 'image';
	readonly build: (parameters?: INodeParameters) => INodeParameters;
	readonly source: 'sourceVideo' | 'sourceImage';
	readonly make: (email?: string) => Promise<string>;
	readonly file: (typeof samples)['png' | 'mp4'];
	/** A file of the right kind in a format that isn't accepted. */
	readonly otherFormat: { data: Buffer; fileName: string; mimeType: string };
	readonly topaz: string;
	readonly topazQualities: string[];
}

const cases: Case[] = [
	{
		kind: 'video',
		build: upscale,
		source: 'sourceVideo',
		make: async (email) => await Promise.resolve(seedVideo(testBed, email)),
		file: samples.mp4,
		otherFormat: { ...samples.mp4, fileName: 'clip.webm', mimeType: 'video/webm' },
		topaz: 'topaz-starlight-precise',
		topazQualities: ['1080p', '2160p'],
	},
	{
		kind: 'image',
		build: imageUpscale,
		source: 'sourceImage',
		make: makeImage,
		file: samples.png,
		otherFormat: { ...samples.png, fileName: 'moving.gif', mimeType: 'image/gif' },
		topaz: 'topaz-gigapixel',
		topazQualities: ['1080p', '1440p', '2160p'],
	},
];

describe.each(cases)('Upscale of a $kind', (each) => {
	const { kind, build, source, make, file, otherFormat, topaz, topazQualities } = each;

	it('should send the ID and the model, and no account', async () => {
		const id = await make();
		const parameters = build({ [source]: byId(id), account: account(testAccount) });
		const json = onlyJson(await testBed.run(parameters));
		expect(getCreateRequest(testBed)).toEqual({
			path: `${kind}s/upscale`,
			body: { [`${kind}_id`]: id, model: 'pixverse-upscale' },
		});
		expect(json).toMatchObject({ status: 'COMPLETED', quality: '2160p' });
		expect(json.id).not.toBe(id);
	});

	it('should upload a file, and send the account with it', async () => {
		testBed.simulator.accounts.add({ email: second });
		const parameters = build({ [source]: fromBinary(), account: account(second) });
		const json = onlyJson(await testBed.run(parameters, { items: [itemWithFile(file)] }));
		expect(getUploads(testBed)).toHaveLength(1);
		expect(getCreateRequest(testBed).body).toEqual({
			[`${kind}_path`]: expect.stringMatching(/^upload\//),
			model: 'pixverse-upscale',
			email: second,
		});
		expect(json).toMatchObject({ account: second });
	});

	it('should use the account and the slots of the source when several are configured', async () => {
		testBed.simulator.accounts.add({ email: second });
		const json = onlyJson(await testBed.run(build({ [source]: byId(await make(second)) })));
		expect(json).toMatchObject({ account: second });
	});

	it.each(topazQualities)('should offer and send %s with Topaz', async (quality) => {
		const parameters = build({ [source]: byId(await make()), model: model(topaz), quality });
		expect(withDefaults(parameters)).toMatchObject({ quality });
		expect(onlyJson(await testBed.run(parameters))).toMatchObject({ quality });
		expect(getCreateRequest(testBed).body).toMatchObject({ model: topaz, quality });
	});

	it('should list its own models with their qualities', async () => {
		const found = await listSearch('searchModels', testBed.use(build()));
		expect(found.results.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['pixverse-upscale', topaz]),
		);
		expect(found.results.map(({ name }) => name).join()).toContain(topazQualities.join(', '));
		expect(found.results.map(({ value }) => value)).not.toContain('v6');
	});

	it('should understand a model as people write it, and leave an unknown one to the API', async () => {
		const parameters = build({ [source]: byId(await make()), waitMode: 'none' });
		onlyJson(await testBed.run({ ...parameters, model: typedModel('PixVerse Upscale') }));
		const { error } = await testBed.run({ ...parameters, model: typedModel('upscaler-9') });
		expect(error).toMatchObject({ httpCode: '400' });
		expect(error?.message).toMatch(/upscaler-9/);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['no source', { [source]: byId("={{ '' }}") }, /"Source (Video|Image)" is empty/],
		['no ID', { [source]: byId('mine') }, /"Source (Video|Image)" is not a PixVerse ID/],
		['music', { [source]: byId('user:1-pixverse:a@b.co-music:7') }, /is the ID of music, not of a/],
		['a file of another kind', { [source]: fromBinary('sound') }, /needs an? (video|image)/],
		['a file in another format', { [source]: fromBinary('other') }, /is not accepted here/],
		[
			'a quality that the model lacks',
			{ [source]: fromPath('upload/a.png'), quality: "={{ '720p' }}" },
			/"Quality" is 720p, but pixverse-upscale makes 2160p/,
		],
	])('should reject %s before anything is sent', async (_what, parameters, message) => {
		const items = [{ binary: { sound: samples.mp3, other: otherFormat } }];
		const { error } = await testBed.run(build(parameters), { items });
		expect(error?.message).toMatch(message);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});

describe('Upscale of a video in workflows that were saved before it accepted files', () => {
	it('should upscale the video whose ID they have', async () => {
		const videoId = seedVideo(testBed);
		expect(onlyJson(await testBed.run(upscale({ videoId })))).toMatchObject({ quality: '2160p' });
		expect(getCreateRequest(testBed).body).toMatchObject({ video_id: videoId });
	});

	it('should prefer the source that was chosen since', async () => {
		const [videoId, chosen] = [seedVideo(testBed), seedVideo(testBed)];
		onlyJson(await testBed.run(upscale({ videoId, sourceVideo: byId(chosen) })));
		expect(getCreateRequest(testBed).body).toMatchObject({ video_id: chosen });
	});

	it('should reject the ID of an image', async () => {
		const { error } = await testBed.run(
			upscale({ videoId: `user:1234-pixverse:${testAccount}-image:7` }),
		);
		expect(error?.message).toMatch(/"Source Video" is the ID of an image, not of a video/);
		expect(testBed.simulator.requests).toHaveLength(0);
	});
});
