import { join } from 'node:path';
import { selectors, type Browser } from 'playwright-core';
import { startBrowser } from './browser/chromium.cts';
import { Editor } from './browser/editor.cts';
import { chainNodes, fetchFile, pixVerseNode, START } from './workflows.cts';
import {
	ARTIFACTS,
	START_TIMEOUT_MS,
	startEnvironment,
	type TestEnvironment,
} from './environment.cts';

let environment: TestEnvironment;
let browser: Browser;
let editor: Editor;
beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	browser = await startBrowser();
	environment = await startEnvironment('editor');
	editor = await Editor.open(
		browser,
		environment.n8n.url,
		environment.owner,
		join(ARTIFACTS, 'editor'),
	);
}, START_TIMEOUT_MS);
afterAll(async () => {
	await editor?.takeScreenshot('last-view');
	await browser?.close();
	await environment?.close();
});

describe('The nodes panel', () => {
	/** Search terms by which users should find the node. */
	const searches = [
		...['pixverse', 'text to video', 'image to video', 'ai video', 'video generator', 'lip sync'],
		...['talking avatar', 'music video', 'upscale', 'kling', 'veo', 'sora', 'seedance', 'wan'],
		...['nano banana', 'grok imagine', 'text to image', 'text to speech', 'animate image'],
	];

	it('should list one entry that describes the package, and find it by common search terms', async () => {
		await editor.openNewWorkflow();
		await editor.findInNodesPanel('pixverse');
		expect(await editor.getDescription('PixVerse')).toMatch(
			/^Generate and edit AI videos, images, music, and speech/,
		);
		const missing = [];
		for (const words of searches)
			if (!(await editor.isListed('PixVerse', words))) missing.push(words);
		expect(missing).toEqual([]);
		expect(await editor.isListed('PixVerse', 'spreadsheet')).toBe(false);
	}, 180_000);
});

describe("n8n's editor in a browser", () => {
	it('should find the node, fill it in, execute it, and play the video in the output panel', async () => {
		await editor.openNewWorkflow();
		await editor.findInNodesPanel('pixverse');
		await editor.takeScreenshot('nodes-panel');
		await editor.getPanelItem('PixVerse').click();
		await editor.takeScreenshot('actions');
		await editor.getPanelItem('Create a video').click();

		await editor.chooseCredential(environment.credential.name);
		await editor.fill('prompt', 'A lighthouse in a storm, waves crashing, cinematic');
		await editor.takeScreenshot('filled-in');
		await editor.executeStep();

		await editor.showOutputAs('binary');
		await editor.takeScreenshot('output');
		await editor.output.getByTestId('ndv-binary-data_0').getByText('video/mp4').waitFor();
		await editor.output.getByTestId('ndv-view-binary-data').click();
		expect(await getVideoSize()).toEqual({ width: 160, height: 90 });
		await editor.takeScreenshot('playing');
		expect(environment.simulator.jobs.at(-1)?.request).toMatchObject({
			prompt: 'A lighthouse in a storm, waves crashing, cinematic',
		});
	}, 180_000);

	it('should show the fields of a node in the next one before the first execution', async () => {
		const before = environment.simulator.requests.length;
		const { id } = await environment.rest.createWorkflow(
			chainNodes(
				'Fields before the first run',
				START,
				pixVerseNode('Upload', environment.credential, { resource: 'file', operation: 'upload' }),
				// n8n fills in the resource and the operation.
				pixVerseNode('Make Video', environment.credential, { prompt: 'A lighthouse' }),
				fetchFile('Fetch', ''),
			),
		);
		await editor.openWorkflow(id);
		await editor.openNode('Fetch');

		const fields = await editor.getInputFields('Make Video');
		expect(fields.slice(0, 10)).toEqual([
			'id',
			'status',
			'url',
			'credits',
			'account',
			'model',
			'quality',
			'duration',
			'prompt',
			'createdAt',
		]);
		// Fields that only some items have are at the end.
		expect(fields.slice(10)).toEqual(expect.arrayContaining(['estimatedCredits', 'recovered']));
		await editor.takeScreenshot('fields-before-the-first-run');
		await editor.dragField('Make Video', 'url', 'url');
		await editor.waitForExpression('url', '{{ $json.url }}');
		await editor.takeScreenshot('a-field-is-picked');
		expect(environment.simulator.requests).toHaveLength(before);
	}, 180_000);
});

/** Returns the size of the video in the output panel. The browser must be able to play it. */
async function getVideoSize(): Promise<{ width: number; height: number }> {
	const video = editor.output.locator('video');
	return await video.evaluate(
		async (element: { readyState: number; videoWidth: number; videoHeight: number }) => {
			while (element.readyState < 2) await new Promise((resolve) => setTimeout(resolve, 100));
			return { width: element.videoWidth, height: element.videoHeight };
		},
	);
}
