import { testAccount } from './test-bed.cts';
import { MINUTE, ids, triggerStudio } from './trigger-test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

const { here: testBed, watch, video, finishMany, pass, callsDuring } = triggerStudio();

describe('What a poll costs', () => {
	it('is one list for each kind and account that is watched, when nothing happens', async () => {
		testBed.simulator.seedVideos(200);
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
		testBed.simulator.seedVideos(5);
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
			testBed.simulator.faults.add({ ...fault, count: 0, match: { method: 'GET' } });
			expect(await workflow.poll()).toEqual([]);
			expect(workflow.saved).toBe(before);
			testBed.simulator.faults.clear();
			expect(ids(await workflow.poll())).toEqual([id]);
		},
	);

	it('a workflow can be activated while it is away, and misses nothing', async () => {
		const workflow = watch();
		testBed.simulator.faults.add({
			kind: 'status',
			status: 503,
			count: 0,
			match: { method: 'GET' },
		});
		expect(await workflow.activate()).toEqual([]);
		const id = await video();
		pass();
		testBed.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('a list that breaks off half-way neither repeats nor skips anything', async () => {
		const workflow = watch();
		await workflow.activate();
		const made = await finishMany(60);
		testBed.simulator.faults.add({
			kind: 'status',
			status: 502,
			count: 0,
			skip: 1,
			match: { method: 'GET', path: 'videos' },
		});
		expect(await workflow.poll()).toEqual([]);
		testBed.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual(made);
		expect(await workflow.poll()).toEqual([]);
	});

	it('says what to do when the token is not accepted', async () => {
		const { url } = testBed.simulator;
		const workflow = new TriggerWorkflow({ apiToken: 'user:1-wrong', baseUrl: url });
		await expect(workflow.activate()).rejects.toMatchObject({
			message: "The API token wasn't accepted",
			description: expect.stringContaining('credential'),
			httpCode: '401',
		});
	});

	it('says what to do when the subscription has expired', async () => {
		const workflow = watch();
		await workflow.activate();
		testBed.simulator.faults.setSwitches({ subscriptionExpired: true });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: expect.stringContaining('subscription'),
			description: expect.stringContaining('Renew'),
		});
	});

	it('goes on with the other accounts while PixVerse has signed one out', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const workflow = watch();
		await workflow.activate();
		const lost = await video();
		const other = await video({ email: 'second@example.com' });
		pass();
		testBed.simulator.accounts.setError(testAccount, 'signed out');
		expect(ids(await workflow.poll())).toEqual([other]);
		testBed.simulator.accounts.setError(testAccount, undefined);
		expect(ids(await workflow.poll())).toEqual([lost]);
	});

	it('says what to do when the only account is signed out', async () => {
		const workflow = watch();
		await workflow.activate();
		testBed.simulator.accounts.setError(testAccount, 'signed out');
		await expect(workflow.poll()).rejects.toMatchObject({
			message: `PixVerse has signed out the account ${testAccount}`,
		});
	});

	it('says what to do when there is no account', async () => {
		testBed.simulator.accounts.clear();
		await expect(watch().activate()).rejects.toMatchObject({
			message: 'There is no PixVerse account at useapi.net to watch',
		});
	});
});
