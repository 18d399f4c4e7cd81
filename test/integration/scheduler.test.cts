import { request } from 'undici';
import {
	schedulerCancel,
	schedulerGetAll,
	schedulerGetAvailable,
	videoCreate,
} from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();

describe('Scheduler', () => {
	it('should list the running jobs of all accounts with their references', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		await testBed.run(videoCreate({ waitMode: 'none' }), { items: [{}, {}] });
		const out = await testBed.run(schedulerGetAll());
		expect(out.items.map(({ json }) => json)).toMatchObject(
			testBed.simulator.jobs.map(({ id, replyRef }) => ({ id, replyRef, type: 'video' })),
		);
	});

	it('should show which execution of n8n created a job', async () => {
		const [first, second] = [
			await testBed.run(videoCreate({ waitMode: 'none', options: { replyRef: 'order 7' } })),
			await testBed.run(videoCreate({ waitMode: 'none' })),
		];
		const { url, token } = testBed.simulator;
		await request(`${url}/v2/pixverse/videos/create`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ prompt: 'by hand', model: 'v6', replyRef: 'order-8-0-1-1' }),
		});
		const out = await testBed.run(schedulerGetAll());
		expect(out.items.map(({ json }) => json.executionId)).toEqual([
			first.executionId,
			second.executionId,
			undefined,
		]);
	});

	it('should list nothing when nothing runs', async () => {
		expect(await testBed.run(schedulerGetAll())).toMatchObject({ items: [] });
	});

	it('should show the free slots of each account', async () => {
		testBed.simulator.accounts.add({ email: 'second@example.com', maxJobs: 3 });
		const out = await testBed.run(schedulerGetAvailable());
		expect(out.items.map(({ json }) => json)).toMatchObject([
			{ email: testAccount, available: 8 },
			{ email: 'second@example.com', available: 3 },
		]);
	});

	it.each(['json', 'empty'] as const)(
		'should cancel the tracking of a job (%s response)',
		async (scheduler) => {
			testBed.simulator.faults.setSwitches({ deleteResponses: { scheduler } });
			const { id } = onlyJson(await testBed.run(videoCreate({ waitMode: 'none' })));
			const json = onlyJson(await testBed.run(schedulerCancel(String(id))));
			expect(json).toEqual({ deleted: true });
			expect(testBed.calls().at(-1)).toBe(`DELETE scheduler/${id}`);
			expect(testBed.simulator.jobs[0]?.tracked).toBe(false);
		},
	);

	it('should report a job that is not running', async () => {
		const id = `user:1234-pixverse:${testAccount}-video:1`;
		const { error } = await testBed.run(schedulerCancel(id));
		expect(error).toMatchObject({ httpCode: '404', message: expect.stringContaining(id) });
	});
});
