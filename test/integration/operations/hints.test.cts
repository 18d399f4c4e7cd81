import type { INodeParameters } from 'n8n-workflow';

import { names } from '../harness/workflow.cts';
import {
	model,
	modelByExpression,
	fromPath,
	videoCreate,
	byId,
	extend,
	fromFrames,
	imageCreate,
} from '../parameters.cts';
import { createTestBed } from '../test-bed.cts';
import { getCreateRequests, seedVideo } from '../sent-requests.cts';

const testBed = createTestBed();

/** Runs the node. @returns the warnings that n8n shows above the output */
async function getWarnings(parameters: INodeParameters, items = [{}]) {
	// Errors of the API don't matter here.
	const more = { items, onError: 'continueRegularOutput' } as const;
	const out = await testBed.run({ waitMode: 'none', ...parameters }, more);
	const hints = out.runData[names.node]?.[0]?.hints ?? [];
	return hints.filter(({ type }) => type === 'warning');
}

describe('An option that is unverified for its model', () => {
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a quality',
			videoCreate({ model: modelByExpression('kling-o3'), quality: '1080p' }),
			/"Quality" is 1080p, but kling-o3 makes 720p/,
		],
		[
			'a duration',
			videoCreate({ model: modelByExpression('veo-3.1-fast'), duration: 5 }),
			/"Duration" is 5 s, but veo-3\.1-fast makes 4, 6, 8 s/,
		],
		[
			'a ratio',
			videoCreate({ aspectRatio: "={{ '3:2' }}" }),
			/"Aspect Ratio" is 3:2, but v6 makes 16:9/,
		],
		[
			'sound',
			videoCreate({ model: model('v5'), options: { audio: true } }),
			/"Audio" is on, but v5/,
		],
		[
			'an endpoint',
			fromFrames({
				model: modelByExpression('v5-fast'),
				firstFrame: fromPath('upload/a.png'),
				lastFrame: fromPath('upload/b.png'),
			}),
			/"Model" is v5-fast, which this operation doesn't support/,
		],
		[
			'references',
			imageCreate({
				model: model('kling-o3'),
				referenceImages: {
					entries: [{ file: fromPath('upload/a.png') }, { file: fromPath('upload/b.png') }],
				},
			}),
			/"Reference Images 2" is one too many: kling-o3 accepts 1/,
		],
	])('(%s) should be sent, with a hint for the user', async (_what, parameters, pattern) => {
		const [hint, second] = await getWarnings(parameters);
		expect(getCreateRequests(testBed)).toHaveLength(1);
		expect(hint).toMatchObject({ type: 'warning', location: 'outputPane' });
		expect(hint?.message).toMatch(pattern);
		expect(hint?.message).toMatch(/as far as is known.*PixVerse validates it/);
		expect(second).toBeUndefined();
	});

	it('should cause one hint for all items', async () => {
		const parameters = videoCreate({ model: modelByExpression('kling-o3'), quality: '1080p' });
		const hints = await getWarnings(parameters, [{}, {}, {}]);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(/items 0, 1, 2/);
	});

	it('should cause a hint in a dry run too', async () => {
		const parameters = extend({
			model: modelByExpression('grok-imagine'),
			duration: 12,
			sourceVideo: byId(seedVideo(testBed)),
		});
		const hints = await getWarnings({ ...parameters, options: { dryRun: true } });
		expect(hints[0]?.message).toMatch(/"Duration" is 12 s, but grok-imagine makes 2 to 10 s/);
		expect(getCreateRequests(testBed)).toHaveLength(0);
	});

	it('should not add markup to the hint', async () => {
		const parameters = videoCreate({
			model: modelByExpression('kling-o3'),
			quality: '<img src=x>',
		});
		const hints = await getWarnings({ ...parameters, options: { dryRun: true } });
		expect(hints[0]?.message).not.toContain('<');
	});
});

describe('A verified option', () => {
	it('should cause no hint', async () => {
		expect(
			await getWarnings(videoCreate({ duration: 5, quality: '720p', aspectRatio: '1:1' })),
		).toEqual([]);
	});
});

describe('A run that costs credits', () => {
	const getHints = async (parameters: INodeParameters, items = [{}]) => {
		const out = await testBed.run(parameters, { items, onError: 'continueRegularOutput' });
		return out.runData[names.node]?.[0]?.hints ?? [];
	};

	it('should show the charged credits and the duration', async () => {
		const [hint, second] = await getHints(videoCreate({ quality: '360p', duration: 5 }), [{}, {}]);
		expect(hint).toMatchObject({ type: 'info', location: 'outputPane' });
		expect(hint?.message).toMatch(
			/^PixVerse charged \d+ credits for 2 generations\. The node took (\d+ min ?)?(\d+ s)?\.$/,
		);
		const charged = testBed.simulator.jobs.map(({ credits }) => credits ?? 0);
		expect(hint?.message).toContain(`charged ${charged.reduce((a, b) => a + b)} credits`);
		expect(second).toBeUndefined();
	});

	it.each([
		['a dry run', videoCreate({ options: { dryRun: true } })],
		['a run that creates nothing', videoCreate({ prompt: '' })],
	])('should show no credits after %s', async (_what, parameters) => {
		expect(await getHints(parameters)).toEqual([]);
	});
});
