import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Owner } from '../n8n/rest.cts';

/** Wide enough for n8n to show all three panels of a node side by side. */
const DEFAULT_VIEWPORT = { width: 1400, height: 820 };
/** The timeout of a click or a new page on a busy machine with two cores. */
const TIMEOUT_MS = 120_000;

/** The position of an element on the page. */
interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** n8n's editor in a browser. Uses visible elements, as a person does. */
export class Editor {
	private screenshotCount = 0;

	private constructor(
		readonly page: Page,
		private readonly url: string,
		private readonly screenshotFolder: string,
	) {}

	/**
	 * Opens a window and logs in.
	 *
	 * @param screenshotFolder The folder for screenshots.
	 * @param viewport The size of the window.
	 */
	static async open(
		browser: Browser,
		url: string,
		owner: Owner,
		screenshotFolder: string,
		viewport = DEFAULT_VIEWPORT,
	): Promise<Editor> {
		mkdirSync(screenshotFolder, { recursive: true });
		const context = await browser.newContext({
			viewport,
			locale: 'en-US',
			timezoneId: 'UTC',
		});
		context.setDefaultTimeout(TIMEOUT_MS);
		const page = await context.newPage();
		await page.goto(`${url}/signin`);
		await page.getByLabel(/email/i).fill(owner.email);
		await page.getByLabel(/password/i).fill(owner.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL('**/home/**');
		await page.getByTestId('add-resource-workflow').waitFor();
		return new Editor(page, url, screenshotFolder);
	}

	/** Opens a new workflow with a manual trigger. */
	async openNewWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.getPart('canvas-plus-button').click();
		await this.search('manual');
		await this.getPanelItem('Manual Trigger').click();
		await this.getPart('canvas-trigger-node').waitFor();
	}

	/**
	 * Opens a saved workflow and zooms to fit.
	 *
	 * @returns The names of the nodes on the canvas, without sticky notes.
	 */
	async openWorkflow(id: string): Promise<string[]> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		return await this.showAllNodes();
	}

	/**
	 * Opens a saved workflow without reloading the editor, which would take ten times as long. The open workflow must be
	 * unchanged: while the editor saves a workflow, it returns to it.
	 *
	 * @returns The names of the nodes on the canvas, without sticky notes.
	 */
	async switchToWorkflow(id: string): Promise<string[]> {
		// Opening the list of workflows first removes the nodes of the open workflow.
		await this.navigate('/home/workflows');
		await this.nodes.first().waitFor({ state: 'detached' });
		await this.navigate(`/workflow/${id}`);
		return await this.showAllNodes();
	}

	private async showAllNodes(): Promise<string[]> {
		await this.nodes.first().waitFor();
		await this.page.keyboard.press('1');
		return await this.nodes.evaluateAll((all) =>
			all.map((node: { getAttribute(name: string): string | null }) =>
				String(node.getAttribute('data-node-name')),
			),
		);
	}

	/** Returns the lines of text at each node on the canvas by the node's name. */
	async getCanvasTexts(): Promise<Record<string, string[]>> {
		const texts = await this.nodes.evaluateAll((all) =>
			all.map((node: { getAttribute(name: string): string | null; innerText: string }) => [
				String(node.getAttribute('data-node-name')),
				node.innerText.split('\n').filter((line) => line.trim() !== ''),
			]),
		);
		return Object.fromEntries(texts) as Record<string, string[]>;
	}

	/** Returns the names of the nodes with issues, such as an empty required parameter. */
	async getNodesWithIssues(): Promise<string[]> {
		// n8n validates the nodes after it has rendered them.
		await this.page.waitForTimeout(1_000);
		const marked = this.nodes.filter({ has: this.getPart('node-issues') });
		return await marked.evaluateAll((all) =>
			all.map((node: { getAttribute(name: string): string | null }) =>
				String(node.getAttribute('data-node-name')),
			),
		);
	}

	/** Saves a picture of the canvas for the documentation, without the controls above it. */
	async saveCanvasPicture(file: string): Promise<void> {
		const content = '.vue-flow__viewport';
		await this.page.addStyleTag({
			content: `body :not(:has(${content}), ${content}, ${content} *) { visibility: hidden }`,
		});
		// The canvas is still zooming to fit.
		await this.page.waitForTimeout(500);
		const boxes = await this.page.locator('.vue-flow__node').evaluateAll((all) =>
			all.map((node: { getBoundingClientRect(): Box }) => {
				const { left, top, right, bottom } = node.getBoundingClientRect();
				return { left, top, right, bottom };
			}),
		);
		const edge = 30;
		const left = Math.min(...boxes.map((box) => box.left)) - edge;
		const top = Math.min(...boxes.map((box) => box.top)) - edge;
		const right = Math.max(...boxes.map((box) => box.right)) + 2 * edge;
		// The boxes don't include the connector on the right of a node and the name below it.
		const bottom = Math.max(...boxes.map((box) => box.bottom)) + 3 * edge;
		const clip = { x: left, y: top, width: right - left, height: bottom - top };
		await this.page.screenshot({ path: file, clip, animations: 'disabled' });
	}

	/** Opens the nodes panel and searches in it. */
	async findInNodesPanel(words: string): Promise<void> {
		await this.getPart('node-creator-plus-button').click();
		await this.search(words);
	}

	/** Returns an entry of the nodes panel: a node, or an action of a node. */
	getPanelItem(name: string): Locator {
		return this.getPart('node-creator-item-name').getByText(name, { exact: true });
	}

	/** Returns the description of an entry of the nodes panel. */
	async getDescription(name: string): Promise<string> {
		const item = this.getPart('item-iterator-item')
			.filter({ has: this.getPanelItem(name) })
			.first();
		return await item.getByTestId('node-creator-item-description').innerText();
	}

	/** Whether the open nodes panel lists an entry for a search. */
	async isListed(name: string, words: string): Promise<boolean> {
		await this.search(words);
		// The list is updated after a moment.
		await this.page.waitForTimeout(800);
		return await this.getPanelItem(name).first().isVisible();
	}

	/** Opens a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.node.waitFor();
	}

	/** Returns the fields of a previous node in the input panel of the open node, from top to bottom. */
	async getInputFields(node: string): Promise<string[]> {
		const fields = this.getField(node);
		await fields.first().waitFor();
		const pills = await fields.evaluateAll((all) =>
			all.map((pill: { innerText: string; getBoundingClientRect(): Box }) => {
				return { name: pill.innerText, top: pill.getBoundingClientRect().top };
			}),
		);
		return pills.sort((one, other) => one.top - other.top).map(({ name }) => name);
	}

	/** Drags a field of a previous node to a parameter of the open node. */
	async dragField(node: string, field: string, parameter: string): Promise<void> {
		await this.getField(node)
			.and(this.page.locator(`[data-name="${field}"]`))
			.hover();
		await this.page.mouse.down();
		// On the first move, n8n starts the drag and shows the drop target. The second move is over the target.
		for (const position of [
			{ x: 40, y: 10 },
			{ x: 60, y: 12 },
		]) {
			await this.getParameter(parameter).hover({ position, force: true });
			await this.page.waitForTimeout(100);
		}
		await this.page.mouse.up();
	}

	/** Waits until a parameter of the open node contains an expression. */
	async waitForExpression(parameter: string, code: string): Promise<void> {
		await this.getParameter(parameter).getByText(code).first().waitFor();
	}

	/** The details view of the open node. */
	get node(): Locator {
		return this.getPart('ndv');
	}

	/** The output panel of the open node. */
	get output(): Locator {
		return this.getPart('output-panel');
	}

	/** Chooses a credential of the open node by its name. */
	async chooseCredential(name: string): Promise<void> {
		await this.getPart('node-credentials-select').click();
		await this.page.getByRole('option', { name }).first().click();
	}

	/** Fills in a text field of the open node. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.getParameter(parameter).locator('textarea, input').first().fill(text);
	}

	/** Executes the open node and waits until it succeeds. */
	async executeStep(): Promise<void> {
		await this.getPart('node-execute-button').click();
		await this.output.getByTestId('node-run-status-success').waitFor();
	}

	/** Shows the output as Schema, Table, JSON, or Binary. */
	async showOutputAs(view: 'schema' | 'table' | 'json' | 'binary'): Promise<void> {
		await this.output.getByTestId(`radio-button-${view}`).click();
	}

	/** Saves a numbered screenshot of the window. */
	async takeScreenshot(name: string): Promise<void> {
		this.screenshotCount += 1;
		const file = `${String(this.screenshotCount).padStart(2, '0')}-${name}.png`;
		await this.page.screenshot({ path: join(this.screenshotFolder, file) });
	}

	/** The nodes on the canvas, without sticky notes. */
	private get nodes(): Locator {
		return this.page.locator('[data-test-id="canvas-node"][data-node-name]');
	}

	/** Opens a page without reloading the editor. */
	private async navigate(path: string): Promise<void> {
		await this.page.evaluate(
			`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`,
		);
	}

	private async search(words: string): Promise<void> {
		await this.getPart('node-creator-search-bar').fill(words);
	}

	private getParameter(name: string): Locator {
		return this.getPart(`parameter-input-${name}`);
	}

	private getField(node: string): Locator {
		return this.getPart('run-data-schema-node-name').and(
			this.page.locator(`[data-node-name="${node}"]`),
		);
	}

	private getPart(testId: string): Locator {
		return this.page.getByTestId(testId);
	}
}
