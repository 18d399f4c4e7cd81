import type { INodeParameters } from 'n8n-workflow';

import { createFinal, model, videoCreate, videoGet, videoGetAll } from '../parameters.cts';
import { getCreateRequests } from '../sent-requests.cts';
import { createTestBed, onlyJson, testAccount } from '../test-bed.cts';

const testBed = createTestBed();
const DAY = 24 * 3_600_000;
const draft = (parameters: INodeParameters = {}) =>
	videoCreate({ model: model('seedance-2.5-draft'), duration: 4, ...parameters });

const makeDraft = async () => String(onlyJson(await testBed.run(draft())).id);
const job = (id: unknown) => testBed.simulator.jobs.find((each) => each.id === id);

describe('A draft', () => {
	it('should show until when it can be finalized, in Create, Get, and Get Many', async () => {
		const created = onlyJson(await testBed.run(draft()));
		const expiresAt = new Date((job(created.id)?.createdAt ?? 0) + 14 * DAY).toISOString();
		const shown = { canCreateFinal: true, draftExpiresAt: expiresAt };
		expect(created).toMatchObject(shown);
		expect(onlyJson(await testBed.run(videoGet(String(created.id))))).toMatchObject(shown);
		expect(onlyJson(await testBed.run(videoGetAll()))).toMatchObject(shown);
	});

	it('should be the only video with these fields', async () => {
		const json = onlyJson(await testBed.run(videoCreate()));
		expect(json).not.toHaveProperty('canCreateFinal');
		expect(json).not.toHaveProperty('draftExpiresAt');
	});
});

describe('Video: Finalize Draft', () => {
	it('should generate the final, and send nothing that was not set', async () => {
		const id = await makeDraft();
		const final = onlyJson(await testBed.run(createFinal(id)));
		expect(final).toMatchObject({ status: 'COMPLETED', quality: '1080p', duration: 4 });
		const [, request] = getCreateRequests(testBed);
		expect(request?.path).toMatch(/videos\/create-final$/);
		expect(request?.body).toEqual({ video_id: id, replyRef: expect.any(String) });
		expect(job(final.id)?.parameters.source).toBe(id);
	});

	it('should send the quality and Relax Mode, and finalize a draft more than once', async () => {
		const id = await makeDraft();
		onlyJson(await testBed.run(createFinal(id)));
		const parameters = { quality: '2160p', options: { relaxMode: false } };
		const final = onlyJson(await testBed.run(createFinal(id, parameters)));
		expect(final).toMatchObject({ quality: '2160p' });
		expect(getCreateRequests(testBed)[2]?.body).toMatchObject({
			quality: '2160p',
			relax_mode: false,
		});
	});

	it('should use the account of the draft when several are configured', async () => {
		const id = await makeDraft();
		testBed.simulator.accounts.add({ email: 'second@example.com' });
		expect(onlyJson(await testBed.run(createFinal(id)))).toMatchObject({ account: testAccount });
	});

	it('should reject an expired draft before anything is sent, and say when it expired', async () => {
		const id = await makeDraft();
		const createdAt = Date.now() - 15 * DAY;
		Object.assign(job(id) ?? {}, { createdAt });
		const expiredOn = new Date(createdAt + 14 * DAY).toISOString();
		const { error } = await testBed.run(createFinal(id));
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toBe(
			`"Video" is the ID of a draft that expired on ${expiredOn} [item 0]`,
		);
		expect(error?.description).toMatch(/Create the draft again/);
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});

	it('should use the expiration of the API rather than the clock of n8n', async () => {
		const id = await makeDraft();
		testBed.simulator.clock.jump(15 * DAY);
		const { error } = await testBed.run(createFinal(id));
		expect(error?.message).toMatch(/is the ID of a draft that PixVerse no longer finalizes/);
		testBed.simulator.clock.jump(-30 * DAY);
		Object.assign(job(id) ?? {}, { createdAt: Date.now() - 20 * DAY });
		expect((await testBed.run(createFinal(id, { waitMode: 'none' }))).error).toBeUndefined();
	});

	it('should reject a draft that is not finished, whatever the API responds', async () => {
		testBed.simulator.plannedResults.add({ promptIncludes: 'slow', afterMs: 1e9 });
		const { id } = onlyJson(await testBed.run(draft({ prompt: 'slow', waitMode: 'none' })));
		for (const runningVideo of [404, 200] as const) {
			testBed.simulator.faults.setSwitches({ runningVideo });
			const { error } = await testBed.run(createFinal(String(id)));
			expect(error?.message).toMatch(/"Video" is the ID of a video that is not finished yet/);
		}
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});

	it('should leave the error of a missing video, or one that is not a draft, to the API', async () => {
		const { id } = onlyJson(await testBed.run(videoCreate()));
		const { error } = await testBed.run(createFinal(String(id)));
		expect(error).toMatchObject({ httpCode: '400', message: expect.stringMatching(/not a draft/) });
		const missing = `user:1234-pixverse:${testAccount}-video:7`;
		const { error: notFound } = await testBed.run(createFinal(missing));
		expect(notFound).toMatchObject({ httpCode: '404' });
	});

	it('should send the create although the draft cannot be read', async () => {
		const id = await makeDraft();
		testBed.simulator.faults.add({
			kind: 'status',
			status: 500,
			match: { method: 'GET' },
			count: 4,
		});
		expect((await testBed.run(createFinal(id, { waitMode: 'none' }))).error).toBeUndefined();
	});

	it('should estimate nothing, because the price of a final is unknown', async () => {
		const out = await testBed.run(createFinal(await makeDraft(), { options: { dryRun: true } }));
		expect(onlyJson(out)).toMatchObject({ estimatedCredits: null });
		expect(getCreateRequests(testBed)).toHaveLength(1);
	});
});
