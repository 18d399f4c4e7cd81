import type { INodeParameters } from 'n8n-workflow';

import { videoCreate, videoGetAll } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();

/** An expression that returns the value. n8n passes values of any type. */
const toExpression = (value: unknown) => `={{ (${JSON.stringify(value)}) }}`;

async function getSentBody(parameters: INodeParameters): Promise<Record<string, unknown>> {
	onlyJson(await testBed.run(videoCreate({ waitMode: 'none', ...parameters })));
	return testBed.created();
}

describe('A value from an expression', () => {
	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['a number as text', { duration: toExpression('8') }, { duration: 8 }],
		['an option number as text', { options: { seed: toExpression('77') } }, { seed: 77 }],
		['a switch as text', { options: { audio: toExpression('true') } }, { audio: true }],
		['a switch as text, off', { options: { audio: toExpression('false') } }, { audio: false }],
		['a number as a prompt', { prompt: toExpression(42) }, { prompt: '42' }],
		[
			'a speaker number',
			{ options: { lipSyncTtsPrompt: 'Hi', lipSyncTtsSpeakerId: toExpression(7) } },
			{ lip_sync_tts_speaker_id: '7' },
		],
	])('(%s) should be sent in the type of the API', async (_what, parameters, expected) => {
		expect(await getSentBody(parameters)).toMatchObject(expected);
	});

	it.each<[string, INodeParameters, string]>([
		['nothing (null)', { duration: toExpression(null) }, 'duration'],
		['an empty text', { quality: toExpression('') }, 'quality'],
		['nothing for an option', { options: { seed: toExpression(null) } }, 'seed'],
		['an empty text for an option', { options: { replyUrl: toExpression('') } }, 'replyUrl'],
	])('(%s) should not be sent', async (_what, parameters, name) => {
		expect(await getSentBody(parameters)).not.toHaveProperty(name);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['a word for a number', { duration: toExpression('long') }, /"Duration" .*"long"/],
		['a fraction', { duration: toExpression(5.5) }, /"Duration" .*whole number/],
		['a word for a switch', { options: { audio: toExpression('perhaps') } }, /"Audio" .*"perhaps"/],
		['an object for a text', { prompt: toExpression({ a: 1 }) }, /"Prompt" .*object/],
		['a list for a text', { prompt: toExpression(['a']) }, /"Prompt" .*list/],
		['an object for a model', { model: toExpression({ id: 'v6' }) }, /"Model"/],
		['zero for a seed', { options: { seed: toExpression(0) } }, /"Seed"/],
		['nine jobs', { options: { maxJobs: toExpression(9) } }, /"Max Jobs"/],
		['a negative duration', { duration: toExpression(-1) }, /"Duration"/],
	])(
		'(%s) should be rejected with a message, before anything is sent',
		async (_what, parameters, pattern) => {
			const { error } = await testBed.run(videoCreate(parameters));
			expect(error?.message).toMatch(pattern);
			expect(error?.description).toMatch(/\w{3,}/);
			expect(testBed.simulator.requests).toHaveLength(0);
		},
	);

	it('should not read everything when it is an invalid limit', async () => {
		testBed.simulator.seedVideos(60);
		const out = await testBed.run(videoGetAll({ limit: toExpression(-5) }));
		expect(out.items.length).toBeLessThanOrEqual(1);
	});
});
