import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Owner } from '../n8n/rest.cts';

/** The size of the window; wide enough that n8n shows all three panels of a node side by side. */
const WINDOW = { width: 1400, height: 820 };
/** How long a click or a new page may take on a busy machine with two cores. */
const TIMEOUT_MS = 120_000;

/** Where something is on the page. */
interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** n8n's editor in a browser, operated as a person does: by what can be seen. */
export class Editor {
	private shots = 0;

	private constructor(
		readonly page: Page,
		private readonly url: string,
		private readonly pictures: string,
	) {}

	/**
	 * Opens a window and logs in.
	 *
	 * @param pictures The folder for screenshots.
	 * @param viewport The size of the window.
	 */
	static async open(
		browser: Browser,
		url: string,
		owner: Owner,
		pictures: string,
		viewport = WINDOW,
	): Promise<Editor> {
		mkdirSync(pictures, { recursive: true });
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
		return new Editor(page, url, pictures);
	}

	/** An empty workflow with a manual trigger. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('canvas-plus-button').click();
		await this.search('manual');
		await this.panelItem('Manual Trigger').click();
		await this.part('canvas-trigger-node').waitFor();
	}

	/**
	 * Opens a saved workflow, with all of it in sight.
	 *
	 * @returns the nodes on the canvas by name, without notes
	 */
	async openWorkflow(id: string): Promise<string[]> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		return await this.showAllNodes();
	}

	/**
	 * Opens a saved workflow without loading the editor again, which takes ten times as long. The workflow before must be
	 * unchanged: the editor returns to one that it still saves.
	 *
	 * @returns the nodes on the canvas by name, without notes
	 */
	async switchToWorkflow(id: string): Promise<string[]> {
		// The list of workflows lies between two workflows, so that no node of the former one is left.
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

	/** What is written at each node of the canvas, line by line, by the node's name. */
	async canvasTexts(): Promise<Record<string, string[]>> {
		const texts = await this.nodes.evaluateAll((all) =>
			all.map((node: { getAttribute(name: string): string | null; innerText: string }) => [
				String(node.getAttribute('data-node-name')),
				node.innerText.split('\n').filter((line) => line.trim() !== ''),
			]),
		);
		return Object.fromEntries(texts) as Record<string, string[]>;
	}

	/** The nodes of the canvas that n8n marks with a problem, such as an empty required parameter. */
	async warnings(): Promise<string[]> {
		// n8n checks the nodes after it has drawn them.
		await this.page.waitForTimeout(1_000);
		const marked = this.nodes.filter({ has: this.part('node-issues') });
		return await marked.evaluateAll((all) =>
			all.map((node: { getAttribute(name: string): string | null }) =>
				String(node.getAttribute('data-node-name')),
			),
		);
	}

	/** A picture of what is on the canvas for the documentation, without anything that lies over it. */
	async canvasPicture(file: string): Promise<void> {
		const content = '.vue-flow__viewport';
		await this.page.addStyleTag({
			content: `body :not(:has(${content}), ${content}, ${content} *) { visibility: hidden }`,
		});
		// The canvas moves to where everything is in sight.
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
		// Beside and below a node stand its end and its name.
		const bottom = Math.max(...boxes.map((box) => box.bottom)) + 3 * edge;
		const clip = { x: left, y: top, width: right - left, height: bottom - top };
		await this.page.screenshot({ path: file, clip, animations: 'disabled' });
	}

	/** Looks something up in the nodes panel. */
	async findInNodesPanel(words: string): Promise<void> {
		await this.part('node-creator-plus-button').click();
		await this.search(words);
	}

	/** An entry of the nodes panel: a node, or an action of one. */
	panelItem(name: string): Locator {
		return this.part('node-creator-item-name').getByText(name, { exact: true });
	}

	/** What the nodes panel says of an entry. */
	async descriptionOf(name: string): Promise<string> {
		const item = this.part('item-iterator-item')
			.filter({ has: this.panelItem(name) })
			.first();
		return await item.getByTestId('node-creator-item-description').innerText();
	}

	/** Whether the open nodes panel lists an entry for these words. */
	async isFound(name: string, words: string): Promise<boolean> {
		await this.search(words);
		// The list follows what is typed after a moment.
		await this.page.waitForTimeout(800);
		return await this.panelItem(name).first().isVisible();
	}

	/** Opens a node of the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.node.waitFor();
	}

	/** The fields of an earlier node that the open one can take, as its input panel lists them from the top. */
	async fieldsOf(node: string): Promise<string[]> {
		const fields = this.field(node);
		await fields.first().waitFor();
		const placed = await fields.evaluateAll((all) =>
			all.map((pill: { innerText: string; getBoundingClientRect(): Box }) => {
				return { name: pill.innerText, top: pill.getBoundingClientRect().top };
			}),
		);
		return placed.sort((one, other) => one.top - other.top).map(({ name }) => name);
	}

	/** Drags a field of an earlier node into a parameter of the open one. */
	async dragField(node: string, field: string, parameter: string): Promise<void> {
		await this.field(node)
			.and(this.page.locator(`[data-name="${field}"]`))
			.hover();
		await this.page.mouse.down();
		// n8n takes the first move for the start of a drag, not a click, and shows the drop target. The second move is over it.
		for (const position of [
			{ x: 40, y: 10 },
			{ x: 60, y: 12 },
		]) {
			await this.parameter(parameter).hover({ position, force: true });
			await this.page.waitForTimeout(100);
		}
		await this.page.mouse.up();
	}

	/** Waits until a parameter of the open node holds an expression. */
	async expression(parameter: string, code: string): Promise<void> {
		await this.parameter(parameter).getByText(code).first().waitFor();
	}

	/** The dialog of the node that is open. */
	get node(): Locator {
		return this.part('ndv');
	}

	/** The part of the node's dialog that shows what came out. */
	get output(): Locator {
		return this.part('output-panel');
	}

	/** Chooses a credential of the open node by its name. */
	async chooseCredential(name: string): Promise<void> {
		await this.part('node-credentials-select').click();
		await this.page.getByRole('option', { name }).first().click();
	}

	/** Fills in a text field of the open node. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.parameter(parameter).locator('textarea, input').first().fill(text);
	}

	/** Runs the open node and waits until it is done. */
	async executeStep(): Promise<void> {
		await this.part('node-execute-button').click();
		await this.output.getByTestId('node-run-status-success').waitFor();
	}

	/** Shows the output as Schema, Table, JSON or Binary. */
	async showOutputAs(view: 'schema' | 'table' | 'json' | 'binary'): Promise<void> {
		await this.output.getByTestId(`radio-button-${view}`).click();
	}

	/** Keeps a picture of the whole window as an artefact. */
	async picture(name: string): Promise<void> {
		this.shots += 1;
		const file = `${String(this.shots).padStart(2, '0')}-${name}.png`;
		await this.page.screenshot({ path: join(this.pictures, file) });
	}

	/** The nodes on the canvas, without notes. */
	private get nodes(): Locator {
		return this.page.locator('[data-test-id="canvas-node"][data-node-name]');
	}

	/** Opens a page as a link inside the editor does. */
	private async navigate(path: string): Promise<void> {
		await this.page.evaluate(
			`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`,
		);
	}

	private async search(words: string): Promise<void> {
		await this.part('node-creator-search-bar').fill(words);
	}

	private parameter(name: string): Locator {
		return this.part(`parameter-input-${name}`);
	}

	private field(node: string): Locator {
		return this.part('run-data-schema-node-name').and(
			this.page.locator(`[data-node-name="${node}"]`),
		);
	}

	private part(testId: string): Locator {
		return this.page.getByTestId(testId);
	}
}
