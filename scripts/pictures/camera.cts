import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { selectors, type Browser, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';
import { startBrowser } from '../../test/e2e/browser/chromium.cts';
import { Editor } from '../../test/e2e/browser/editor.cts';
import { Panel } from '../../test/e2e/browser/panel.cts';
import { startEnvironment, type TestEnvironment } from '../../test/e2e/environment.cts';
import { readExample, withCredential } from '../../test/e2e/examples.cts';
import type { Workflow, WorkflowNode } from '../../test/e2e/n8n/rest.cts';
import { chainNodes, pixVerseNode, START } from '../../test/e2e/workflows.cts';
import { Animation } from './animation.cts';
import type { EditorLine } from './editor-text.cts';

const WINDOW = { width: 1300, height: 780 };
/** Tall enough for all fields of a node. */
const TALL_WINDOW = { width: 1300, height: 1600 };
/** Margin around a clip. */
const MARGIN_PX = 12;

/** A real n8n with the package, and a browser that takes pictures of its editor. */
export class Camera {
	/** All texts in the editor when the latest picture was taken. */
	private texts = '';

	private constructor(
		private readonly environment: TestEnvironment,
		private readonly browser: Browser,
		private readonly editor: Editor,
		private readonly page: Page,
		private readonly panel: Panel,
	) {}

	static async open(): Promise<Camera> {
		selectors.setTestIdAttribute('data-test-id');
		const browser = await startBrowser();
		const environment = await startEnvironment('pictures');
		const { n8n, owner } = environment;
		const editor = await Editor.open(browser, n8n.url, owner, join(tmpdir(), 'pictures'), WINDOW);
		const { page } = editor;
		return new Camera(environment, browser, editor, page, new Panel(page));
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.environment.close();
	}

	/** @throws if the editor didn't show a line when the latest picture was taken */
	check(file: string, lines: EditorLine[]): void {
		const missing = lines
			.flatMap(({ label, value, text }) => [label, value, text])
			.filter((text): text is string => Boolean(text) && !/^layout \w+$/.test(String(text)))
			.filter((text) => !this.texts.includes(flatten(text)));
		if (missing.length > 0)
			throw new Error(`The editor doesn't show what ${file} should show: ${missing.join(' | ')}`);
	}

	/** Takes a picture of a node's dialog after its execution. */
	async photographOutput(parameters: INodeParameters, file: string): Promise<void> {
		await this.open(WINDOW, START, this.node('Create a video', parameters));
		await this.editor.executeStep();
		await this.editor.showOutputAs('schema');
		await this.page.getByText('Node executed successfully').waitFor({ state: 'hidden' });
		await this.save(file, this.editor.node);
	}

	/** Takes a picture of the list of models with a search text. */
	async photographList(
		parameters: INodeParameters,
		searchText: string,
		file: string,
	): Promise<void> {
		await this.open(TALL_WINDOW, START, this.node('Create a video', parameters));
		await this.panel.getPickerEntries('model', searchText);
		const last = this.page.getByTestId('rlc-item').last();
		await this.save(file, this.part('node-parameters'), { to: last });
	}

	/** Takes a picture of a node's fields, from one of them to a text. */
	async photographFields(
		parameters: INodeParameters,
		{ from, to }: { from: string; to: string },
		file: string,
	): Promise<void> {
		await this.open(TALL_WINDOW, START, this.node('Create a video', parameters));
		const first = this.part(`parameter-input-${from}`);
		// The label of the first field is above it.
		const last = this.part('node-parameters').getByText(to).last();
		await this.save(file, this.part('node-parameters'), { from: first, to: last });
	}

	/** Takes a picture of the trigger with a finished video as its test event. */
	async photographTrigger(file: string): Promise<void> {
		const { simulator, credential } = this.environment;
		simulator.seedVideos(1);
		const job = simulator.jobs.at(-1);
		// The clock of the simulator is ahead of this machine's.
		if (job) Object.assign(job, { createdAt: Date.now() - 42_000 });
		if (job) Object.assign(job.parameters, { prompt: 'A lighthouse in a storm, waves crashing' });
		const type = 'n8n-nodes-pixverse.pixVerseTrigger';
		const trigger = { ...pixVerseNode('PixVerse Trigger', credential, {}), type, typeVersion: 1 };
		await this.open(WINDOW, trigger);
		await this.editor.executeStep();
		await this.editor.showOutputAs('json');
		await this.editor.output.getByText('COMPLETED').first().waitFor();
		await this.save(file, this.editor.node);
	}

	/** Takes a picture of a node's error, from the heading of the output to the ID of the generation. */
	async photographError(parameters: INodeParameters, file: string): Promise<void> {
		await this.open(WINDOW, START, this.node('Create a video', parameters));
		await this.panel.executeAndGetError();
		const to = this.part('node-error-description');
		await this.save(file, this.part('output-panel'), { to });
	}

	/** Takes a picture of an example on the canvas. */
	async photographCanvas(example: string, file: string): Promise<void> {
		await this.page.setViewportSize(WINDOW);
		const { rest, credential } = this.environment;
		const model = await rest.createCredential('Chat model', 'openAiApi', { apiKey: 'sk-1' });
		const workflow = withCredential(
			withCredential(readExample(example), credential),
			model,
			/lmChatOpenAi$/,
		);
		await this.editor.openWorkflow((await rest.createWorkflow(workflow)).id);
		this.texts = flatten(
			[
				...Object.values(await this.editor.getCanvasTexts()).flat(),
				...workflow.nodes.map(({ parameters }) => String(parameters.content)),
			].join(' '),
		);
		mkdirSync(dirname(file), { recursive: true });
		await this.editor.saveCanvasPicture(file);
		await compress(file);
	}

	/** Records the way from an empty workflow to the first video. */
	async animateFirstVideo({ prompt }: INodeParameters, file: string): Promise<void> {
		await this.page.setViewportSize(WINDOW);
		const { page, editor } = this;
		const animation = new Animation(page);
		await editor.openNewWorkflow();
		await editor.findInNodesPanel('');
		await animation.add(700);
		for (const searchText of ['text', 'text to', 'text to video']) {
			await this.part('node-creator-search-bar').fill(searchText);
			await page.waitForTimeout(500);
			await animation.add(searchText.endsWith('video') ? 1200 : 250);
		}
		await editor.getPanelItem('PixVerse').first().click();
		await page.waitForTimeout(700);
		await animation.add(1200);
		await editor.getPanelItem('Create a video').click();
		await editor.chooseCredential(this.environment.credential.name);
		await page.waitForTimeout(300);
		await animation.add(1000);
		const text = String(prompt);
		for (let end = 6; end < text.length + 6; end += 6) {
			await editor.fill('prompt', text.slice(0, end));
			await animation.add(120);
		}
		await this.choose('quality', '360p');
		await animation.add(1200);
		await this.part('node-execute-button').click();
		const done = editor.output.getByTestId('node-run-status-success');
		while (!(await done.isVisible())) await animation.add(300);
		await editor.showOutputAs('schema');
		await page.addStyleTag({ content: '.el-notification { display: none }' });
		this.texts = await this.readTexts();
		await animation.add(1500);
		await editor.showOutputAs('binary');
		await animation.add(1000);
		await editor.output.getByTestId('ndv-view-binary-data').click();
		await editor.output.locator('video').waitFor();
		for (let frame = 0; frame < 6; frame += 1) {
			await page.waitForTimeout(250);
			await animation.add(frame === 5 ? 3000 : 300);
		}
		await animation.save(file);
	}

	private async choose(parameter: string, option: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`).locator('input').first().click();
		await this.page.getByRole('option', { name: option }).first().click();
		await this.page.waitForTimeout(300);
	}

	private node(name: string, parameters: INodeParameters): WorkflowNode {
		return pixVerseNode(name, this.environment.credential, parameters);
	}

	/** Opens a workflow with these nodes, and the dialog of the last one. */
	private async open(window: typeof WINDOW, ...nodes: WorkflowNode[]): Promise<void> {
		await this.page.setViewportSize(window);
		const workflow: Workflow = chainNodes('Picture', ...nodes);
		const { id } = await this.environment.rest.createWorkflow(workflow);
		await this.editor.openWorkflow(id);
		await this.editor.openNode(nodes.at(-1)?.name ?? '');
	}

	/** Saves a picture of a part of the page. */
	private async save(
		file: string,
		part: Locator,
		{ from, to }: { from?: Locator; to?: Locator } = {},
	): Promise<void> {
		await this.page.addStyleTag({ content: '.el-notification { display: none }' });
		// Elements under the mouse pointer show buttons.
		await this.page.mouse.move(0, 0);
		await this.page.waitForTimeout(500);
		this.texts = await this.readTexts();
		const box = await measure(part);
		const top = from ? (await measure(from)).y - 3 * MARGIN_PX : box.y;
		const last = to && (await measure(to));
		const end = last ? last.y + last.height + MARGIN_PX : box.y + box.height;
		mkdirSync(dirname(file), { recursive: true });
		const clip = { x: box.x, y: top, width: box.width, height: end - top };
		writeFileSync(file, await this.page.screenshot({ clip, animations: 'disabled' }));
		await compress(file);
	}

	/** Reads all texts and values on the page. */
	private async readTexts(): Promise<string> {
		const values = await this.page
			.locator('input, textarea')
			.evaluateAll((all) => all.map((field: { value: string }) => field.value));
		return flatten([await this.page.locator('body').innerText(), ...values].join(' '));
	}

	private part(testId: string): Locator {
		return this.page.getByTestId(testId);
	}
}

/** Removes differences in white space and case between a text and the editor. */
const flatten = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

async function measure(part: Locator) {
	const box = await part.boundingBox();
	if (!box) throw new Error(`The part of the picture isn't visible: ${String(part)}`);
	return box;
}

/** Compresses a screenshot with a palette of its few colors. */
async function compress(file: string): Promise<void> {
	const small = await sharp(file).png({ palette: true, effort: 10 }).toBuffer();
	writeFileSync(file, small);
}
