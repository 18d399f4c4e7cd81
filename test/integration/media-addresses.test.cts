import type { SsrfProtectionConfig as Config } from '@n8n/config';

import { Container, requireFromN8n } from './harness/engine.cts';
import { files, startFileServer } from './media.cts';
import { fileUpload, fromUrl, videoDownload } from './parameters.cts';
import { createTestBed } from './test-bed.cts';

const testBed = createTestBed();
const jobId = () => testBed.simulator.jobs[0]?.id ?? '';
const redirectTo = (to: string, count = 1) =>
	testBed.simulator.faults.add({ kind: 'redirect', to, count, match: { host: 'media' } });

// n8n-core reads its configuration once. Only the host name of this machine is blocked. Its IP address, which the
// simulator uses, represents the internet.
const { SsrfProtectionConfig } = requireFromN8n('@n8n/config') as {
	SsrfProtectionConfig: new () => Config;
};
const ssrfConfig = Container.get(SsrfProtectionConfig);
const { blockedIpRanges, blockedHostnames } = ssrfConfig;
ssrfConfig.blockedIpRanges = [];
ssrfConfig.blockedHostnames = ['localhost'];
afterAll(() => Object.assign(ssrfConfig, { blockedIpRanges, blockedHostnames }));

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
		redirectTo(`${website.url}/moved`);
		const out = await testBed.run(videoDownload(jobId()));
		expect((await out.file()).data.equals(files.mp4.data)).toBe(true);
	});

	it.each([
		['in a loop', '/round', /redirects more than 5 times/],
		['to a local file', '/passwd', /an invalid URL/],
	])('should not be redirected %s', async (_where, path, reason) => {
		redirectTo(website.url + path);
		const { items, error } = await testBed.run(videoDownload(jobId()));
		expect(items).toEqual([]);
		expect(error?.message).toMatch(reason);
		expect(error?.description).toContain(jobId());
		const { error: uploadError } = await testBed.run(
			fileUpload({ file: fromUrl(website.url + path) }),
		);
		expect(uploadError?.description).toMatch(reason);
	});
});

describe('An n8n instance that blocks internal addresses', () => {
	const getBlockedUrl = () => website.url.replace('127.0.0.1', 'localhost');
	beforeEach(() => void (ssrfConfig.enabled = true));
	afterEach(() => void (ssrfConfig.enabled = false));

	it('should not upload a file from a blocked address', async () => {
		const { error } = await testBed.run(
			fileUpload({ file: fromUrl(`${getBlockedUrl()}/clip.mp4`) }),
		);
		expect(error?.description).toMatch(/does not allow requests to that address/);
		expect(website.requests).toEqual([]);
	});

	it('should not download a result that redirects to a blocked address', async () => {
		redirectTo(`${getBlockedUrl()}/clip.mp4`, 0);
		const { error } = await testBed.run(videoDownload(jobId()));
		expect(error?.message).toMatch(/does not allow requests to that address/);
		expect(error?.description).toContain(jobId());
		expect(website.requests).toEqual([]);
	});

	it('should reach all other addresses', async () => {
		redirectTo(`${website.url}/moved`);
		const out = await testBed.run(videoDownload(jobId()));
		expect((await out.file()).data.equals(files.mp4.data)).toBe(true);
	});
});
