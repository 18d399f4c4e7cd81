import type { INodeParameters } from 'n8n-workflow';

import { account, model, typedAccount, typedModel, videoCreate } from './parameters.cts';
import { onlyJson, createTestBed, testAccount } from './test-bed.cts';

const testBed = createTestBed();

/** Runs Video: Create without waiting and gives what was sent. */
async function sent(parameters: INodeParameters): Promise<Record<string, unknown>> {
	onlyJson(await testBed.run(videoCreate({ waitMode: 'none', ...parameters })));
	return testBed.created();
}

describe('Video: Create', () => {
	it('should send what the user set and nothing else', async () => {
		expect(await sent({})).toEqual({ prompt: 'a lighthouse at dusk', model: 'v6' });
	});

	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['the model from the list', { model: model('v5.6') }, { model: 'v5.6' }],
		['a model typed by hand', { model: typedModel('v5') }, { model: 'v5' }],
		['the account from the list', { account: account(testAccount) }, { email: testAccount }],
		['an account typed by hand', { account: typedAccount(testAccount) }, { email: testAccount }],
		['Duration', { duration: 8 }, { duration: 8 }],
		['Quality', { quality: '1080p' }, { quality: '1080p' }],
		['Aspect Ratio', { aspectRatio: '9:16' }, { aspect_ratio: '9:16' }],
		['Seed', { options: { seed: 2147483647 } }, { seed: 2147483647 }],
		['Audio on', { options: { audio: true } }, { audio: true }],
		['Audio off', { options: { audio: false } }, { audio: false }],
		['Multi-Shot', { options: { multiShot: true } }, { multi_shot: true }],
		['Preview Mode', { options: { previewMode: true } }, { preview_mode: true }],
		['Off-Peak Mode', { options: { offPeakMode: true } }, { off_peak_mode: true }],
		['Auto Sound', { options: { autoSound: true } }, { auto_sound: true }],
		[
			'Sound Effect Prompt',
			{ options: { autoSound: true, soundEffectPrompt: 'waves' } },
			{ auto_sound: true, sound_effect_prompt: 'waves' },
		],
		[
			'Lip Sync text and speaker',
			{ options: { lipSyncTtsPrompt: 'Hello', lipSyncTtsSpeakerId: 'Auto' } },
			{ lip_sync_tts_prompt: 'Hello', lip_sync_tts_speaker_id: 'Auto' },
		],
		[
			'Reply URL',
			{ options: { replyUrl: 'http://127.0.0.1:9/hook' } },
			{ replyUrl: 'http://127.0.0.1:9/hook' },
		],
		['Max Jobs', { options: { maxJobs: 2 } }, { maxJobs: 2 }],
	])('should send %s', async (_name, parameters, expected) => {
		expect(await sent(parameters)).toEqual({
			prompt: 'a lighthouse at dusk',
			model: 'v6',
			...expected,
		});
	});

	it('should keep the reference of the user in front of its own', async () => {
		await sent({ options: { replyRef: 'order 7' } });
		const { replyRef } = testBed.creates()[0]?.body as { replyRef: string };
		expect(replyRef).toMatch(/^order 7 \S+$/);
	});

	it('should keep a long reference of the user within the limit of the API', async () => {
		await sent({ options: { replyRef: 'x'.repeat(900) } });
		expect(testBed.simulator.jobs).toHaveLength(1);
	});

	it('should send each value of a batch with its own item', async () => {
		const items = ['first', 'second', 'third'].map((prompt) => ({ json: { prompt, seconds: 5 } }));
		const parameters = {
			prompt: '={{ $json.prompt }}',
			duration: '={{ $json.seconds + $itemIndex }}',
		};
		const out = await testBed.run(videoCreate({ waitMode: 'none', ...parameters }), { items });
		expect(out.error).toBeUndefined();
		const bodies = testBed.simulator.jobs.map(({ request }) => request);
		expect(bodies).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ prompt: 'first', duration: 5 }),
				expect.objectContaining({ prompt: 'second', duration: 6 }),
				expect.objectContaining({ prompt: 'third', duration: 7 }),
			]),
		);
	});

	it('should give each create its own reference', async () => {
		await testBed.run(videoCreate({ waitMode: 'none' }), { items: [{}, {}, {}] });
		await testBed.run(videoCreate({ waitMode: 'none' }), { items: [{}, {}, {}] });
		const references = testBed.simulator.jobs.map(({ replyRef }) => replyRef);
		expect(new Set(references).size).toBe(6);
	});

	it('should send an unknown model unchanged', async () => {
		const out = await testBed.run(videoCreate({ waitMode: 'none', model: typedModel('v7-beta') }));
		// The simulator rejects values that the reference doesn't have. Only the request matters here.
		expect(out.error).toMatchObject({ httpCode: '400' });
		expect(testBed.created()).toEqual({ prompt: 'a lighthouse at dusk', model: 'v7-beta' });
	});

	it('should send a prompt of 5,000 characters with line breaks', async () => {
		const prompt = `${'ä\n"{{'.repeat(800)}`.padEnd(5000, '.').slice(0, 5000);
		const items = [{ json: { prompt } }];
		await testBed.run(videoCreate({ waitMode: 'none', prompt: '={{ $json.prompt }}' }), { items });
		expect(testBed.created()).toMatchObject({ prompt });
	});
});
