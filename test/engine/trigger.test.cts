import { videoCreate } from './parameters.cts';
import { onlyJson, studio, studioAccount } from './studio.cts';
import { TriggerWorkflow } from './trigger-workflow.cts';

const here = studio();
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const watch = (
	parameters: ConstructorParameters<typeof TriggerWorkflow>[1] = {},
	traits?: ConstructorParameters<typeof TriggerWorkflow>[2],
) => {
	const { token, url } = here.simulator;
	return new TriggerWorkflow({ apiToken: token, baseUrl: url }, parameters, traits);
};

/** Asks PixVerse for something, as anybody else would. */
async function order(path: string, body: Record<string, unknown> = {}): Promise<string[]> {
	const before = here.simulator.jobs.length;
	const answer = await fetch(`${here.simulator.url}/v2/pixverse/${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${here.simulator.token}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ email: studioAccount, ...body }),
	});
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
	return here.simulator.jobs.slice(before).map(({ id }) => id);
}

const video = async (body: Record<string, unknown> = {}): Promise<string> =>
	(await order('videos/create', { prompt: 'a lighthouse', ...body }))[0] as string;

/** As many videos as an account makes in some minutes, all finished; their IDs, oldest first. */
async function finishMany(count: number): Promise<string[]> {
	const made: string[] = [];
	while (made.length < count) {
		made.push(await video());
		if (made.length % 6 === 0) pass();
	}
	return made;
}

/** Lets everything that usually takes a minute finish. */
const pass = (ms = MINUTE) => {
	here.simulator.clock.advance(ms);
	jest.setSystemTime(Date.now() + ms);
};
const ids = (items: Array<{ json: { id?: unknown } }>) => items.map(({ json }) => json.id);
const callsDuring = async (task: () => Promise<unknown>) => {
	const before = here.calls().length;
	await task();
	return here.calls().slice(before);
};

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
			account: studioAccount,
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
		here.simulator.outcomes.plan({ afterMs: 20 * HOUR });
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

describe('What a poll costs', () => {
	it('is one list for each kind and account that is watched, when nothing happens', async () => {
		here.simulator.seedVideos(200);
		const workflow = watch({ kinds: ['video', 'image'] });
		await workflow.activate();
		await workflow.poll();
		const calls = await callsDuring(async () => await workflow.poll());
		expect(calls.map((call) => call.split('?')[0]).sort()).toEqual(['GET images', 'GET videos']);
	});

	it('is one list also for an account with few videos, or none', async () => {
		const workflow = watch();
		await workflow.activate();
		expect(await callsDuring(async () => await workflow.poll())).toHaveLength(1);
		here.simulator.seedVideos(5);
		await watch().activate();
		const other = watch();
		await other.activate();
		expect(await callsDuring(async () => await other.poll())).toHaveLength(1);
	});

	it('is a page more only when more has finished than a page shows', async () => {
		const workflow = watch();
		await workflow.activate();
		await finishMany(60);
		const calls = await callsDuring(async () => expect(await workflow.poll()).toHaveLength(60));
		expect(calls.length).toBeLessThanOrEqual(3);
		pass(30 * MINUTE);
		await video();
		await workflow.poll();
		expect(await callsDuring(async () => await workflow.poll())).toHaveLength(1);
	});
});

describe('When the API does not answer as it should', () => {
	it.each([
		['is too busy', { kind: 'status', status: 429 }],
		['fails', { kind: 'status', status: 500 }],
		['is away', { kind: 'status', status: 503 }],
		['cuts the connection', { kind: 'cutBefore' }],
		['sends half an answer', { kind: 'truncatedJson' }],
		['sends a web page', { kind: 'html' }],
	] as const)(
		'a poll passes quietly while it %s, and the next one catches up',
		async (_, fault) => {
			const workflow = watch();
			await workflow.activate();
			const id = await video();
			pass();
			const before = workflow.saved;
			here.simulator.faults.add({ ...fault, count: 0, match: { method: 'GET' } });
			expect(await workflow.poll()).toEqual([]);
			expect(workflow.saved).toBe(before);
			here.simulator.faults.clear();
			expect(ids(await workflow.poll())).toEqual([id]);
		},
	);

	it('a workflow can be activated while it is away, and misses nothing', async () => {
		const workflow = watch();
		here.simulator.faults.add({ kind: 'status', status: 503, count: 0, match: { method: 'GET' } });
		expect(await workflow.activate()).toEqual([]);
		const id = await video();
		pass();
		here.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('a list that breaks off half-way neither repeats nor skips anything', async () => {
		const workflow = watch();
		await workflow.activate();
		const made = await finishMany(60);
		here.simulator.faults.add({
			kind: 'status',
			status: 502,
			count: 0,
			skip: 1,
			match: { method: 'GET', path: 'videos' },
		});
		expect(await workflow.poll()).toEqual([]);
		here.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual(made);
		expect(await workflow.poll()).toEqual([]);
	});

	it('says what to do when the token is not accepted', async () => {
		const { url } = here.simulator;
		const workflow = new TriggerWorkflow({ apiToken: 'user:1-wrong', baseUrl: url });
		await expect(workflow.activate()).rejects.toMatchObject({
			message: 'The API token was not accepted',
			description: expect.stringContaining('credential'),
			httpCode: '401',
		});
	});

	it('says what to do when the subscription has expired', async () => {
		const workflow = watch();
		await workflow.activate();
		here.simulator.faults.set({ subscriptionExpired: true });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: expect.stringContaining('subscription'),
			description: expect.stringContaining('Renew'),
		});
	});

	it('goes on with the other accounts while PixVerse has signed one out', async () => {
		here.simulator.accounts.add({ email: 'second@example.com' });
		const workflow = watch();
		await workflow.activate();
		const lost = await video();
		const other = await video({ email: 'second@example.com' });
		pass();
		here.simulator.accounts.setError(studioAccount, 'signed out');
		expect(ids(await workflow.poll())).toEqual([other]);
		here.simulator.accounts.setError(studioAccount, undefined);
		expect(ids(await workflow.poll())).toEqual([lost]);
	});

	it('says what to do when the only account is signed out', async () => {
		const workflow = watch();
		await workflow.activate();
		here.simulator.accounts.setError(studioAccount, 'signed out');
		await expect(workflow.poll()).rejects.toMatchObject({
			message: `PixVerse has signed the account ${studioAccount} out`,
		});
	});

	it('says what to do when there is no account', async () => {
		here.simulator.accounts.clear();
		await expect(watch().activate()).rejects.toMatchObject({
			message: 'There is no PixVerse account at useapi.net to watch',
		});
	});
});

describe('What is watched', () => {
	it('is only the accounts that are named', async () => {
		for (const name of ['second', 'third'])
			here.simulator.accounts.add({ email: `${name}@example.com` });
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
		here.simulator.accounts.add({ email: 'second@example.com' });
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
		const own = onlyJson(await here.run(videoCreate({ waitMode: 'none' }))).id;
		await workflow.poll();
		pass();
		expect(ids(await workflow.poll())).toEqual([own]);
	});

	it('has to be something', async () => {
		await expect(watch({ kinds: [] }).activate()).rejects.toMatchObject({
			message: '"Watch For" is empty',
		});
	});
});

describe('The file', () => {
	it('comes with the item, byte for byte', async () => {
		const workflow = watch({ download: true, binaryPropertyOutput: 'clip' });
		await workflow.activate();
		const id = await video();
		pass();
		const [item] = await workflow.poll();
		expect(item?.binary?.clip).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			bytes: here.simulator.media.bytesOf(id).length,
		});
	});

	it('that cannot be had keeps neither its item nor the others back', async () => {
		const workflow = watch({ download: true });
		await workflow.activate();
		const broken = await video();
		const fine = await video();
		pass();
		const path = broken.slice(broken.lastIndexOf(':') + 1);
		here.simulator.faults.add({
			kind: 'status',
			status: 403,
			count: 0,
			match: { host: 'media', path },
		});
		const items = await workflow.poll();
		expect(ids(items)).toEqual([broken, fine]);
		expect(items[0]?.binary).toBeUndefined();
		expect(items[0]?.json.downloadProblem).toContain('status 403');
		expect(items[1]?.binary?.data).toBeDefined();
	});

	it('is not asked for when the generation failed', async () => {
		const workflow = watch({ download: true, outcome: 'both' });
		await workflow.activate();
		await video({ prompt: '[failed]' });
		pass();
		const [item] = await workflow.poll();
		expect(item?.json.status).toBe('FAILED');
		expect(item?.json).not.toHaveProperty('downloadProblem');
	});
});

describe('The life of a workflow', () => {
	it('goes on after a restart with what finished meanwhile, and repeats nothing', async () => {
		const workflow = watch();
		await workflow.activate();
		const first = await video();
		pass();
		expect(ids(await workflow.poll())).toEqual([first]);
		const second = await video();
		await workflow.poll();
		pass();
		expect(ids(await workflow.restart())).toEqual([second]);
		expect(await workflow.restart()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('begins anew when the user activates it again', async () => {
		const workflow = watch();
		await workflow.activate();
		await video();
		pass();
		expect(await workflow.activate()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('catches up with the time it was off, on request', async () => {
		const workflow = watch({ options: { catchUp: true } });
		expect(await workflow.activate()).toEqual([]);
		const id = await video();
		pass();
		expect(ids(await workflow.activate())).toEqual([id]);
		expect(await workflow.poll()).toEqual([]);
	});

	it('is the same where n8n hands out a copy of the memory', async () => {
		const workflow = watch({}, { durable: true });
		await workflow.activate();
		const id = await video();
		pass();
		expect(ids(await workflow.poll())).toEqual([id]);
		expect(await workflow.poll()).toEqual([]);
		expect(await workflow.restart()).toEqual([]);
	});

	it('starts once with what two polls at the same time see', async () => {
		const workflow = watch();
		await workflow.activate();
		const id = await video();
		pass();
		const both = await Promise.all([workflow.poll(), workflow.poll()]);
		expect(ids(both.flat())).toEqual([id]);
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
			description: expect.stringContaining('Make one'),
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
