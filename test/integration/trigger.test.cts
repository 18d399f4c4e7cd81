import { videoCreate } from './parameters.cts';
import { onlyJson, testAccount } from './test-bed.cts';
import { HOUR, MINUTE } from '../../nodes/shared/time';
import { createTriggerTestBed, ids } from './trigger-test-bed.cts';

const { testBed, createWorkflow, create, createVideo, finishVideos, advance, callsDuring } =
	createTriggerTestBed();

describe('Trigger', () => {
	it('should not emit what is finished on activation', async () => {
		await createVideo();
		advance();
		const workflow = createWorkflow();
		expect(await workflow.activate()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('should emit a finished video once, no matter who created it', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		const id = await createVideo();
		expect(await workflow.poll()).toEqual([]);
		advance();
		const [item, ...more] = await workflow.poll();
		expect(more).toEqual([]);
		expect(item?.json).toEqual({
			kind: 'video',
			id,
			account: testAccount,
			status: 'COMPLETED',
			url: expect.stringContaining('.mp4'),
			credits: null,
			model: 'v6',
			prompt: 'a lighthouse',
			createdAt: expect.stringMatching(/^\d{4}-/),
			finishedAt: expect.stringMatching(/^\d{4}-/),
		});
		expect(await workflow.poll()).toEqual([]);
	});

	it('should emit generations of several types in one execution, oldest first', async () => {
		const workflow = createWorkflow({ kinds: ['image', 'music', 'speech', 'video'] });
		await workflow.activate();
		const created = [
			await create('videos/create', { prompt: 'first' }),
			await create('images/create', { prompt: 'second', model: 'qwen-image' }),
			await create('music/create', { prompt: 'third' }),
			await create('speech/create', { text: 'fourth', voice_id: 'minimax_english_radiant_girl' }),
		].flat();
		advance(5 * MINUTE);
		const items = await workflow.poll();
		expect(ids(items)).toEqual(created);
		expect(items.map(({ json }) => json.kind)).toEqual(['video', 'image', 'music', 'speech']);
		expect(items.map(({ json }) => json.credits)).toEqual([null, 5, 40, expect.any(Number)]);
	});

	it('should not emit speech as music, although the list of music contains it', async () => {
		const workflow = createWorkflow({ kinds: ['music'] });
		await workflow.activate();
		await create('speech/create', { text: 'hello', voice_id: 'minimax_english_radiant_girl' });
		const [music] = await create('music/create', { prompt: 'a waltz' });
		advance(5 * MINUTE);
		expect(ids(await workflow.poll())).toEqual([music]);
	});

	it('should emit failed generations with their reason if Outcome is Failed', async () => {
		const workflow = createWorkflow({ kinds: ['video', 'music'], outcome: 'failed' });
		await workflow.activate();
		await createVideo();
		const moderated = await createVideo({ prompt: 'something [moderated]' });
		const [music] = await create('music/create', { prompt: 'a tune that is [failed]' });
		advance(5 * MINUTE);
		const items = await workflow.poll();
		expect(items.map(({ json }) => [json.id, json.status, json.url, json.reason])).toEqual([
			[moderated, 'MODERATED', null, null],
			[music, 'FAILED', null, 'The music could not be generated'],
		]);
		for (const { json } of items) expect(json).not.toHaveProperty('error');
	});

	it('should emit all fields of the API without Simplify', async () => {
		const workflow = createWorkflow({ simplify: false });
		await workflow.activate();
		const id = await createVideo();
		advance();
		const [item] = await workflow.poll();
		expect(item?.json).toMatchObject({ kind: 'video', id, video_id: id, video_status: 1 });
	});

	it('should emit an off-peak video that finishes after a hundred newer videos', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		testBed.simulator.plannedResults.add({ afterMs: 20 * HOUR });
		const slow = await createVideo({ off_peak_mode: true });
		await workflow.poll();
		advance(MINUTE);
		const fast = await finishVideos(102);
		expect(ids(await workflow.poll())).toEqual(fast);
		advance(30 * MINUTE);
		await workflow.poll();
		const calls = await callsDuring(async () => await workflow.poll());
		// One list, and the pending video.
		expect(calls.filter((call) => call.startsWith('GET videos?'))).toHaveLength(1);
		expect(calls.filter((call) => call.startsWith('GET videos/'))).toHaveLength(1);
		advance(20 * HOUR);
		expect(ids(await workflow.poll())).toEqual([slow]);
	});
});

describe('Trigger parameters', () => {
	it('should watch only the selected accounts', async () => {
		for (const name of ['second', 'third'])
			testBed.simulator.accounts.add({ email: `${name}@example.com` });
		const value = 'second@example.com, third@example.com';
		const workflow = createWorkflow({ account: { __rl: true, mode: 'email', value } });
		await workflow.activate();
		await createVideo();
		const two = await createVideo({ email: 'second@example.com' });
		const three = await createVideo({ email: 'third@example.com' });
		advance();
		expect(ids(await workflow.poll())).toEqual([two, three]);
	});

	it('should watch an account that is added later', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const id = await createVideo({ email: 'second@example.com' });
		advance(20 * MINUTE);
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('should apply the filters Model and Prompt Contains', async () => {
		const filters = { model: 'V5.6, c1', prompt: 'HOUSE' };
		const workflow = createWorkflow({ filters });
		await workflow.activate();
		await createVideo();
		await createVideo({ model: 'v5.6', prompt: 'a boat' });
		const id = await createVideo({ model: 'v5.6' });
		advance();
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('should apply the filter From This Instance Only', async () => {
		const workflow = createWorkflow({ filters: { own: true } });
		await workflow.activate();
		await createVideo({ replyRef: 'n8n-0000aaaaaaaa-1-0-0-1' });
		await createVideo();
		const own = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' }))).id;
		await workflow.poll();
		advance();
		expect(ids(await workflow.poll())).toEqual([own]);
	});

	it('should throw if Resources is empty', async () => {
		await expect(createWorkflow({ kinds: [] }).activate()).rejects.toMatchObject({
			message: '"Resources" is empty',
		});
	});
});

describe('Trigger, Fetch Test Event', () => {
	it('should return the newest matching generation and not change the state', async () => {
		const older = await createVideo();
		advance();
		await createVideo({ prompt: '[failed]' });
		advance();
		const workflow = createWorkflow({ download: true });
		const [item] = await workflow.fetchTestEvent();
		expect(item?.json).toMatchObject({ kind: 'video', id: older, status: 'COMPLETED' });
		expect(item?.binary?.data).toBeDefined();
		expect(workflow.saved).toBe('{}');
	});

	it('should say how to create a generation if there is none', async () => {
		await expect(
			createWorkflow({ kinds: ['image', 'video'] }).fetchTestEvent(),
		).rejects.toMatchObject({
			message: 'There is no completed video or image to show yet',
			description: expect.stringContaining('Create one'),
		});
	});

	it('should mention the filters if nothing matches them', async () => {
		await createVideo();
		advance();
		await expect(
			createWorkflow({ filters: { prompt: 'boat' } }).fetchTestEvent(),
		).rejects.toMatchObject({
			description: expect.stringContaining('filters'),
		});
	});
});
