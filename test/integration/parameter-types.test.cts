import type { INodeParameters } from 'n8n-workflow';

import { videoCreate, videoGetAll } from './parameters.cts';
import { onlyJson, createTestBed } from './test-bed.cts';

const testBed = createTestBed();

/** Values of an expression: n8n passes any type. */
const expression = (value: unknown) => `={{ (${JSON.stringify(value)}) }}`;

async function sent(parameters: INodeParameters): Promise<Record<string, unknown>> {
	onlyJson(await testBed.run(videoCreate({ waitMode: 'none', ...parameters })));
	return testBed.created();
}

describe('A value from an expression', () => {
	it.each<[string, INodeParameters, Record<string, unknown>]>([
		['a number as text', { duration: expression('8') }, { duration: 8 }],
		['an option number as text', { options: { seed: expression('77') } }, { seed: 77 }],
		['a switch as text', { options: { audio: expression('true') } }, { audio: true }],
		['a switch as text, off', { options: { audio: expression('false') } }, { audio: false }],
		['a number as a prompt', { prompt: expression(42) }, { prompt: '42' }],
		[
			'a speaker number',
			{ options: { lipSyncTtsPrompt: 'Hi', lipSyncTtsSpeakerId: expression(7) } },
			{ lip_sync_tts_speaker_id: '7' },
		],
	])('(%s) should be sent in the type of the API', async (_what, parameters, expected) => {
		expect(await sent(parameters)).toMatchObject(expected);
	});

	it.each<[string, INodeParameters, string]>([
		['nothing (null)', { duration: expression(null) }, 'duration'],
		['an empty text', { quality: expression('') }, 'quality'],
		['nothing for an option', { options: { seed: expression(null) } }, 'seed'],
		['an empty text for an option', { options: { replyUrl: expression('') } }, 'replyUrl'],
	])('(%s) should not be sent', async (_what, parameters, name) => {
		expect(await sent(parameters)).not.toHaveProperty(name);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['a word for a number', { duration: expression('long') }, /"Duration" .*"long"/],
		['a broken number', { duration: expression(5.5) }, /"Duration" .*whole number/],
		['a word for a switch', { options: { audio: expression('perhaps') } }, /"Audio" .*"perhaps"/],
		['an object for a text', { prompt: expression({ a: 1 }) }, /"Prompt" .*object/],
		['a list for a text', { prompt: expression(['a']) }, /"Prompt" .*list/],
		['an object for a model', { model: expression({ id: 'v6' }) }, /"Model"/],
		['zero for a seed', { options: { seed: expression(0) } }, /"Seed"/],
		['nine jobs', { options: { maxJobs: expression(9) } }, /"Max Jobs"/],
		['a negative duration', { duration: expression(-1) }, /"Duration"/],
	])(
		'(%s) should be rejected with a message, before anything is sent',
		async (_what, parameters, words) => {
			const { error } = await testBed.run(videoCreate(parameters));
			expect(error?.message).toMatch(words);
			expect(error?.description).toMatch(/\w{3,}/);
			expect(testBed.simulator.requests).toHaveLength(0);
		},
	);

	it('should not read everything when it is an invalid limit', async () => {
		testBed.simulator.seedVideos(60);
		const out = await testBed.run(videoGetAll({ limit: expression(-5) }));
		expect(out.items.length).toBeLessThanOrEqual(1);
	});
});
