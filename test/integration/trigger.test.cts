import { videoCreate } from './parameters.cts';
import { onlyJson, testAccount } from './test-bed.cts';
import { HOUR, MINUTE, ids, triggerStudio } from './trigger-test-bed.cts';

const { here: testBed, watch, order, video, finishMany, pass, callsDuring } = triggerStudio();

describe('The trigger', () => {
	it('says nothing of what is there when the workflow is activated', async () => {
		await video();
		pass();
		const workflow = watch();
		expect(await workflow.activate()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('starts the workflow once with a video that finishes, whoever made it', async () => {
		const workflow = watch();
		await workflow.activate();
		const id = await video();
		expect(await workflow.poll()).toEqual([]);
		pass();
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

	it('hands over what several kinds finish as one execution, oldest first', async () => {
		const workflow = watch({ kinds: ['image', 'music', 'speech', 'video'] });
		await workflow.activate();
		const made = [
			await order('videos/create', { prompt: 'first' }),
			await order('images/create', { prompt: 'second', model: 'qwen-image' }),
			await order('music/create', { prompt: 'third' }),
			await order('speech/create', { text: 'fourth', voice_id: 'minimax_english_radiant_girl' }),
		].flat();
		pass(5 * MINUTE);
		const items = await workflow.poll();
		expect(ids(items)).toEqual(made);
		expect(items.map(({ json }) => json.kind)).toEqual(['video', 'image', 'music', 'speech']);
		expect(items.map(({ json }) => json.credits)).toEqual([null, null, 40, expect.any(Number)]);
	});

	it('does not take speech for music, although the music list shows it', async () => {
		const workflow = watch({ kinds: ['music'] });
		await workflow.activate();
		await order('speech/create', { text: 'hello', voice_id: 'minimax_english_radiant_girl' });
		const [music] = await order('music/create', { prompt: 'a waltz' });
		pass(5 * MINUTE);
		expect(ids(await workflow.poll())).toEqual([music]);
	});

	it('tells what failed and why, when asked for', async () => {
		const workflow = watch({ kinds: ['video', 'music'], outcome: 'failed' });
		await workflow.activate();
		await video();
		const moderated = await video({ prompt: 'something [moderated]' });
		const [music] = await order('music/create', { prompt: 'a tune that is [failed]' });
		pass(5 * MINUTE);
		const items = await workflow.poll();
		expect(items.map(({ json }) => [json.id, json.status, json.url, json.reason])).toEqual([
			[moderated, 'MODERATED', null, null],
			[music, 'FAILED', null, 'The music could not be generated'],
		]);
		for (const { json } of items) expect(json).not.toHaveProperty('error');
	});

	it('gives everything the API shows, when not simplified', async () => {
		const workflow = watch({ simplify: false });
		await workflow.activate();
		const id = await video();
		pass();
		const [item] = await workflow.poll();
		expect(item?.json).toMatchObject({ kind: 'video', id, video_id: id, video_status: 1 });
	});

	it('catches an off-peak video of yesterday that a hundred newer ones have overtaken', async () => {
		const workflow = watch();
		await workflow.activate();
		testBed.simulator.plannedResults.add({ afterMs: 20 * HOUR });
		const slow = await video({ off_peak_mode: true });
		await workflow.poll();
		pass(MINUTE);
		const fast = await finishMany(102);
		expect(ids(await workflow.poll())).toEqual(fast);
		pass(30 * MINUTE);
		await workflow.poll();
		const calls = await callsDuring(async () => await workflow.poll());
		// One list, and one look at the straggler.
		expect(calls.filter((call) => call.startsWith('GET videos?'))).toHaveLength(1);
		expect(calls.filter((call) => call.startsWith('GET videos/'))).toHaveLength(1);
		pass(20 * HOUR);
		expect(ids(await workflow.poll())).toEqual([slow]);
	});
});

describe('What is watched', () => {
	it('is only the accounts that are named', async () => {
		for (const name of ['second', 'third'])
			testBed.simulator.accounts.add({ email: `${name}@example.com` });
		const value = 'second@example.com, third@example.com';
		const workflow = watch({ account: { __rl: true, mode: 'email', value } });
		await workflow.activate();
		await video();
		const two = await video({ email: 'second@example.com' });
		const three = await video({ email: 'third@example.com' });
		pass();
		expect(ids(await workflow.poll())).toEqual([two, three]);
	});

	it('is also an account that is added later', async () => {
		const workflow = watch();
		await workflow.activate();
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const id = await video({ email: 'second@example.com' });
		pass(20 * MINUTE);
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('is only what fits the filters', async () => {
		const filters = { model: 'V5.6, c1', prompt: 'HOUSE' };
		const workflow = watch({ filters });
		await workflow.activate();
		await video();
		await video({ model: 'v5.6', prompt: 'a boat' });
		const id = await video({ model: 'v5.6' });
		pass();
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('is, on request, only what a node of this n8n has made', async () => {
		const workflow = watch({ filters: { own: true } });
		await workflow.activate();
		await video({ replyRef: 'n8n-0000aaaaaaaa-1-0-0-1' });
		await video();
		const own = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' }))).id;
		await workflow.poll();
		pass();
		expect(ids(await workflow.poll())).toEqual([own]);
	});

	it('has to be something', async () => {
		await expect(watch({ kinds: [] }).activate()).rejects.toMatchObject({
			message: '"Resources" is empty',
		});
	});
});

describe('Fetch Test Event', () => {
	it('shows the newest generation that fits, and remembers nothing', async () => {
		const older = await video();
		pass();
		await video({ prompt: '[failed]' });
		pass();
		const workflow = watch({ download: true });
		const [item] = await workflow.fetchTestEvent();
		expect(item?.json).toMatchObject({ kind: 'video', id: older, status: 'COMPLETED' });
		expect(item?.binary?.data).toBeDefined();
		expect(workflow.saved).toBe('{}');
	});

	it('says how to make one when there is none', async () => {
		await expect(watch({ kinds: ['image', 'video'] }).fetchTestEvent()).rejects.toMatchObject({
			message: 'There is no completed video or image to show yet',
			description: expect.stringContaining('Create one'),
		});
	});

	it('says so when it is the filters', async () => {
		await video();
		pass();
		await expect(watch({ filters: { prompt: 'boat' } }).fetchTestEvent()).rejects.toMatchObject({
			description: expect.stringContaining('filters'),
		});
	});
});
