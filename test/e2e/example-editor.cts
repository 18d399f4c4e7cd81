import { join } from 'node:path';
import { selectors } from 'playwright-core';
import { startBrowser } from './browser/chromium.cts';
import { Editor } from './browser/editor.cts';
import { ARTIFACTS } from './environment.cts';
import type { ExampleEnvironment } from './example-environment.cts';
import { listExampleFiles, readExample } from './examples.cts';

/** Opens each example in the editor, and expects that only nodes without their credential have issues. */
export async function expectNoIssuesInEditor(examples: ExampleEnvironment): Promise<void> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await startBrowser();
	try {
		const { n8n, owner } = examples.environment;
		const editor = await Editor.open(browser, n8n.url, owner, join(ARTIFACTS, 'examples'));
		for (const file of listExampleFiles()) {
			const nodeNames = await editor.switchToWorkflow(await examples.save(file));
			await editor.takeScreenshot(file.replace('.json', ''));
			const nodes = readExample(file).nodes.filter(({ type }) => !type.endsWith('stickyNote'));
			expect([file, ...nodeNames.sort()]).toEqual([file, ...nodes.map(({ name }) => name).sort()]);
			expect([file, await editor.getNodesWithIssues()]).toEqual([file, []]);
		}
		// Without credentials, only the nodes that need one have issues.
		const chat = readExample('videos-by-chat.json');
		await editor.switchToWorkflow((await examples.environment.rest.createWorkflow(chat)).id);
		expect((await editor.getNodesWithIssues()).sort()).toEqual([
			'Chat model',
			'Look at a video',
			'Make a video',
			'See what is left',
		]);
	} finally {
		await browser.close();
	}
}
