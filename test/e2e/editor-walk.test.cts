import type { INode, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { join } from 'node:path';
import { selectors, type Browser } from 'playwright-core';
import { PixVerse } from '../../nodes/PixVerse/PixVerse.node';
import { startBrowser } from './browser/chromium.cts';
import { Editor } from './browser/editor.cts';
import { Panel } from './browser/panel.cts';
import type { WorkflowNode } from './n8n/rest.cts';
import { ARTIFACTS, OPENING_TAKES_MS, openStage, type Stage } from './stage.cts';
import { pixVerse } from './workflows.cts';

const node = new PixVerse().description;

/** Every operation by the sentence that the canvas shows for it, as the description lists them. */
const operations = node.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ displayOptions, options = [] }) =>
		options.flatMap((option) =>
			'action' in option
				? [
						{
							action: String(option.action),
							resource: String(displayOptions?.show?.resource?.[0]),
							operation: String(option.value),
						},
					]
				: [],
		),
	);

let stage: Stage;
let browser: Browser;
let editor: Editor;
let panel: Panel;
/** What the browser's console and the page complain about. */
const complaints: string[] = [];

beforeAll(async () => {
	selectors.setTestIdAttribute('data-test-id');
	browser = await startBrowser();
	stage = await openStage('editor-walk');
	const window = { width: 1400, height: 1500 };
	const pictures = join(ARTIFACTS, 'editor-walk');
	editor = await Editor.open(browser, stage.n8n.url, stage.owner, pictures, window);
	panel = new Panel(editor.page);
	editor.page.on('pageerror', (error) => complaints.push(String(error)));
	editor.page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
}, OPENING_TAKES_MS);
afterAll(async () => {
	await browser?.close();
	await stage?.close();
});

/** The labels that a node shows with these parameters, from the top. */
function labelsOf(form: INodeTypeDescription, parameters: WorkflowNode['parameters']): string[] {
	const at = { typeVersion: 1 } as INode;
	const given = parameters as INode['parameters'];
	const values = NodeHelpers.getNodeParameters(form.properties, given, true, false, at, form) ?? {};
	return form.properties
		.filter((field: INodeProperties) => field.type !== 'notice')
		.filter((field) => NodeHelpers.displayParameter(values, field, at, form))
		.map(({ displayName }) => displayName);
}

describe('a walk through every panel of the nodes', () => {
	it('shows the fields of every operation in their order, and reads as a sentence on the canvas', async () => {
		expect(operations.length).toBeGreaterThan(40);
		const nodes = operations.map(({ action, resource, operation }, index) => ({
			...pixVerse(action, stage.credential, { resource, operation }),
			id: `walk-${index}`,
			position: [(index % 8) * 220, Math.floor(index / 8) * 160] as const,
		}));
		const { id } = await stage.rest.createWorkflow({ name: 'Walk', nodes, connections: {} });
		await editor.openWorkflow(id);
		const canvas = await editor.canvasTexts();
		await editor.picture('canvas');
		const wrong: Record<string, unknown> = {};
		for (const { action, resource, operation } of operations) {
			await editor.openNode(action);
			const expected = labelsOf(node, { resource, operation });
			const labels = await panel.labels();
			await editor.picture(`${resource}-${operation}`);
			if (!contains(labels, expected)) wrong[action] = { expected, labels };
			const text = await panel.text();
			if (/undefined|\{\{|error fetching|problem/i.test(text)) wrong[`${action}: text`] = text;
			await panel.close();
		}
		expect(wrong).toEqual({});
		// Once as the name of the node, once as what it does.
		for (const { action } of operations) expect(canvas[action]).toEqual([action, action]);
		expect(complaints).toEqual([]);
	}, 180_000);
});

/** Whether one list has the other in it in the same order. */
function contains(all: string[], wanted: string[]): boolean {
	let next = 0;
	for (const label of all) if (label === wanted[next]) next += 1;
	return next === wanted.length;
}
