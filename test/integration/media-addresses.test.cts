import type { SsrfProtectionConfig as Config } from '@n8n/config';

import { Container, requireFromN8n } from './harness/engine.cts';
import { files, startFileServer } from './media.cts';
import { fileUpload, fromUrl, videoDownload } from './parameters.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const jobId = () => testBed.simulator.jobs[0]?.id ?? '';
const redirect = (to: string, count = 1) =>
	testBed.simulator.faults.add({ kind: 'redirect', to, count, match: { host: 'media' } });

// n8n-core has its own copy of its configuration, which is read once: the name of this machine is what is guarded,
// its number, where the simulator is, stands for the world outside.
const { SsrfProtectionConfig } = requireFromN8n('@n8n/config') as {
	SsrfProtectionConfig: new () => Config;
};
const guard = Container.get(SsrfProtectionConfig);
const { blockedIpRanges, blockedHostnames } = guard;
guard.blockedIpRanges = [];
guard.blockedHostnames = ['localhost'];
afterAll(() => Object.assign(guard, { blockedIpRanges, blockedHostnames }));

let website: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
	website = await startFileServer({
		'/clip.mp4': { body: files.mp4.data, type: 'video/mp4' },
		'/moved': { status: 302, location: '/clip.mp4' },
		'/round': { status: 302, location: '/round' },
		'/passwd': { status: 302, location: 'file:///etc/passwd' },
	});
});
afterAll(async () => await website.stop());
beforeEach(() => {
	website.requests.length = 0;
	testBed.simulator.seedVideos(1);
});

describe('A media URL', () => {
	it('should be redirected', async () => {
		redirect(`${website.url}/moved`);
		const out = await testBed.run(videoDownload(jobId()));
		expect((await out.file()).data.equals(files.mp4.data)).toBe(true);
	});

	it.each([
		['round in circles', '/round', /redirects more than 5 times/],
		['to a file of this machine', '/passwd', /an invalid URL/],
	])('should not be redirected %s', async (_where, page, reason) => {
		redirect(website.url + page);
		const { items, error } = await testBed.run(videoDownload(jobId()));
		expect(items).toEqual([]);
		expect(error?.message).toMatch(reason);
		expect(error?.description).toContain(jobId());
		const { error: ofUpload } = await testBed.run(
			fileUpload({ file: fromUrl(website.url + page) }),
		);
		expect(ofUpload?.description).toMatch(reason);
	});
});

describe('In an n8n that blocks internal addresses', () => {
	const inside = () => website.url.replace('127.0.0.1', 'localhost');
	beforeEach(() => void (guard.enabled = true));
	afterEach(() => void (guard.enabled = false));

	it('should not upload a file from such an address', async () => {
		const { error } = await testBed.run(fileUpload({ file: fromUrl(`${inside()}/clip.mp4`) }));
		expect(error?.description).toMatch(/does not allow requests to that address/);
		expect(website.requests).toEqual([]);
	});

	it('should not download a result that redirects to such an address', async () => {
		redirect(`${inside()}/clip.mp4`, 0);
		const { error } = await testBed.run(videoDownload(jobId()));
		expect(error?.message).toMatch(/does not allow requests to that address/);
		expect(error?.description).toContain(jobId());
		expect(website.requests).toEqual([]);
	});

	it('should reach all other addresses', async () => {
		redirect(`${website.url}/moved`);
		const out = await testBed.run(videoDownload(jobId()));
		expect((await out.file()).data.equals(files.mp4.data)).toBe(true);
	});
});
