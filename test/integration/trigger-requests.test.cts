import { testAccount } from './test-bed.cts';
import { MINUTE } from '../../nodes/shared/time';
import { createTriggerTestBed, ids } from './trigger-test-bed.cts';
import { TriggerWorkflow } from './polling-workflow.cts';

const { testBed, createWorkflow, createVideo, finishVideos, advance, callsDuring } =
	createTriggerTestBed();

describe('Trigger, requests of a poll', () => {
	it('should be one list per resource and account if there is nothing new', async () => {
		testBed.simulator.seedVideos(200);
		const workflow = createWorkflow({ kinds: ['video', 'image'] });
		await workflow.activate();
		await workflow.poll();
		const calls = await callsDuring(async () => await workflow.poll());
		expect(calls.map((call) => call.split('?')[0]).sort()).toEqual(['GET images', 'GET videos']);
	});

	it('should be one list for an account with few videos, or none', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		expect(await callsDuring(async () => await workflow.poll())).toHaveLength(1);
		testBed.simulator.seedVideos(5);
		await createWorkflow().activate();
		const other = createWorkflow();
		await other.activate();
		expect(await callsDuring(async () => await other.poll())).toHaveLength(1);
	});

	it('should be another page only if more has finished than a page contains', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		await finishVideos(60);
		const calls = await callsDuring(async () => expect(await workflow.poll()).toHaveLength(60));
		expect(calls.length).toBeLessThanOrEqual(3);
		advance(30 * MINUTE);
		await createVideo();
		await workflow.poll();
		expect(await callsDuring(async () => await workflow.poll())).toHaveLength(1);
	});
});

describe('Trigger, failing requests', () => {
	it.each([
		['answers 429', { kind: 'status', status: 429 }],
		['answers 500', { kind: 'status', status: 500 }],
		['answers 503', { kind: 'status', status: 503 }],
		['cuts the connection', { kind: 'cutBefore' }],
		['sends half a response', { kind: 'truncatedJson' }],
		['sends a web page', { kind: 'html' }],
	] as const)(
		'should emit nothing while the API %s, and everything afterward',
		async (_, fault) => {
			const workflow = createWorkflow();
			await workflow.activate();
			const id = await createVideo();
			advance();
			const before = workflow.saved;
			testBed.simulator.faults.add({ ...fault, count: 0, match: { method: 'GET' } });
			expect(await workflow.poll()).toEqual([]);
			expect(workflow.saved).toBe(before);
			testBed.simulator.faults.clear();
			expect(ids(await workflow.poll())).toEqual([id]);
		},
	);

	it('should activate while the API is unavailable, and lose nothing', async () => {
		const workflow = createWorkflow();
		testBed.simulator.faults.add({
			kind: 'status',
			status: 503,
			count: 0,
			match: { method: 'GET' },
		});
		expect(await workflow.activate()).toEqual([]);
		const id = await createVideo();
		advance();
		testBed.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual([id]);
	});

	it('should lose and double nothing if the second page fails', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		const created = await finishVideos(60);
		testBed.simulator.faults.add({
			kind: 'status',
			status: 502,
			count: 0,
			skip: 1,
			match: { method: 'GET', path: 'videos' },
		});
		expect(await workflow.poll()).toEqual([]);
		testBed.simulator.faults.clear();
		expect(ids(await workflow.poll())).toEqual(created);
		expect(await workflow.poll()).toEqual([]);
	});

	it('should say what to do if the token is rejected', async () => {
		const { url } = testBed.simulator;
		const workflow = new TriggerWorkflow({ apiToken: 'user:1-wrong', baseUrl: url });
		await expect(workflow.activate()).rejects.toMatchObject({
			message: "The API token wasn't accepted",
			description: expect.stringContaining('credential'),
			httpCode: '401',
		});
	});

	it('should say what to do if the subscription has expired', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		testBed.simulator.faults.setSwitches({ subscriptionExpired: true });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: expect.stringContaining('subscription'),
			description: expect.stringContaining('Renew'),
		});
	});

	it('should read the other accounts while one is signed out', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		const workflow = createWorkflow();
		await workflow.activate();
		const signedOut = await createVideo();
		const other = await createVideo({ email: 'second@example.com' });
		advance();
		testBed.simulator.accounts.setError(testAccount, 'signed out');
		expect(ids(await workflow.poll())).toEqual([other]);
		testBed.simulator.accounts.setError(testAccount, undefined);
		expect(ids(await workflow.poll())).toEqual([signedOut]);
	});

	it('should say what to do if the only account is signed out', async () => {
		const workflow = createWorkflow();
		await workflow.activate();
		testBed.simulator.accounts.setError(testAccount, 'signed out');
		await expect(workflow.poll()).rejects.toMatchObject({
			message: `PixVerse has signed out the account ${testAccount}`,
		});
	});

	it('should say what to do if there is no account', async () => {
		testBed.simulator.accounts.clear();
		await expect(createWorkflow().activate()).rejects.toMatchObject({
			message: 'There is no PixVerse account at useapi.net to watch',
		});
	});
});
