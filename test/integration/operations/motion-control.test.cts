import { files as samples } from '../media.cts';
import { fromBinary, fromPath, motionControl } from '../parameters.cts';
import { getCreateRequest, getCreateRequests, getUploads } from '../sent-requests.cts';
import { createTestBed, onlyJson } from '../test-bed.cts';

const testBed = createTestBed();

describe('Video: Motion Control', () => {
	const items = [{ binary: { who: samples.png, how: samples.mp4 } }];
	const inputs = { character: fromBinary('who'), motionVideo: fromBinary('how') };

	it('should upload both inputs and send their paths', async () => {
		const parameters = motionControl({ ...inputs, quality: '540p', waitMode: 'none' });
		onlyJson(await testBed.run(parameters, { items }));
		expect(getCreateRequest(testBed)).toEqual({
			path: 'videos/motion-control',
			body: {
				model: 'v5.6',
				quality: '540p',
				frame_1_path: expect.stringMatching(/\.png$/),
				video_1_path: expect.stringMatching(/\.mp4$/),
			},
		});
	});

	it.each([
		['a missing character', { character: fromPath("={{ '' }}") }, /"Character" is empty/],
		['a missing video', { motionVideo: fromPath("={{ '' }}") }, /"Motion Video" is empty/],
		['the two swapped', { character: fromBinary('how') }, /"Character" needs an image/],
		['1080p', { quality: "={{ '1080p' }}" }, /"Quality" is 1080p/],
	])('should reject %s', async (_what, parameters, pattern) => {
		const { error } = await testBed.run(motionControl({ ...inputs, ...parameters }), { items });
		expect(`${error?.message} ${error?.description}`).toMatch(pattern);
		expect(getCreateRequests(testBed)).toHaveLength(0);
		expect(getUploads(testBed)).toHaveLength(0);
	});
});
